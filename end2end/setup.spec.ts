// Setting up: a measure from nothing until everything is stated, a definition and targets that change.

import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, open, signIn, test } from "./support.ts";

/** The section of a heading. */
const section = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

/** Fills a field and leaves it, which saves its section. */
async function write(within: Locator, label: string, text: string) {
  await within.getByLabel(label, { exact: true }).fill(text);
  await within.getByLabel(label, { exact: true }).press("Tab");
  await expect(within.getByRole("status")).toHaveText("Saved.");
}

/** A new target in the row of a period. */
const target = (page: Page, period: string) => page.getByLabel(`New target for ${period}`, { exact: true });

async function propose(page: Page, reason: string) {
  const targets = section(page, "Targets");
  await targets.getByLabel("Why", { exact: true }).fill(reason);
  await targets.getByRole("button", { name: "Propose" }).click();
  await expect(targets.getByRole("status")).toContainText("Proposed.");
}

/** The reviewer approves all that waits for a measure. */
async function approve(page: Page, code: string) {
  const other = await (await page.context().browser()!.newContext()).newPage();
  await signIn(other, "reviewer");
  await open(other, `/measures/${code}/edit`);
  await other.getByRole("button", { name: "Approve" }).click();
  await expect(section(other, "Targets").getByRole("status")).toContainText("Approved.");
  await other.context().close();
}

test("a new measure is set up from nothing until everything is stated", async ({ page }) => {
  test.setTimeout(90_000);
  await signIn(page, "atf-steward");
  await open(page, "/measures/new");
  const first = section(page, "A new measure");
  await first.getByLabel("Code", { exact: true }).fill("leads-referred");
  await first.getByLabel("Name", { exact: true }).fill("Leads referred to investigators");
  for (const [label, value] of [
    ["Goal", "trace-intelligence"],
    ["Office", "ATF"],
    ["Kind", "output"],
    ["Direction", "increase"],
    ["A year’s figure", "sum"],
  ]) {
    await first.getByLabel(label, { exact: true }).selectOption(value);
  }
  await first.getByLabel("Unit", { exact: true }).fill("leads");
  await first.getByRole("button", { name: "Begin the measure" }).click();
  await expect(page).toHaveURL(/\/measures\/leads-referred\/edit$/);
  const lacking = page.locator(".lacking");
  await expect(lacking).toContainText("definition");
  await lacking.getByRole("link", { name: "verification and validation" }).click();
  await expect(page).toHaveURL(/#verification$/);
  await write(section(page, "How it is counted"), "Definition", "Leads from traces that were sent to an investigator.");
  await write(section(page, "How it is counted"), "Formula", "Count of leads, by the day on which they were sent");
  await write(section(page, "People"), "Responsible official", "Chief, National Tracing Center, ATF");
  const data = section(page, "The data and its limits");
  await write(data, "Source", "eTrace");
  await write(data, "Verification and validation", "A second examiner reads one lead in twenty.");
  await write(data, "Accuracy required", "Within 1 %.");
  await write(data, "Limitations", "Leads sent by telephone are missing.");
  await write(data, "Compensation for the limitations", "Offices are asked for them once a year.");
  await write(section(page, "Baseline"), "Or: none, because", "Leads were not counted before.");
  await write(section(page, "Breakdowns"), "Categories", "firearm_type=handgun\nfirearm_type=rifle");
  const targets = section(page, "Targets");
  for (const year of ["FY2022", "FY2023", "FY2024", "FY2025", "FY2026"]) {
    await targets.locator("select[name=year]").selectOption(year);
    await targets.getByRole("textbox", { name: "Annual target" }).fill("1001");
    await targets.locator("select[name=spread]").selectOption("equal");
    await targets.getByRole("button", { name: "Preview" }).click();
    await expect(target(page, `Q4 FY ${year.slice(2)}`)).toHaveValue("250");
  }
  await expect(target(page, "Q1 FY 2022")).toHaveValue("251");
  await propose(page, "The first plan.");
  await approve(page, "leads-referred");
  await open(page, "/measures/leads-referred/edit");
  await expect(lacking).toContainText("All 17 elements are present.");
});

test.describe("what cannot be right", () => {
  test.use({ expectedComplaints: [/422|409/] });

  test("is said at its field, stays there, and a conflict is told", async ({ page, browser }) => {
    await signIn(page, "admin");
    await open(page, "/measures/traces-completed/edit");
    const numbers = section(page, "Unit and numbers");
    await numbers.getByLabel("Decimals", { exact: true }).fill("9");
    await numbers.getByLabel("Decimals", { exact: true }).press("Tab");
    await expect(numbers.getByText("the most is 6")).toBeVisible();
    await expect(numbers.getByLabel("Decimals", { exact: true })).toHaveValue("9");
    await numbers.getByLabel("Decimals", { exact: true }).fill("0");
    await numbers.getByRole("button", { name: "Save" }).click();
    await expect(numbers.getByText("the most is 6")).toBeHidden();
    const other = await (await browser.newContext()).newPage();
    await signIn(other, "atf-steward");
    await open(other, "/measures/traces-completed/edit");
    await write(section(other, "People"), "Responsible official", "Chief, Tracing");
    const people = section(page, "People");
    await people.getByLabel("Responsible official").fill("Deputy Chief");
    await people.getByLabel("Responsible official").press("Tab");
    await expect(people.getByRole("status")).toContainText("atf-steward changed this measure meanwhile");
    await expect(people.getByText("there stands now: “Chief, Tracing”")).toBeVisible();
    await expect(people.getByLabel("Responsible official")).toHaveValue("Deputy Chief");
    await people.getByRole("button", { name: "Save" }).click();
    await expect(people.getByRole("status")).toHaveText("Saved.");
    await other.context().close();
  });

  test("a change of definition is asked about, and shows on the chart", async ({ page }) => {
    await signIn(page, "atf-steward");
    await open(page, "/measures/traces-completed/edit");
    const how = section(page, "How it is counted");
    await how.getByLabel("Definition", { exact: true }).fill("Trace requests that were completed, parts included.");
    await how.getByLabel("Definition", { exact: true }).press("Tab");
    await expect(how.getByText("say whether this is only in other words")).toBeVisible();
    await how.getByLabel("If you changed the above").selectOption("otherwise");
    await how.getByLabel("From which period on").fill("FY2025Q1");
    await how.getByLabel("Why", { exact: true }).fill("The Act added parts.");
    await how.getByRole("button", { name: "Save" }).click();
    await expect(how.getByRole("status")).toHaveText("Saved.");
    await open(page, "/measures/traces-completed");
    await expect(page.locator("figcaption").first()).toContainText("From Q1 FY 2025 on it is counted by a new definition.");
    await expect(page.locator("svg.chart:visible").getByText("new definition").first()).toBeVisible();
  });
});

test("targets changed in mid-year show both levels, and those in force now on request", async ({ page }) => {
  test.setTimeout(60_000);
  await signIn(page, "atf-steward");
  await open(page, "/measures/traces-completed/edit");
  const targets = section(page, "Targets");
  const year = (await targets.locator("select[name=year]").locator("option").last().getAttribute("value"))!;
  const quarter = (number: number) => `Q${number} FY ${year.slice(2)}`;
  for (const number of [1, 2, 3, 4]) await target(page, quarter(number)).fill("6500");
  await targets.getByLabel("They hold from").fill("2020-01-01");
  await propose(page, "The plan of the year.");
  await approve(page, "traces-completed");
  await open(page, "/measures/traces-completed/edit");
  for (const number of [3, 4]) await target(page, quarter(number)).fill("5000");
  await target(page, "Q1 FY 2026").fill("6000");
  await propose(page, "Two states stopped submitting.");
  await approve(page, "traces-completed");
  await open(page, "/measures/traces-completed");
  const rows = page.locator(".figures table");
  await expect(rows.getByRole("row", { name: quarter(2) })).toContainText("6,500");
  await expect(rows.getByRole("row", { name: quarter(3) })).toContainText("5,000");
  await page.getByLabel("Show the targets in force now").check();
  await expect(page).toHaveURL(/targets=now/);
  await expect(rows.getByRole("row", { name: "Q1 FY 2026" })).toContainText("now 6,000");
  await expect(page.locator("figcaption").first()).toContainText("The targets in force now are others");
});

for (const path of ["/measures/new", "/measures/urgent-traces-48h/edit"]) {
  test(`${path} is accessible and fits the screen @phone`, async ({ page }) => {
    await signIn(page, "admin");
    await open(page, path);
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  });
}
