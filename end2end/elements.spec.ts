// The coverage matrix, and the card of what one measure lacks.

import { expect, open, test } from "./support.ts";

test("the matrix filters to what lacks an element, and goes to the measure", async ({ page }) => {
  await open(page, "/");
  await page.getByRole("link", { name: "Elements", exact: true }).click();
  await expect(page.locator("main .sentence")).toContainText("measures have every element");
  const all = await page.locator("table.matrix tbody tr").count();
  await page.getByLabel("Lacking").selectOption("interim_targets");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/lacking=interim_targets/);
  await expect(page.locator("table.matrix tbody tr")).not.toHaveCount(all);
  const names = await page.locator("table.matrix tbody th").allTextContents();
  expect(names.length).toBeGreaterThan(0);
  const csv = await (await page.request.get("/elements.csv?lacking=interim_targets")).text();
  expect(csv.trim().split("\n").length).toBe(1 + 17 * names.length);
  expect(csv).toContain("GAO-13-174");
  await page.locator("table.matrix tbody th a").first().click();
  await expect(page.locator("#elements")).toContainText("interim targets");
});

test("the matrix can be read and filtered without script", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/elements");
  await page.getByLabel("Lacking").selectOption("accuracy");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/lacking=accuracy/);
  await expect(page.getByRole("img", { name: /^accuracy required: missing/ }).first()).toBeVisible();
  await context.close();
});

test("the dashboard says quietly how many elements lack", async ({ page }) => {
  await open(page, "/?text=time-to-crime");
  await page.getByRole("link", { name: /elements? lacking/ }).click();
  await expect(page).toHaveURL(/measures\/time-to-crime-median#elements/);
  await expect(page.locator("#elements")).toContainText("accuracy required");
});
