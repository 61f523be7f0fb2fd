// An office's figures as a file: the template filled in, looked at, and saved as drafts.

import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, expectFitting, open, signIn, test } from "./support.ts";
import { replaced } from "./xlsx.ts";

const EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const QUARTER = "office=ATF&period=FY2022Q2";
const PAGE = `/entry/upload?${QUARTER}`;

/** A file as a link of the page gives it. */
async function taken(page: Page, link: string, name: string): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: link }).click()]);
  expect(download.suggestedFilename()).toBe(name);
  return readFile(await download.path());
}

async function bring(page: Page, name: string, content: Buffer | string) {
  const mimeType = name.endsWith(".xlsx") ? EXCEL : "text/csv";
  await page.getByLabel("Excel workbook (.xlsx) or CSV").setInputFiles({ name, mimeType, buffer: Buffer.from(content) });
  await page.getByRole("button", { name: "Show what would be saved" }).click();
}

/** The template with the first measure's figure of the quarter replaced. */
function filled(workbook: Buffer, csv: string, to: string): Buffer {
  const lines = csv.split("\r\n");
  const row = lines.findIndex((line) => line.startsWith("traces-completed,"));
  const value = /,(\d+),/.exec(lines[row])?.[1];
  const cell = `<c r="F${row + 1}"><v>`;
  return replaced(workbook, "xl/worksheets/sheet1.xml", `${cell}${value}</v>`, `${cell}${to}</v>`);
}

test("the template is filled in, looked at and saved; the same again changes nothing", async ({ page }) => {
  await signIn(page, "atf-steward");
  await open(page, `/entry?${QUARTER}`);
  const csv = await taken(page, "Template as CSV", "figures-ATF-FY2022Q2.csv");
  const template = await taken(page, "Template as Excel", "figures-ATF-FY2022Q2.xlsx");
  await page.getByRole("link", { name: "Upload a file of figures" }).click();
  await expect(page.getByRole("heading", { name: "Upload figures of ATF" })).toBeVisible();
  await expectFitting(page);
  await bring(page, "figures.xlsx", template);
  await expect(page.getByRole("status").filter({ hasText: "There is nothing to save." })).toBeVisible();

  const mine = filled(template, csv.toString(), "4825");
  await bring(page, "mine.xlsx", mine);
  await expect(page.getByRole("status").filter({ hasText: "0 new, 1 changed. Nothing has been saved yet." })).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: /figures!F\d+/ });
  await expect(row.filter({ hasText: "4,824" })).toContainText("4,825");
  await expect(page.getByRole("heading", { name: /^Unchanged: \d+ figures?$/ })).toBeVisible();
  await expectFitting(page);
  await page.getByRole("button", { name: "Save this 1 figure as a draft" }).click();
  await expect(page.getByRole("status").filter({ hasText: "1 figure was saved as a draft" })).toBeVisible();

  await bring(page, "mine.xlsx", mine);
  await expect(page.getByRole("status").filter({ hasText: "There is nothing to save." })).toBeVisible();
  await open(page, "/audit?subject=traces-completed&kind=actual");
  await expect(page.locator("main")).toContainText("4,825");
});

test("columns of other names are asked about once", async ({ page }) => {
  await signIn(page, "atf-steward");
  const file = (value: string) => `measure;Quarter;Reported value;City\r\ntraces-completed;FY2022Q3;${value};Washington\r\n`;
  await open(page, PAGE);
  await bring(page, "mine.csv", file("5037"));
  await expect(page.getByRole("status").filter({ hasText: "There are columns of other names" })).toBeVisible();
  await expect(page.getByLabel("“reported value” is")).toHaveValue("value");
  await expectFitting(page);
  await page.getByLabel("“quarter” is").selectOption("period");
  await page.getByLabel("“city” is").selectOption("leave out");
  await page.getByRole("button", { name: "Read the file so" }).click();
  await expect(page.locator("main")).toContainText("“quarter” is read as period.");
  await expect(page.getByRole("row").filter({ hasText: "5,036" })).toContainText("5,037");
  await page.getByRole("button", { name: "Save this 1 figure as a draft" }).click();
  await expect(page.getByRole("status").filter({ hasText: "saved as a draft" })).toBeVisible();

  await bring(page, "mine.csv", file("5038"));
  await expect(page.locator("main")).toContainText("“quarter” is read as period, as last time.");
  await expect(page.locator("main")).toContainText("“city” is left out, as last time.");
  await expect(page.getByRole("row").filter({ hasText: "5,037" })).toContainText("5,038");
  await expectFitting(page);
});

test("what is wrong is told by row, all at once, and nothing is saved", async ({ page }) => {
  await signIn(page, "atf-steward");
  await open(page, PAGE);
  const rows = ["traces-completed,FY2022Q2,4900", "traces-complete,FY2022Q2,1", "convictions-932-933,FY2022Q2,1", "traces-completed,FY2022Q3,x"];
  await bring(page, "mine.csv", `measure,period,value\n${rows.join("\n")}\n`);
  await expect(page.getByRole("alert")).toContainText("3 things are to be mended in the file");
  await expect(page.getByRole("row").filter({ hasText: "line 3" })).toContainText("did you mean “traces-completed”?");
  await expect(page.getByRole("row").filter({ hasText: "line 4" })).toContainText("these are the figures of ATF");
  await expect(page.getByRole("row").filter({ hasText: "line 5" })).toContainText("“x” is not a number");
  await expect(page.getByRole("button", { name: /^Save th/ })).toHaveCount(0);
  await expectFitting(page);
  await bring(page, "photo.xlsx", Buffer.from("PK not a workbook"));
  await expect(page.getByRole("alert")).toContainText("this is no workbook");
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false, expectedComplaints: [/preloaded using link preload/] });

  test("a file is looked at all the same", async ({ page }) => {
    await signIn(page, "atf-steward");
    await open(page, PAGE);
    await bring(page, "mine.csv", "measure,period,value\ntraces-completed,FY2022Q1,1\n");
    await page.getByRole("link", { name: "Leave everything as it is" }).click();
    await expect(page.getByRole("button", { name: /^Save th/ })).toHaveCount(0);
  });
});

test("who reviews takes the template and brings nothing", async ({ page }) => {
  await signIn(page, "reviewer");
  await open(page, `/entry?${QUARTER}`);
  await expect(page.getByRole("link", { name: "Template as Excel" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Upload a file of figures" })).toHaveCount(0);
});
