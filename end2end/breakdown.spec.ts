// Figures by category: read, taken away, entered, renamed.

import { expect, expectAccessible, open, signIn, test } from "./support.ts";

const MEASURE = "/measures/outbound-firearms-seized";

test("a measure's figures are told apart by category, as the reader chooses @phone", async ({ page }) => {
  await open(page, MEASURE);
  const show = page.locator("select[name=kind]");
  await show.focus();
  await show.selectOption({ label: "By category" });
  const said = page.locator("figcaption").first();
  await expect(said).toContainText("Q4 FY 2026 by firearm type: handgun 139 (55%) and");
  await expect(page).toHaveURL(/kind=breakdown/);
  await expect(show, "the choice keeps the focus").toBeFocused();
  const by = page.locator("select[name=by]");
  await by.focus();
  await by.selectOption("port");
  await expect(said).toContainText("Q4 FY 2026 by port: Laredo 87");
  await expect(page).toHaveURL(/by=port/);
  await expect(by).toBeFocused();
  await expect(page.locator("tr.category").first()).toContainText("Laredo");
  await page.locator("select[name=shape]").selectOption("lines");
  await expect(page).toHaveURL(/shape=lines/);
  await expect(page.locator("a[href*='data.csv']")).toHaveAttribute("href", /kind=breakdown&by=port&shape=lines/);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  await page.reload({ waitUntil: "networkidle" });
  await expect(said, "the address says it all").toContainText("by port");
  await show.selectOption({ label: "Quarters" });
  await expect(said).toContainText("The latest figure is 251 firearms");
  await expect(page.getByLabel("What-if target")).toBeVisible();
});

for (const search of ["kind=breakdown", "kind=breakdown&by=port", "kind=breakdown&by=port&shape=lines"]) {
  test(`${search} is accessible and fits the screen @phone`, async ({ page }) => {
    await open(page, `${MEASURE}?${search}`);
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  });
}

test("the marks of a stack are read by keyboard", async ({ page }) => {
  await open(page, `${MEASURE}?kind=breakdown`);
  await page.getByRole("group", { name: /^Figures of/ }).first().locator("[tabindex='0']").focus();
  await page.keyboard.press("Home");
  await expect(page.locator(".chart-readout").first()).toContainText(
    "Q1 FY 2022: handgun 88, long gun 72; total 160 firearms",
  );
});

test.describe("a breakdown that there is not", () => {
  test.use({ expectedComplaints: [/400/] });

  test("is said, and what there is is shown", async ({ page }) => {
    await page.goto(`${MEASURE}?kind=breakdown&by=colour`, { waitUntil: "networkidle" });
    await expect(page.getByRole("alert").first()).toContainText("choose one of firearm_type, port");
    await expect(page.locator("figcaption").first()).toContainText("by firearm type");
    await page.goto("/measures/traces-completed?kind=breakdown", { waitUntil: "networkidle" });
    await expect(page.getByRole("alert").first()).toContainText("this measure has no breakdown");
  });
});

test("without script it reads the same", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${MEASURE}?kind=breakdown`);
  await expect(page.locator("figcaption").first()).toContainText("by firearm type: handgun 139 (55%)");
  await page.locator("select[name=by]").selectOption("port");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.locator("figcaption").first()).toContainText("by port");
  await expect(page.locator(".picture svg").first()).toBeVisible();
  await context.close();
});

test("categories are entered under their total, which is offered their sum @phone", async ({ page }) => {
  const phone = (page.viewportSize()?.width ?? 0) < 500;
  const period = phone ? "FY2025Q2" : "FY2025Q3";
  await signIn(page, "admin");
  await open(page, `/entry?office=CBP-OFO&period=${period}`);
  const row = page.getByRole("article", { name: /^Firearms seized outbound/ });
  const figure = row.getByLabel("Figure", { exact: true });
  const checks = row.locator(".entry-checks");
  const total = Number(await figure.inputValue());
  await expect(checks).toHaveText("");
  const handgun = row.getByLabel("Figure, firearm type: handgun");
  const before = Number(await handgun.inputValue());
  await handgun.fill(String(before + 5));
  await expect(checks).toContainText(`The categories by firearm type add up to ${total + 5}, the total says ${total}.`);
  await handgun.press("Enter");
  const cell = row.getByRole("form", { name: "firearm type: handgun" });
  await expect(cell.getByRole("status")).toContainText("Saved");
  await expect(handgun).toHaveValue(String(before + 5));
  await cell.getByRole("button", { name: "Submit" }).click();
  await expect(cell.getByRole("status")).toContainText("Submitted. It waits for approval.");
  await figure.fill("");
  await row.getByRole("button", { name: `Use the sum: ${total + 5}` }).click();
  await expect(figure).toHaveValue(String(total + 5));
  await expect(figure).toBeFocused();
  await expect(checks).toContainText(`The categories by port add up to ${total}, the total says ${total + 5}.`);
  await expectAccessible(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
});

test("a reviewer approves a category, and the page shows it", async ({ page }) => {
  await signIn(page, "reviewer");
  await open(page, "/entry?office=CBP-OFO&period=FY2025Q3");
  const row = page.getByRole("article", { name: /^Firearms seized outbound/ });
  const cell = row.getByRole("form", { name: "firearm type: handgun" });
  const entered = (await cell.locator(".entered").textContent()) ?? "";
  await cell.getByRole("button", { name: "Approve" }).click();
  await expect(cell.getByRole("status")).toContainText("Approved");
  await open(page, `${MEASURE}?kind=breakdown&from=FY2025Q3&to=FY2025Q3`);
  await expect(page.locator("tr.category").first()).toContainText(entered.replace(" firearms", ""));
  await expect(page.locator("figcaption").first()).toContainText("In Q3 FY 2025 the categories do not make the total.");
});

test.describe("a category that is still used", () => {
  test.use({ expectedComplaints: [/422/] });

  test("cannot be removed, but renamed: its figures follow", async ({ page }) => {
    await signIn(page, "admin");
    await open(page, `${MEASURE}/edit`);
    const categories = page.getByLabel("Categories");
    const save = page.locator("section", { has: page.locator("#categories") });
    const text = await categories.inputValue();
    expect(text).toContain("firearm_type=long gun");
    await categories.fill(text.replace("firearm_type=long gun\n", ""));
    await categories.blur();
    await expect(save).toContainText("“firearm_type=long gun” has figures or targets; it cannot be removed.");
    await categories.fill(text.replace("firearm_type=long gun", "firearm_type=long gun -> firearm_type=rifle or shotgun"));
    await categories.blur();
    await expect(save.getByRole("status")).toContainText("Saved");
    await expect(categories).toHaveValue(/firearm_type=rifle or shotgun/);
    await open(page, `${MEASURE}?kind=breakdown`);
    await expect(page.locator("figcaption").first()).toContainText("rifle or shotgun 112 (45%)");
    await expect(page.locator(".figures")).not.toContainText("long gun");
    await open(page, "/audit?subject=outbound-firearms-seized&kind=categories");
    await expect(page.getByRole("link", { name: /^Category firearm type: long gun of / }).first()).toBeVisible();
  });
});
