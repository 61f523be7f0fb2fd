// Where reading begins when a link is followed without the document being loaded anew.

import { expect, open, test } from "./support.ts";

const heading = "main h1";
const said = "[aria-live=polite].visually-hidden";

test("a link leads to the heading of its page, whose title is said", async ({ page }) => {
  await open(page, "/");
  await expect(page.locator(heading)).not.toBeFocused();
  await expect(page.locator(said)).toHaveText("");
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));

  await page.getByRole("link", { name: /^Traces completed/ }).click();
  await expect(page.locator(heading)).toHaveText(/^Traces completed/);
  await expect(page.locator(heading)).toBeFocused();
  await expect(page.locator(said)).toHaveText(/^Traces completed.* · Yardstick$/);

  // To where it came from, and back.
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Dashboard" }).click();
  await expect(page.locator(heading)).not.toHaveText(/^Traces completed/);
  await expect(page.locator(heading)).toBeFocused();
  await page.goBack();
  await expect(page.locator(heading)).toHaveText(/^Traces completed/);
  await expect(page.locator(heading)).toBeFocused();
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page.locator(heading)).toHaveText("Sign in");
  await expect(page.locator(heading)).toBeFocused();
  expect(await page.evaluate(() => "sameDocument" in window), "no document was loaded").toBe(true);
});

test("the focus stays where it is while filters and chart controls change", async ({ page }) => {
  await open(page, "/");
  const status = page.locator("select[name=status]");
  await status.focus();
  await status.selectOption("off_track");
  await expect(page).toHaveURL(/status=off_track/);
  await expect(page.getByRole("link", { name: /^Traces completed/ })).toHaveCount(0);
  await expect(page.locator("select[name=status]")).toBeFocused();
  await open(page, "/measures/traces-completed");
  await page.getByLabel(/What-if target/).fill("6000");
  await expect(page).toHaveURL(/target=6000/);
  await expect(page.getByLabel(/What-if target/)).toBeFocused();
  await expect(page.locator(said)).toHaveText("");
});
