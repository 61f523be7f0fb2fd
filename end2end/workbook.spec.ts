// The framework as a workbook: taken along, and brought back.

import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, expectFitting, open, signIn, test } from "./support.ts";
import { replaced } from "./xlsx.ts";

const NAME = "United States Attorneys' Offices";
const KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The workbook as it is now. */
async function exported(page: Page): Promise<Buffer> {
  await open(page, "/import");
  const link = page.getByRole("link", { name: "framework.xlsx" });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(download.suggestedFilename()).toMatch(/^framework-\d{4}-\d\d-\d\d\.xlsx$/);
  return readFile(await download.path());
}

/** The same with an office renamed. */
function renamed(workbook: Buffer, from: string, to: string): Buffer {
  return replaced(workbook, "xl/sharedStrings.xml", `<t>${from}</t>`, `<t>${to}</t>`);
}

async function bring(page: Page, buffer: Buffer, name = "mine.xlsx") {
  await page.getByLabel("Workbook (.xlsx)").setInputFiles({ name, mimeType: KIND, buffer });
  await page.getByRole("button", { name: "Show what would change" }).click();
}

test("an untouched workbook changes nothing, and what is none is refused", async ({ page }) => {
  await signIn(page, "admin");
  await bring(page, await exported(page));
  await expect(page.getByRole("status").filter({ hasText: "nothing to change" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply these changes" })).toHaveCount(0);
  await bring(page, Buffer.from("measure,period,value\n"), "figures.xlsx");
  await expect(page.getByRole("alert")).toContainText("this is no workbook");
  await expect(page.getByRole("heading", { name: "Not taken: figures.xlsx" })).toBeVisible();
});

test("an edit is previewed and applied; another of the same cell is a conflict, and not lost", async ({ page }) => {
  await signIn(page, "admin");
  const before = await exported(page);
  await bring(page, renamed(before, NAME, "First &lt;b&gt;"));
  const row = page.getByRole("row").filter({ hasText: "offices!B" });
  await expect(row).toContainText(`“${NAME}” becomes “First <b>” in office:USAO`);
  await expectFitting(page);
  await page.getByRole("button", { name: "Apply these changes" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Done: 0 new, 1 changed" })).toBeVisible();
  await open(page, "/elements");
  await expect(page.getByLabel("Office")).toContainText("First <b>");

  await open(page, "/import");
  await bring(page, renamed(before, NAME, "Second"));
  await expect(page.getByRole("alert")).toContainText("1 cell was changed here and, after the export, by somebody else");
  await expect(row).toContainText("“Second” here, “First <b>” in the database, for office:USAO, last changed by admin");
  await expect(page.getByRole("button", { name: "Apply these changes" })).toHaveCount(0);
  await expectFitting(page);

  // As it was, for those who come after.
  await bring(page, renamed(await exported(page), "First &lt;b&gt;", NAME));
  await page.getByRole("button", { name: "Apply these changes" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Done" })).toBeVisible();
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false, expectedComplaints: [/preloaded using link preload/] });

  test("a workbook is looked at all the same", async ({ page }) => {
    await signIn(page, "admin");
    await bring(page, renamed(await exported(page), NAME, "Another name"));
    await expect(page.getByRole("row").filter({ hasText: "offices!B" })).toContainText("becomes “Another name”");
    await page.getByRole("link", { name: "Leave everything as it is" }).click();
    await expect(page.getByRole("button", { name: "Apply these changes" })).toHaveCount(0);
  });
});

test("who may not import may still take the workbook along", async ({ page }) => {
  await signIn(page, "viewer");
  await open(page, "/import");
  await expect(page.getByRole("link", { name: "framework.xlsx" })).toBeVisible();
  await expect(page.getByLabel("Workbook (.xlsx)")).toHaveCount(0);
});

test("the matrix is taken along as an Excel file, as it is filtered", async ({ page }) => {
  await open(page, "/elements?lacking=target");
  const link = page.getByRole("link", { name: "Excel", exact: true });
  expect(await link.getAttribute("href")).toBe("/elements.xlsx?lacking=target");
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(download.suggestedFilename()).toBe("elements.xlsx");
  expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe("PK");
});
