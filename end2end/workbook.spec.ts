// The framework as a workbook: taken along, and brought back.

import { expect, open, signIn, test } from "./support.ts";

test("an untouched workbook changes nothing, and what is none is refused", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/import");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "framework.xlsx" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^framework-\d{4}-\d\d-\d\d\.xlsx$/);

  await page.getByLabel("Workbook (.xlsx)").setInputFiles(await download.path());
  await page.getByRole("button", { name: "Show what would change" }).click();
  await expect(page.getByRole("status").filter({ hasText: "nothing to change" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply these changes" })).toHaveCount(0);

  const text = { name: "figures.xlsx", mimeType: "text/csv", buffer: Buffer.from("measure,period,value\n") };
  await page.getByLabel("Workbook (.xlsx)").setInputFiles(text);
  await page.getByRole("button", { name: "Show what would change" }).click();
  await expect(page.getByRole("alert")).toContainText("this is no workbook");
});

test("who may not import may still take the workbook along", async ({ page }) => {
  await signIn(page, "viewer");
  await open(page, "/import");
  await expect(page.getByRole("link", { name: "framework.xlsx" })).toBeVisible();
  await expect(page.getByLabel("Workbook (.xlsx)")).toHaveCount(0);
});
