// The queue: figures approved and returned by the keyboard alone, comments in threads, several approved at once,
// and the same without script.

import type { Browser, Page } from "@playwright/test";
import { enter, expect, expectAccessible, open, openEntry, panelOf, signIn, submit, test, type Account } from "./support.ts";

const OFFICE = "CBP-OFO";
const [FIREARMS, INSPECTIONS, ROUNDS] = [/^Firearms seized outbound, Q/, /^Outbound vehicle inspections/, /^Rounds of ammunition/];

/** A quarter of its own for each screen: both work on the same data. */
const quarter = (page: Page, wide: string, narrow: string) =>
  (page.viewportSize()?.width ?? 0) < 500 ? narrow : wide;

const queueOf = (period: string) => `/review?office=${OFFICE}&period=${period}`;

/** A page on which somebody else is signed in. */
async function other(browser: Browser, account: Account): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, account);
  return page;
}

/** The steward of the office enters figures and submits them. */
async function fill(steward: Page, period: string, figures: [RegExp, string][]) {
  for (const [name, figure] of figures) {
    const cell = await openEntry(steward, period, name, OFFICE);
    await enter(cell, figure);
    await submit(steward, cell);
  }
}

const said = (page: Page) => page.locator(".review > [role=status]");
/** The queue names a figure as the grid does, but for what stands between. */
const itemOf = (page: Page, name: RegExp) =>
  page.getByRole("article", { name: new RegExp(name.source.replace(", Q", " · Q")) });

async function tabTo(page: Page, name: string | RegExp, role: "link" | "button") {
  const wanted = page.getByRole(role, { name }).first();
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no Tab reaches ${name}`);
}

async function expectToFit(page: Page) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
}

test.describe("by keyboard", () => {
  // What is refused is answered with 422, which the browser notes on its console.
  test.use({ expectedComplaints: [/422/] });

test("the keyboard alone leads through the queue, and the steward answers and submits again", async ({ page, browser }) => {
  const period = "FY2025Q3";
  const steward = await other(browser, "cbp-steward");
  await fill(steward, period, [[FIREARMS, "226"], [INSPECTIONS, "40000"], [ROUNDS, "60000"]]);

  await signIn(page, "reviewer");
  await tabTo(page, /^Review/, "link");
  await expect(page.getByRole("link", { name: /^Review \d+ waiting/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/review$/);
  await open(page, queueOf(period));
  await expect(page.locator(".sentence")).toContainText("3 figures wait for review, 1 with a warning, the oldest since today.");
  await tabTo(page, "Go to the first figure", "link");
  await page.keyboard.press("Enter");
  const [firearms, inspections, rounds] = [FIREARMS, INSPECTIONS, ROUNDS].map((name) => itemOf(page, name));
  await expect(firearms).toBeFocused();
  await expect(inspections).toContainText("misses the target of at least 48,000");
  await expect(inspections).toContainText("As the field offices report.");
  await expect(inspections).toContainText("In place of 48,050");

  await page.keyboard.press("?");
  await expect(page.getByText("to the next figure")).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByText("to the next figure")).toBeHidden();
  await page.keyboard.press("j");
  await expect(inspections).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(rounds).toBeFocused();
  await page.keyboard.press("k");
  await page.keyboard.press("ArrowUp");
  await expect(firearms).toBeFocused();
  await page.keyboard.press("a");
  await expect(said(page)).toHaveText("Approved: Firearms seized outbound, Q3 FY 2025. 2 figures are left on this page.");
  await expect(firearms).toContainText("The public sees it now.");
  await expect(inspections).toBeFocused();

  // What is typed into a field is text.
  await page.keyboard.press("r");
  const why = inspections.getByLabel("What is to be corrected");
  await expect(why).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(inspections).toContainText("say what is to be corrected");
  await expect(why).toBeFocused();
  await page.keyboard.type("Count all lanes, as in May. jack?");
  await expect(why).toHaveValue("Count all lanes, as in May. jack?");
  await page.keyboard.press("Escape");
  await expect(inspections).toBeFocused();
  await page.keyboard.press("r");
  await page.keyboard.press("Control+Enter");
  await expect(said(page)).toContainText("Returned with your comment: Outbound vehicle inspections, Q3 FY 2025.");
  await expect(rounds).toBeFocused();
  await page.keyboard.press("c");
  await page.keyboard.type("Why so many?");
  await page.keyboard.press("Control+Enter");
  await expect(rounds.getByText("Why so many?")).toBeVisible();

  const cell = await openEntry(steward, period, INSPECTIONS, OFFICE);
  await cell.getByRole("textbox").focus();
  const panel = panelOf(steward);
  await expect(panel).toContainText("reviewer returned it");
  await expect(panel).toContainText("Count all lanes, as in May. jack?");
  await panel.getByText("Answer…").click();
  await panel.getByLabel("Answer to reviewer").fill("Two were closed then.");
  await panel.getByRole("button", { name: "Add the answer" }).click();
  await expect(panel.getByRole("listitem").filter({ hasText: "Two were closed then." }).first()).toBeVisible();
  await enter(cell, "48100");
  await submit(steward, cell);

  await open(page, queueOf(period));
  await expect(inspections).toContainText("Two were closed then.");
  await expect(page.locator(".answers")).toContainText("cbp-steward said on");
  await inspections.focus();
  await page.keyboard.press("a");
  await expect(rounds).toBeFocused();
  await page.keyboard.press("a");
  await expect(page.locator("#review-end")).toBeFocused();
  await expect(page.locator("#review-end")).toContainText("Nothing is left on this page.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.locator(".sentence")).toContainText("No figure waits for review.");
  await open(page, "/measures/outbound-inspections");
  await expect(page.getByText("48,100").first()).toBeVisible();
  await steward.context().close();
});
});

test("what waits is read on any screen, and those without warnings are approved at once @phone", async ({ page, browser }) => {
  const period = quarter(page, "FY2025Q1", "FY2025Q2");
  const steward = await other(browser, "cbp-steward");
  // The figure of the quarter before would be a repeat.
  const [firearms, rounds] = [quarter(page, "230", "233"), quarter(page, "50000", "50200")];
  await fill(steward, period, [[FIREARMS, firearms], [INSPECTIONS, "40000"], [ROUNDS, rounds]]);
  await signIn(page, "reviewer");
  await open(page, queueOf(period));
  await itemOf(page, INSPECTIONS).getByText("Return…").click();
  await itemOf(page, INSPECTIONS).getByText("Comment…").click();
  await itemOf(page, INSPECTIONS).getByLabel(/^Comment, for those/).fill("Is it the bridge?\nOr the lanes?");
  await itemOf(page, INSPECTIONS).getByRole("button", { name: "Add the comment" }).click();
  await expect(itemOf(page, INSPECTIONS).locator(".comment")).toContainText("Is it the bridge?");
  await page.locator("summary", { hasText: "Keys" }).click();
  await expectAccessible(page);
  await expectToFit(page);
  await page.locator("summary", { hasText: "Keys" }).click();
  await page.getByRole("button", { name: "Approve the 2 without warnings" }).click();
  await expect(said(page)).toHaveText("2 figures were approved. 1 figure is left on this page.");
  await expect(itemOf(page, FIREARMS)).toContainText("Approved. The public sees it now.");
  await expect(itemOf(page, INSPECTIONS)).toBeFocused();
  await expectAccessible(page);
  await steward.context().close();
});

test("what is typed while an answer is on its way is text", async ({ page, browser }) => {
  const period = "FY2023Q3";
  const steward = await other(browser, "cbp-steward");
  await fill(steward, period, [[FIREARMS, "226"], [ROUNDS, "43500"]]);
  await signIn(page, "reviewer");
  await open(page, queueOf(period));
  let letGo = () => {};
  const gate = new Promise<void>((done) => (letGo = done));
  await page.route(/\/api\/approve_figures/, async (route) => {
    await gate;
    await route.continue();
  });
  const [firearms, rounds] = [itemOf(page, FIREARMS), itemOf(page, ROUNDS)];
  const comment = firearms.getByLabel(/^Comment, for those/);
  await page.locator("summary", { hasText: "Keys" }).focus();
  await page.keyboard.press("a");
  await firearms.focus();
  await page.keyboard.press("a");
  await page.keyboard.press("c");
  await page.keyboard.type("Are these ");
  letGo();
  await expect(said(page)).toContainText("Approved: Firearms seized outbound");
  await page.keyboard.type("all?");
  await expect(comment).toHaveValue("Are these all?");
  await expect(comment).toBeFocused();
  await expect(rounds.getByRole("button", { name: /^Approve/ })).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(firearms.locator(".comment")).toContainText("Are these all?");
  await rounds.focus();
  await page.keyboard.press("a");
  await expect(page.locator("#review-end")).toBeFocused();
  await steward.context().close();
});

test("what a reviewer entered is left for somebody else, and the end of the queue is said", async ({ page }) => {
  const period = "FY2023Q4";
  await signIn(page, "admin");
  await fill(page, period, [[FIREARMS, "228"]]);
  await open(page, queueOf(period));
  await expect(page.locator("#review-end")).toContainText("What is left on this page you entered yourself");
  await open(page, "/review?leader=Nobody");
  await expect(page.locator(".sentence")).toContainText("No figure waits for review.");
  await expect(page.locator("#review-end")).toHaveCount(0);
});

test.describe("somebody else was faster", () => {
  test("a figure that was changed meanwhile says so, and the others are approved", async ({ page, browser }) => {
    const period = "FY2024Q1";
    const steward = await other(browser, "cbp-steward");
    await fill(steward, period, [[FIREARMS, "300"], [ROUNDS, "46000"]]);
    await signIn(page, "reviewer");
    await open(page, queueOf(period));
    const cell = await openEntry(steward, period, ROUNDS, OFFICE);
    await enter(cell, "46001");
    await itemOf(page, ROUNDS).focus();
    await page.keyboard.press("a");
    await expect(said(page)).toContainText("changed meanwhile; it is now 46,001");
    await expect(itemOf(page, ROUNDS)).toContainText("It was not approved.");
    await itemOf(page, FIREARMS).getByRole("button", { name: /^Approve/ }).click();
    await expect(itemOf(page, FIREARMS)).toContainText("Approved. The public sees it now.");
    await steward.context().close();
  });
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false, expectedComplaints: [/preloaded using link preload|422/] });

  test("the queue is read, and a figure is returned and one approved @phone", async ({ page, browser }) => {
    const period = quarter(page, "FY2024Q3", "FY2024Q4");
    const scripted = await browser.newContext({ javaScriptEnabled: true });
    const steward = await scripted.newPage();
    await signIn(steward, "cbp-steward");
    await fill(steward, period, [[FIREARMS, "240"], [ROUNDS, "43000"]]);
    await scripted.close();

    await signIn(page, "reviewer");
    await open(page, queueOf(period));
    await expect(page.locator(".sentence")).toContainText("2 figures wait for review");
    await expect(itemOf(page, FIREARMS)).toContainText("Target: at least");
    await expectToFit(page);
    await itemOf(page, ROUNDS).getByText("Return…").click();
    await itemOf(page, ROUNDS).getByRole("button", { name: /^Return( |$)/ }).click();
    await expect(page.getByRole("alert")).toContainText("see the field that is marked");
    await expect(itemOf(page, ROUNDS)).toContainText("say what is to be corrected");
    await itemOf(page, ROUNDS).getByLabel("What is to be corrected").fill("Which ports?");
    await itemOf(page, ROUNDS).getByRole("button", { name: /^Return( |$)/ }).click();
    await expect(page.getByRole("alert")).toContainText("Returned with your comment.");
    await expect(page).toHaveURL(new RegExp(`period=${period}`));
    await itemOf(page, FIREARMS).getByRole("button", { name: /^Approve/ }).click();
    await expect(page.getByRole("alert")).toContainText("Approved. The public sees it now.");
    await expect(page.locator(".sentence")).toContainText("No figure waits for review.");
  });
});
