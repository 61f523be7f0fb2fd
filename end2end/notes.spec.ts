// Notes pinned to periods: on the picture, under it, in the table and in files; pinned and withdrawn by hand.

import { expect, expectAccessible, expectFitting, open, signIn, test } from "./support.ts";

const ARRESTS = "/measures/trafficking-arrests";

test("a note is marked on the picture and told under it, in the table and in a file @phone", async ({ page, request }) => {
  await open(page, "/measures/traces-completed");
  const law = "Bipartisan Safer Communities Act enacted on 25 June 2022";
  await expect(page.locator(".charted .footnotes")).toContainText(`Note 1 (Q3 FY 2022, law enacted): ${law}`);
  await expect(page.locator(".figures tr", { hasText: "Q3 FY 2022" })).toContainText(law);
  expect(await (await request.get("/measures/traces-completed/chart.svg")).text()).toContain(law);
  expect(await (await request.get("/measures/traces-completed/data.csv")).text()).toContain(law);
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()!.width);
});

test("limits begin anew where a note says so, and its reason is told", async ({ page }) => {
  await open(page, "/measures/trace-turnaround?kind=control");
  await expect(page.locator(".figures .stretch")).toHaveCount(2);
  await expect(page.locator("main")).toContainText("routine requests are sorted by machine");
});

test("a note is pinned from the keyboard, with every mistake told at once, and withdrawn", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, ARRESTS);
  await page.getByRole("link", { name: "Notes on periods" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Notes on periods");
  await page.getByRole("textbox", { name: "Period" }).fill("FY2022");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Period" })).toHaveValue("FY2022");
  for (const field of ["Period", "Text"]) {
    await expect(page.getByRole("textbox", { name: field })).toHaveAttribute("aria-invalid", "true");
  }
  await expectFitting(page);
  await page.getByRole("textbox", { name: "Period" }).fill("FY2025Q1");
  await page.locator("select[name*=kind]").selectOption("operation");
  await page.getByRole("textbox", { name: "Text" }).fill("The task force <b>began</b>");
  await page.getByRole("button", { name: "Pin it" }).press("Enter");
  await expect(page.locator(".pinned")).toContainText("The task force <b>began</b>");
  await open(page, ARRESTS);
  await expect(page.locator(".charted .footnotes")).toContainText("(Q1 FY 2025, operation began): The task force <b>began</b>");
  await open(page, `${ARRESTS}/notes`);
  await page.getByRole("button", { name: "Withdraw the note on Q1 FY 2025" }).press("Enter");
  await expect(page.locator("main")).toContainText("No note is pinned to a period.");
  await open(page, "/audit?person=admin");
  await expect(page.locator("main")).toContainText("The task force <b>began</b>");
});

test("notes are not for everybody to pin", async ({ page }) => {
  await signIn(page, "viewer");
  await open(page, ARRESTS);
  await expect(page.getByRole("link", { name: "Notes on periods" })).toHaveCount(0);
});
