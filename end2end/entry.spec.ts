// Entering: from sign-in to a saved, submitted and approved figure, and what must not be lost on the way.

import { enter, expect, open, openEntry, panelOf, signIn, submit, test } from "./support.ts";

test("a figure that cannot be read stays until it is mended; odd ones are explained and submitted", async ({ page }) => {
  await signIn(page, "atf-steward");
  const cell = await openEntry(page, "FY2026Q4", /^Traces completed/);
  const field = cell.getByRole("textbox");
  await field.fill("7,777");
  await field.press("Enter");
  await expect(cell.getByText("write it without, as 7777")).toBeVisible();
  await expect(field).toHaveValue("7,777");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await field.fill("7777");
  const panel = panelOf(page);
  await expect(panel.locator("figure")).toContainText("7,777");
  await enter(cell, "7777");
  await field.focus();
  await expect(panel).toContainText("draft, not submitted yet (entered by atf-steward)");
  await expect(panel.locator(".cell-recent li")).toHaveCount(8);
  await expect(panel.locator(".entry-check").first(), "it is odd beside those before").toBeVisible();
  await submit(page, cell);
  await expect(panel).toContainText("submitted, waits for approval (entered by atf-steward)");
  await expect(cell.locator(".cell-word")).toContainText("submitted");
});

test.describe("a figure that is odd", () => {
  test.use({ expectedComplaints: [/422/] });

  test("is not submitted before it is explained", async ({ page }) => {
    await signIn(page, "atf-steward");
    const cell = await openEntry(page, "FY2026Q1", /^Traces completed/);
    await enter(cell, "1");
    await expect(cell.locator(".cell-word")).toContainText("wants a note");
    await cell.getByRole("textbox").focus();
    const panel = panelOf(page);
    await expect(panel).toContainText("31 U.S.C. 1116");
    await panel.getByRole("button", { name: "Submit" }).click();
    await expect(page.locator(".grid-said")).toContainText("Not done: see the fields marked.");
    await expect(panel.locator(".field-error").first()).toContainText("Say why.");
    await cell.getByRole("textbox").press("Control+z");
    await expect(page.locator(".grid-said")).toContainText("Undone.");
  });
});

test("a reviewer approves, and the dashboard follows", async ({ page }) => {
  await open(page, "/?text=traces");
  await expect(page.getByText("7,777")).toHaveCount(0);
  await signIn(page, "reviewer");
  const cell = await openEntry(page, "FY2026Q4", /^Traces completed/);
  await cell.getByRole("textbox").focus();
  await panelOf(page).getByRole("button", { name: "Approve" }).click();
  await expect(page.locator(".grid-said")).toContainText("Approved. The public sees it now.");
  await open(page, "/?text=traces");
  await expect(page.getByText("7,777").first()).toBeVisible();
  await open(page, "/audit?subject=traces-completed&kind=actual");
  await expect(page.getByRole("link", { name: /^Figure of Traces completed .* for Q4 FY 2026$/ }).first()).toBeVisible();
});

test("of two people in one cell the second is told, and what they typed is still there", async ({ page, browser }) => {
  const other = await (await browser.newContext()).newPage();
  await signIn(page, "atf-steward");
  await signIn(other, "admin");
  const mine = await openEntry(page, "FY2026Q3", /^Mean days/);
  const theirs = await openEntry(other, "FY2026Q3", /^Mean days/);
  await enter(theirs, "9.9");
  await mine.getByRole("textbox").fill("9.1");
  await mine.getByRole("textbox").press("Enter");
  await expect(mine).toContainText("admin changed this figure to 9.9 days");
  await expect(mine.getByRole("textbox")).toHaveValue("9.1");
  await mine.getByRole("textbox").focus();
  await mine.getByRole("textbox").blur();
  await expect(mine, "leaving it does not overwrite what somebody else entered").toContainText("Escape takes theirs");
  await mine.getByRole("textbox").press("Enter");
  await expect(mine.locator(".cell-word")).toContainText("saved");
  await other.context().close();
});

test.describe("a session that ends while somebody types", () => {
  test.use({ expectedComplaints: [/401/] });

  test("loses nothing: who signs in elsewhere has it saved", async ({ page, context }) => {
    await signIn(page, "atf-steward");
    const cell = await openEntry(page, "FY2026Q2", /^Mean days/);
    await cell.getByRole("textbox").fill("8.8");
    await context.clearCookies();
    await cell.getByRole("textbox").press("Enter");
    await expect(page.getByRole("alert")).toContainText("You are signed out. 1 figure is kept in this browser");
    await expect(cell.getByRole("textbox")).toHaveValue("8.8");
    const elsewhere = await context.newPage();
    await signIn(elsewhere, "atf-steward");
    await expect(cell.locator(".cell-word")).toContainText("saved", { timeout: 12_000 });
    await expect(page.getByRole("alert")).toHaveCount(0);
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
