// Each page: axe in light and dark, and nothing that sticks out of a narrow screen.

import { expect, expectAccessible, open, signIn, test } from "./support.ts";

const OPEN_PAGES = [
  "/",
  "/measures/traces-completed",
  "/measures/traces-completed/history/FY2026Q1",
  "/goals/011APG2202",
  "/elements",
  "/search?q=traces",
  "/signin",
];
const PAGES_FOR_SOME = [
  "/entry?office=ATF&period=FY2026Q4",
  "/call",
  "/audit",
  "/import",
  "/goals/new",
  "/goals/trace-intelligence/edit",
];

for (const path of [...OPEN_PAGES, ...PAGES_FOR_SOME]) {
  test(`${path} is accessible and fits the screen @phone`, async ({ page }) => {
    if (PAGES_FOR_SOME.includes(path)) await signIn(page, "admin");
    await open(page, path);
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  });
}

test("the marks of a chart are reached and read by keyboard", async ({ page }) => {
  await open(page, "/measures/traces-completed");
  const marks = page.getByRole("group", { name: /^Figures of/ }).first();
  await marks.locator("[tabindex='0']").focus();
  await page.keyboard.press("Home");
  await expect(page.locator(".chart-readout").first()).toContainText("Q1 FY 2022: 4,486 traces; target at least 4,800; off track");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator(".chart-readout").first()).toContainText("Q2 FY 2022");
});
