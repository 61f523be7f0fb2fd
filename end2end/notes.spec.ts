// Notes pinned to periods: set by keyboard, marked in the picture, told under it and in the table.

import { expect, expectAccessible, open, signIn, test } from "./support.ts";

const MEASURE = "/measures/referral-days";
const TEXT = "Referrals are sent by wire <from here on>";

test("a note is pinned by keyboard, stands in picture and table, and is withdrawn @phone", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, MEASURE);
  await page.getByRole("link", { name: "Notes on periods" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Notes on periods");
  await page.getByRole("textbox", { name: "Period" }).focus();
  await page.keyboard.type("FY2024");
  await page.getByRole("button", { name: "Pin it" }).press("Enter");
  await expect(page.getByRole("alert")).toContainText("3 things are to be mended");
  await expect(page.getByRole("textbox", { name: "Period" }), "what was typed stays").toHaveValue("FY2024");
  await expectAccessible(page);
  const text = `${TEXT} ${Date.now()}`;
  await page.getByRole("textbox", { name: "Period" }).fill("FY2024Q3");
  await page.getByRole("combobox", { name: "What it tells of" }).selectOption("operation");
  await page.getByRole("textbox", { name: "Text" }).fill(text);
  await page.getByLabel(/Process limits begin anew/).press("Space");
  await page.getByRole("button", { name: "Pin it" }).press("Enter");
  await expect(page.locator(".pinned")).toContainText(text);
  await expectAccessible(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  await open(page, `${MEASURE}?kind=control`);
  await expect(page.locator(".footnotes").first()).toContainText(text);
  await expect(page.locator("figcaption").first()).toContainText("From Q3 FY 2024 on the limits begin anew");
  await expect(page.locator(".figures")).toContainText(text);
  await expectAccessible(page);
  await open(page, `${MEASURE}/notes`);
  await page.locator(".pinned li").filter({ hasText: text }).getByRole("button", { name: /Withdraw/ }).press("Enter");
  await expect(page.locator(".pinned")).not.toContainText(text);
});
