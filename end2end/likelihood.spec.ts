// How likely a target is to be met: the card, its method, the fan on the chart, and what the dashboard says.

import { expect, expectAccessible, open, test } from "./support.ts";

const ARRESTS = "/measures/trafficking-arrests";

test("the likelihood is told in words and per cent, never without its method @phone", async ({ page }) => {
  await open(page, ARRESTS);
  const card = page.getByRole("region", { name: "Likelihood of meeting the target" });
  await expect(card.locator(".verdict")).toHaveText(/^(very |extremely |virtually )?(un)?likely|about as likely as not/);
  await expect(card).toContainText(/\(about \d+%\) that FY 2027 adds up to at least 340 arrests/);
  await expect(card).toContainText("Method: Exponential smoothing (ETS)");
  await expect(card).toContainText(/each of the \d quarters left has to bring at least [\d,.]+ arrests/);
  await expect(card).toContainText(/Rests on\s*20 approved figures/);
  const percent = Number((await card.locator(".verdict").textContent())!.match(/(\d+)%/)![1]);
  expect(percent % 5, "rounded to five").toBe(0);
  expect(percent).toBeGreaterThan(0);
  expect(percent).toBeLessThan(100);
  await card.getByText("Forecast period by period").click();
  await expect(card.locator("details dd").first()).toHaveText(/^[\d,]+ \(50%: [\d,]+ to [\d,]+; 80%: [\d,]+ to [\d,]+; 95%: /);
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()!.width);
});

test("the fan is shown by keyboard, said, and goes into the downloads @phone", async ({ page, request }) => {
  await open(page, ARRESTS);
  const shown = page.getByLabel("Show the forecast");
  await shown.focus();
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/forecast=yes/);
  const said = page.locator("figcaption").first();
  await expect(said).toContainText(/The forecast for Q4 FY 2027 is [\d,]+ arrests, with 80% between [\d,]+ and [\d,]+/);
  await expect(page.locator(".picture:visible .fan, .picture:visible [class*=fan]").first()).toBeAttached();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()!.width);
  const file = await page.locator("a[href*='chart.svg']").first().getAttribute("href");
  expect(file).toContain("forecast=yes");
  expect(await (await request.get(file!)).text()).toContain("The forecast for Q4 FY 2027 is");
  await shown.uncheck();
  await expect(said).not.toContainText("The forecast for");
});

test("too few figures, and no target, are said instead of a number", async ({ page }) => {
  await open(page, "/measures/traces-completed");
  const card = page.getByRole("region", { name: "Likelihood of meeting the target" });
  await expect(card).toContainText("No target is set for a period still to come");
  await expect(card.locator(".verdict")).toHaveCount(0);
});

test("the dashboard says what changed and what is signal @phone", async ({ page }) => {
  await open(page, "/");
  const main = page.locator("main");
  await expect(main).toContainText(/\d+ of \d+ measures are met or on track/);
  await expect(main).toContainText(/Since the period before, .+ have become worse, and .+ have become better\./);
  await expect(main).toContainText(/Of \d+ measures with process limits, (none|\d+) shows? a signal of concern/);
});

test("a goal's risk follows from the likelihood of its measures' next targets", async ({ page }) => {
  await open(page, "/measures/purchaser-identified-share");
  const verdict = (await page.locator(".likelihood .verdict").textContent())!.trim().toLowerCase();
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link").last().click();
  await expect(page.locator(".risk").first()).toContainText(
    `“Traces that identify a purchaser” is ${verdict}, to meet its target for Q4 FY 2027.`,
  );
});
