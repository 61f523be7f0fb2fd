// The data call: opened for an office, its figures submitted, returned, corrected and approved; a quarter that
// has closed, reopened, and what is revised then.

import type { Browser, Page } from "@playwright/test";
import { enter, expect, expectAccessible, open, openEntry, panelOf, signIn, submit, test, type Account } from "./support.ts";

const OFFICE = "HSI";
const MEASURE = /^Arrests in firearms trafficking/;

/** A quarter of its own for each screen: both work on the same data. */
const quarter = (page: Page, wide: string, narrow: string) =>
  (page.viewportSize()?.width ?? 0) < 500 ? narrow : wide;

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A page on which somebody else is signed in. */
async function other(browser: Browser, account: Account): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, account);
  return page;
}

/** The measure's cell, with the cursor in it. */
async function openRow(page: Page, period: string) {
  const cell = await openEntry(page, period, MEASURE, OFFICE);
  await cell.getByRole("textbox").focus();
  return cell;
}

const said = (page: Page) => page.locator(".grid-said");

/** Sends the form that opens a call. */
async function openCall(page: Page, period: string, days: { opens: string; due: string; closes: string }) {
  await open(page, `/call?period=${period}`);
  await page.getByLabel("For", { exact: true }).selectOption(OFFICE);
  await page.getByLabel("Opens", { exact: true }).fill(days.opens);
  await page.getByLabel("Due", { exact: true }).fill(days.due);
  await page.getByLabel("Closes", { exact: true }).fill(days.closes);
  await page.getByRole("button", { name: "Open or change" }).click();
}

async function expectToFit(page: Page) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
}

test("a coordinator opens a call, and what was typed stays where it is refused @phone", async ({ page }) => {
  const period = quarter(page, "FY2024Q2", "FY2024Q3");
  const opens = quarter(page, "2024-01-01", "2024-04-01");
  await signIn(page, "admin");
  await openCall(page, period, { opens, due: inDays(12), closes: inDays(11) });
  await expect(page.getByRole("alert")).toContainText("One thing is to be mended");
  await expect(page.locator("#closes-error")).toHaveText("the call closes before it is due");
  await expect(page.getByLabel("Closes", { exact: true })).toHaveValue(inDays(11));
  await expect(page.getByLabel("For", { exact: true })).toHaveValue(OFFICE);
  await expectAccessible(page);
  await expectToFit(page);
  await openCall(page, period, { opens, due: inDays(12), closes: inDays(20) });
  const line = page.getByRole("row", { name: /^Homeland Security Investigations/ });
  await expect(line).toContainText("in 12 days; closes");
  await expect(page.getByRole("row", { name: /^Bureau of Alcohol/ })).toContainText("No call was opened.");
  await line.getByRole("link", { name: "Change for HSI" }).click();
  await expect(page.getByLabel("Closes", { exact: true })).toHaveValue(inDays(20));
  await expectAccessible(page);
  await expectToFit(page);
});

test("a figure is submitted, returned with a comment, corrected, and approved @phone", async ({ page, browser }) => {
  const period = quarter(page, "FY2024Q2", "FY2024Q3");
  const reviewer = await other(browser, "reviewer");
  await signIn(page, "hsi-steward");
  let cell = await openRow(page, period);
  await expect(page.locator(".call-line")).toContainText("in 12 days; closes");
  await enter(cell, "61");
  await submit(page, cell);

  await openRow(reviewer, period);
  const theirs = panelOf(reviewer);
  await theirs.getByText("Return…").click();
  await theirs.getByRole("button", { name: "Return", exact: true }).click();
  await expect(theirs).toContainText("say what is to be corrected");
  await theirs.getByLabel("What is to be corrected").fill("Count the joint cases too.");
  await theirs.getByRole("button", { name: "Return", exact: true }).click();
  await expect(said(reviewer)).toContainText("Returned with your comment");
  await expect(theirs.getByRole("button", { name: "Approve" })).toHaveCount(0);

  cell = await openRow(page, period);
  await expect(panelOf(page)).toContainText("reviewer returned it");
  await expect(panelOf(page)).toContainText("Count the joint cases too.");
  await expectAccessible(page);
  await expectToFit(page);
  await cell.getByRole("textbox").fill("64");
  const whole = page.locator(".entry-whole");
  await enter(cell, "64");
  await whole.getByRole("button", { name: "Submit the one draft" }).click();
  await expect(page.locator(".call-line")).toContainText("submitted or approved");
  const sure = whole.getByRole("checkbox");
  if (await sure.count()) await sure.check();
  await whole.getByRole("button", { name: "Complete" }).click();
  await expect(whole).toContainText("Complete, said hsi-steward on");

  await openRow(reviewer, period);
  await expect(theirs).toContainText("submitted, waits for approval (entered by hsi-steward)");
  await theirs.getByRole("button", { name: "Approve" }).click();
  await expect(said(reviewer)).toContainText("Approved");
  await open(page, `/call?period=${period}`);
  const line = page.getByRole("row", { name: /^Homeland Security Investigations/ });
  await expect(line).toContainText("Yes");
  await expect(page.getByRole("row", { name: /^Bureau of Alcohol/ })).toHaveCount(0);
  await reviewer.context().close();
});

test.describe("a quarter that has closed", () => {
  // What is refused is answered with 422, which the browser notes on its console.
  test.use({ expectedComplaints: [/422/] });

  test("is locked, says whom to ask, and once reopened marks what is revised @phone", async ({ page, browser }) => {
    const period = quarter(page, "FY2023Q2", "FY2023Q3");
    const [admin, reviewer] = [await other(browser, "admin"), await other(browser, "reviewer")];
    await signIn(page, "hsi-steward");
    // Opened in time, and closed while somebody types.
    const cell = await openRow(page, period);
    const field = cell.getByRole("textbox");
    const published = Number(await field.inputValue());
    await field.fill(String(published + 1));
    const [opens, due, closes] = quarter(page, "2023-04-01 2023-04-30 2023-05-15", "2023-07-01 2023-07-30 2023-08-14").split(" ");
    await openCall(admin, period, { opens, due, closes });
    await field.press("Enter");
    await expect(cell).toContainText("so its figures are locked. To change one, ask admin to reopen");
    await expect(field).toHaveValue(String(published + 1));
    const locked = await openRow(page, period);
    await expect(panelOf(page)).toContainText("so its figures are locked");
    await expect(locked.getByRole("textbox")).not.toBeEditable();
    await expectAccessible(page);
    await expectToFit(page);

    await open(admin, `/call?period=${period}`);
    await admin.getByLabel("Until", { exact: true }).fill(inDays(3));
    await admin.getByLabel("Reason", { exact: true }).fill("Late reports of two field offices.");
    await admin.getByRole("button", { name: "Reopen" }).click();
    const line = admin.getByRole("row", { name: /^Homeland Security Investigations/ });
    await expect(line).toContainText("reopened until");

    const reopened = await openRow(page, period);
    await expect(page.locator(".call-line")).toContainText("Late reports of two field offices.");
    await reopened.getByRole("textbox").fill(String(published + 1));
    await reopened.getByRole("textbox").press("Enter");
    await reopened.getByRole("textbox").focus();
    const panel = panelOf(page);
    await expect(panel).toContainText("say why it is to change");
    await panel.getByLabel("Why the published figure changes").fill("One case was missed.");
    await panel.getByLabel("Why the published figure changes").blur();
    await expect(reopened.locator(".cell-word")).toContainText("saved");
    await submit(page, reopened);
    await openRow(reviewer, period);
    await expect(panelOf(reviewer)).toContainText("One case was missed.");
    await panelOf(reviewer).getByRole("button", { name: "Approve" }).click();
    await expect(said(reviewer)).toContainText("Approved");
    await open(page, `/measures/trafficking-arrests?from=${period}&to=${period}`);
    await expect(page.locator(".figures")).toContainText("Revised: One case was missed.");
    await expect(page.locator(".footnotes").first()).toContainText("Revised after the deadline");
    await admin.context().close();
    await reviewer.context().close();
  });
});
