// Any goal or measure is found by a few letters.

import { expect, expectAccessible, open, test } from "./support.ts";

test("from any page to what a few letters find, and on to it @phone", async ({ page }) => {
  await open(page, "/measures/traces-completed");
  await page.getByRole("searchbox", { name: "Find a goal or measure" }).fill("TIME crime");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/search\?q=TIME\+crime$/);
  await expect(page.locator("main .sentence")).toContainText("for “TIME crime”");
  const first = page.locator("ol.found > li").first();
  await expect(first.locator("mark").first()).toBeVisible();
  await expect(first).toContainText("ATF");
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  await expectAccessible(page);
  await first.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/measures\/time-to-crime/);
});

test("a goal is found by its code, first", async ({ page }) => {
  await open(page, "/search?q=apg2202");
  await page.locator("ol.found > li").first().getByRole("link").first().click();
  await expect(page).toHaveURL(/\/goals\/011APG2202$/);
});

test("when nothing is found, it is said what to do", async ({ page }) => {
  await open(page, "/search?q=%3Cb%3Ezebra");
  await expect(page.getByRole("status")).toHaveText("Nothing is found for “<b>zebra”.");
  await expect(page.locator("main")).toContainText("Fewer or shorter words find more");
  await expectAccessible(page);
  const field = page.getByRole("searchbox", { name: "Find a goal or measure" });
  await expect(field).toHaveValue("<b>zebra");
  await field.fill("seiz");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.locator("ol.found > li").first()).toBeVisible();
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false, expectedComplaints: [/preloaded using link preload/] });

  test("what is looked for is found as well", async ({ page }) => {
    await page.goto("/");
    await page.getByRole("searchbox", { name: "Find a goal or measure" }).fill("urgent");
    await page.getByRole("search").getByRole("button").click();
    await expect(page.locator("ol.found > li").first()).toContainText(/urgent/i);
  });
});
