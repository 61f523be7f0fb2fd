// Signal or noise: control charts, their marks on the dashboard, and the other pictures of a measure.

import { expect, expectAccessible, open, test } from "./support.ts";

const MEASURE = "/measures/traces-completed";

test("a control chart is chosen by keyboard, says what it shows and has its table @phone", async ({ page }) => {
  await open(page, MEASURE);
  const show = page.locator("select[name=kind]");
  await show.focus();
  await show.selectOption({ label: "Control chart" });
  const said = page.locator("figcaption").first();
  await expect(said).toContainText(/The latest figure, [\d,]+ traces for Q\d FY \d+, is/);
  await expect(page).toHaveURL(/kind=control/);
  await expect(show, "the choice keeps the focus").toBeFocused();
  await expect(page.locator(".figures thead")).toContainText("Moving range");
  await expect(page.locator(".figures .stretch").first()).toContainText(/Mean [\d,]+, (trial )?limits [\d,]+ to [\d,]+/);
  const rules = page.locator("select[name=rules]");
  await expect(rules).toBeVisible();
  const notes = page.locator(".charted .footnotes");
  await expect(notes).toContainText("by the rules “NHS: Making Data Count”");
  await rules.selectOption("wheeler");
  await expect(page).toHaveURL(/rules=wheeler/);
  await expect(notes).toContainText(/by the rules “[^”]*Wheeler/);
  await expect(page.locator("a[href*='chart.svg']")).toHaveAttribute("href", /kind=control&rules=wheeler/);
  await page.getByRole("group", { name: /^Figures of/ }).first().locator("[tabindex='0']").focus();
  await page.keyboard.press("Home");
  await expect(page.locator(".chart-readout").first()).toContainText(/concern: |within what chance explains/);
  await page.reload({ waitUntil: "networkidle" });
  await expect(said, "the address says it all").toContainText("The latest figure, ");
  await show.selectOption({ label: "Quarters" });
  await expect(page.getByLabel("What-if target")).toBeVisible();
  await expect(rules).toBeHidden();
});

for (const search of [
  "kind=control",
  "kind=control&rules=wheeler",
  "kind=moving-range",
  "kind=cumulative",
  "kind=year-over-year",
]) {
  test(`${search} is accessible and fits the screen @phone`, async ({ page }) => {
    await open(page, `${MEASURE}?${search}`);
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  });
}

test.describe("a picture that a measure does not have", () => {
  test.use({ expectedComplaints: [/400/] });

  test("is said, and the figures are shown", async ({ page }) => {
    await page.goto(`${MEASURE}?kind=parts`, { waitUntil: "networkidle" });
    await expect(page.getByRole("alert").first()).toContainText("this measure has no numerator and denominator");
    await expect(page.locator("figcaption").first()).toContainText("The latest figure is");
  });
});

test("without script it reads the same", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${MEASURE}?kind=control`);
  await expect(page.locator("figcaption").first()).toContainText("The latest figure, ");
  await page.locator("select[name=rules]").selectOption("wheeler");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/rules=wheeler/);
  await expect(page.locator(".picture svg").first()).toBeVisible();
  await context.close();
});

test("the dashboard lists first what needs attention @phone", async ({ page }) => {
  await open(page, "/");
  await expect(page.locator(".marks").first()).toBeVisible();
  await page.locator("select[name=sort]").selectOption("attention");
  await expect(page).toHaveURL(/sort=attention/);
  await expect(page.locator(".signals-said")).toContainText(/with process limits/);
  await expect(page.getByRole("heading", { name: "Measures, needs attention first" })).toBeVisible();
  await expectAccessible(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
});

test("a goal shows how its measures stood, quarter by quarter @phone", async ({ page }) => {
  await open(page, "/");
  await page.locator("section.goal h2 a").first().click();
  await expect(page.getByRole("region", { name: "Status by quarter" })).toBeVisible();
  await expectAccessible(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
});
