// Figures by category: read, taken away, entered, renamed.

import { cellOf, enter, expect, expectAccessible, open, panelOf, signIn, submit, test } from "./support.ts";

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
  const period = phone ? "FY2023Q2" : "FY2023Q3";
  await signIn(page, "admin");
  await open(page, `/entry?office=CBP-OFO&period=${period}`);
  const total = cellOf(page, /^Firearms seized outbound, Q/);
  const checks = panelOf(page).locator(".entry-checks");
  const field = total.getByRole("textbox");
  await field.focus();
  const before = Number(await field.inputValue());
  await expect(checks).not.toContainText("add up to");
  const handgun = cellOf(page, /^Firearms seized outbound, firearm type: handgun/);
  const handguns = Number(await handgun.getByRole("textbox").inputValue()) + 5;
  await enter(handgun, String(handguns));
  await field.focus();
  await expect(checks).toContainText(`The categories by firearm type add up to ${before + 5}, the total says ${before}.`);
  await submit(page, handgun);
  await field.fill("");
  await panelOf(page).getByRole("button", { name: `Use the sum: ${before + 5}` }).click();
  await expect(field).toHaveValue(String(before + 5));
  await expect(field).toBeFocused();
  await expect(checks).toContainText(`The categories by port add up to ${before}, the total says ${before + 5}.`);
  await expectAccessible(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
});

test("a reviewer approves a category, and the page shows it", async ({ page }) => {
  await signIn(page, "reviewer");
  await open(page, "/entry?office=CBP-OFO&period=FY2023Q3");
  const cell = cellOf(page, /^Firearms seized outbound, firearm type: handgun/);
  const entered = await cell.getByRole("textbox").inputValue();
  await cell.getByRole("textbox").focus();
  await panelOf(page).getByRole("button", { name: "Approve" }).click();
  await expect(page.locator(".grid-said")).toContainText("Approved");
  await open(page, `${MEASURE}?kind=breakdown&from=FY2023Q3&to=FY2023Q3`);
  await expect(page.locator("tr.category").first()).toContainText(entered);
  await expect(page.locator("figcaption").first()).toContainText("In Q3 FY 2023 the categories do not make the total.");
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
