// What the specs share.

import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Locator, type Page } from "@playwright/test";

/** Every account of the demo has it while the tests run. */
export const DEMO_PASSWORD = "a yardstick is three feet long";

/** What starts the program of a page in the browser: the small script that every page has comes from a file. */
export const BUNDLE = "script[type=module]:not([src])";

export type Account = "atf-steward" | "atf-second" | "cbp-steward" | "hsi-steward" | "reviewer" | "admin" | "viewer";

/**
 * A test whose page may not complain: no uncaught error, no console error or warning (a failed
 * hydration and a breach of the content security policy are such), but for those that the test
 * expects: `test.use({ expectedComplaints: [/404/] })`.
 */
export const test = base.extend<{ expectedComplaints: RegExp[]; strictPage: void }>({
  expectedComplaints: [[], { option: true }],
  strictPage: [
    async ({ page, expectedComplaints }, use) => {
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(`uncaught: ${error}`));
      page.on("console", (message) => {
        const kind = message.type();
        if (kind === "error" || kind === "warning") complaints.push(`${kind}: ${message.text()}`);
      });
      await use();
      const unexpected = complaints.filter((text) => !expectedComplaints.some((known) => known.test(text)));
      expect(unexpected, "what the page complained of").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Opens a page and waits until its script, if any, has been loaded and run. */
export async function open(page: Page, path: string) {
  const response = await page.goto(path, { waitUntil: "networkidle" });
  expect(response?.status(), `status of ${path}`).toBeLessThan(400);
}

export async function signIn(page: Page, account: Account) {
  await open(page, "/signin");
  await page.getByLabel("Name").fill(account);
  await page.getByLabel("Password").fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/\/signin/);
}

/** The cell of the grid whose name begins so, in the quarter that is entered. */
export function cellOf(page: Page, name: RegExp): Locator {
  return page.locator("td.cell.now").filter({ has: page.getByRole("textbox", { name }) });
}

/** Opens ATF's grid for a quarter and gives the cell of a measure. */
export async function openEntry(page: Page, period: string, name: RegExp, office = "ATF"): Promise<Locator> {
  await open(page, `/entry?office=${office}&period=${period}`);
  return cellOf(page, name);
}

/** What stands beside the cell that is worked on. */
export function panelOf(page: Page): Locator {
  return page.getByRole("complementary", { name: "The figure that is worked on" });
}

/** Types a figure into a cell and leaves it, which saves it. */
export async function enter(cell: Locator, text: string) {
  await cell.getByRole("textbox").fill(text);
  await cell.getByRole("textbox").press("Enter");
  await expect(cell.locator(".cell-word")).toContainText("saved");
}

/** Writes what a warning asks for beside a cell, where it asks, and submits its figure. */
export async function submit(page: Page, cell: Locator) {
  await cell.getByRole("textbox").focus();
  const panel = panelOf(page);
  for (const label of ["Why the target was missed", "What is planned to reach it", "Note (F2)"]) {
    const field = panel.getByLabel(label, { exact: true });
    if ((await field.count()) && (await field.inputValue()) === "") {
      await field.fill("As the field offices report.");
      await field.blur();
      await expect(cell.locator(".cell-word")).toContainText("saved");
    }
  }
  await panel.getByRole("button", { name: "Submit" }).click();
  await expect(page.locator(".grid-said")).toContainText("Submitted. It waits for approval.");
}

/** No finding by axe on the page as it is, in light and in dark. */
export async function expectAccessible(page: Page) {
  for (const colorScheme of ["light", "dark"] as const) {
    // Colours half way through a transition are nobody's choice.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    const findings = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${colorScheme}: ${id}: ${node.target}: ${node.failureSummary}`),
    );
    expect(findings, "axe's findings").toEqual([]);
  }
}

/** Axe, and nothing that sticks out, on a wide and on a narrow screen. */
export async function expectFitting(page: Page) {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
}
