// Entering: from sign-in to a saved, submitted and approved figure, and what must not be lost on the way.

import { expect, open, openEntry, signIn, test } from "./support.ts";

test.describe("a figure that cannot be read", () => {
  // It is answered with 422, which the browser notes on its console.
  test.use({ expectedComplaints: [/422/] });

  test("is refused at its field, and stays there until it is mended", async ({ page }) => {
    await signIn(page, "atf-steward");
    const row = await openEntry(page, "FY2026Q4", /^Traces completed/);
    const figure = row.getByLabel("Figure", { exact: true });
    await figure.fill("7,777");
    await figure.press("Enter");
    await expect(row.getByText("write it without, as 7777")).toBeVisible();
    await expect(figure).toHaveValue("7,777");
    await expect(figure).toHaveAttribute("aria-invalid", "true");
    await figure.fill("7777");
    await expect(row.locator("figure")).toContainText("7,777");
    await figure.press("Enter");
    await expect(row.getByRole("status").filter({ hasText: "Saved as a draft" })).toBeVisible();
    await expect(row).toContainText("draft, not submitted yet (entered by atf-steward)");
    await row.getByRole("button", { name: "Submit" }).click();
    await expect(row.getByRole("status").filter({ hasText: "It waits for approval" })).toBeVisible();
    await expect(row).toContainText("submitted, waits for approval (entered by atf-steward)");
  });
});

test("the keyboard alone leads from sign-in to a saved figure", async ({ page }) => {
  await open(page, "/signin");
  const tabTo = async (name: string | RegExp, role: "textbox" | "link" | "button") => {
    const wanted = page.getByRole(role, { name }).first();
    for (let presses = 0; presses < 60; presses++) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`no Tab reaches ${name}`);
  };
  await tabTo("Name", "textbox");
  await page.keyboard.type("atf-steward");
  await page.keyboard.press("Tab");
  await page.keyboard.type("a yardstick is three feet long");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/entry/);
  await page.waitForLoadState("networkidle");
  await tabTo(/^Figure/, "textbox");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("8123");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  await expect(page.locator("main")).toContainText("8,123");
});

test("a reviewer approves, and the dashboard follows", async ({ page }) => {
  await open(page, "/?text=traces");
  await expect(page.getByText("7,777")).toHaveCount(0);
  await signIn(page, "reviewer");
  const row = await openEntry(page, "FY2026Q4", /^Traces completed/);
  await row.getByRole("button", { name: "Approve" }).click();
  await expect(row.getByRole("status").filter({ hasText: "Approved" })).toBeVisible();
  await open(page, "/?text=traces");
  await expect(page.getByText("7,777").first()).toBeVisible();
  await open(page, "/audit?subject=traces-completed&kind=actual");
  await expect(page.getByRole("link", { name: /^Figure of Traces completed .* for Q4 FY 2026$/ }).first()).toBeVisible();
});

test.describe("two people in one cell", () => {
  test.use({ expectedComplaints: [/409/] });

  test("the second is told, and what they typed is still there", async ({ page, browser }) => {
    const other = await (await browser.newContext()).newPage();
    await signIn(page, "atf-steward");
    await signIn(other, "admin");
    const mine = await openEntry(page, "FY2026Q3", /^Mean days/);
    const theirs = await openEntry(other, "FY2026Q3", /^Mean days/);
    await mine.getByLabel("Figure", { exact: true }).fill("9.1");
    await mine.getByLabel("Note").fill("Counted again.");
    await theirs.getByLabel("Figure", { exact: true }).fill("9.9");
    await theirs.getByRole("button", { name: "Save" }).click();
    await expect(theirs.getByRole("status")).toContainText("Saved");
    await mine.getByRole("button", { name: "Save" }).click();
    await expect(mine.getByRole("status")).toContainText("admin changed this figure to 9.9 days");
    await expect(mine.getByLabel("Figure", { exact: true })).toHaveValue("9.1");
    await expect(mine.getByLabel("Note")).toHaveValue("Counted again.");
    await mine.getByRole("button", { name: "Save" }).click();
    await expect(mine.getByRole("status")).toContainText("Saved");
    await other.context().close();
  });
});

test.describe("a session that ends while somebody types", () => {
  test.use({ expectedComplaints: [/401/] });

  test("loses nothing: sign in elsewhere, and save again", async ({ page, context }) => {
    await signIn(page, "atf-steward");
    const row = await openEntry(page, "FY2026Q2", /^Mean days/);
    await row.getByLabel("Figure", { exact: true }).fill("8.8");
    await context.clearCookies();
    await row.getByRole("button", { name: "Save" }).click();
    await expect(row.getByRole("status")).toContainText("your session has ended");
    await expect(row.getByLabel("Figure", { exact: true })).toHaveValue("8.8");
    const elsewhere = await context.newPage();
    await signIn(elsewhere, "atf-steward");
    await row.getByRole("button", { name: "Save" }).click();
    await expect(row.getByRole("status")).toContainText("Saved");
  });

  test("entry asks who is not signed in to sign in, and leads back", async ({ page }) => {
    const response = await page.goto("/entry?office=ATF&period=FY2026Q1", { waitUntil: "networkidle" });
    expect(response?.status()).toBe(401);
    await page.locator("main").getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("Name").fill("atf-steward");
    await page.getByLabel("Password").fill("a yardstick is three feet long");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Q1 FY 2026");
  });
});
