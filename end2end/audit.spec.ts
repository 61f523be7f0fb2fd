// Who changed what: the trail filtered and read, and the history of one figure.

import { expect, expectAccessible, open, openEntry, panelOf, signIn, submit, test } from "./support.ts";

test("a figure that was saved and approved is told in words, with its history", async ({ page }) => {
  await signIn(page, "atf-steward");
  const mine = await openEntry(page, "FY2026Q1", /^Median time/);
  await mine.getByRole("textbox").focus();
  const note = panelOf(page).getByLabel("Note (F2)");
  await note.fill("Counted anew for the audit.");
  await note.blur();
  await expect(mine.locator(".cell-word")).toContainText("saved");
  await submit(page, mine);
  await page.context().clearCookies();
  await signIn(page, "reviewer");
  const theirs = await openEntry(page, "FY2026Q1", /^Median time/);
  await theirs.getByRole("textbox").focus();
  await panelOf(page).getByRole("button", { name: "Approve" }).click();
  await expect(page.locator(".grid-said")).toContainText("Approved");

  await open(page, "/audit");
  await page.getByLabel("Measure or goal (code)").fill("time-to-crime-median");
  await page.getByLabel("What was done").selectOption({ label: "approved" });
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/subject=time-to-crime-median/);
  await expect(page.getByRole("status").first()).toHaveText("One change matches.");
  const entry = page.locator(".history > li");
  await expect(entry).toHaveCount(1);
  await expect(entry).toContainText("reviewer");
  await expect(entry).toContainText("Counted anew for the audit.");
  await expect(entry).not.toContainText("{");
  await entry.getByRole("link", { name: /^Figure of Median time.* for Q1 FY 2026$/ }).click();
  await expect(page).toHaveURL(/\/measures\/time-to-crime-median\/history\/FY2026Q1$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Figure for Q1 FY 2026: history");
  await expect(page.locator(".history")).toContainText("atf-steward");

  // The public reads what was published, without names.
  await page.context().clearCookies();
  await page.reload({ waitUntil: "networkidle" });
  await expect(page.locator(".history > li").first()).toContainText("revised");
  await expect(page.locator(".history > li").first()).toContainText("Counted anew for the audit.");
  await expect(page.locator("main")).not.toContainText(/atf-steward|reviewer/);
});

test("each figure of a measure leads to its history @phone", async ({ page }) => {
  await open(page, "/measures/traces-completed");
  await page.locator(".figures tbody tr", { hasText: "Q1 FY 2023" }).getByRole("link", { name: "history" }).click();
  await expect(page).toHaveURL(/\/measures\/traces-completed\/history\/FY2023Q1$/);
  await expect(page.locator(".history")).toContainText("4,612");
  await expect(page.locator(".history")).toContainText("Request volume fell");
  await expectAccessible(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: /^Traces completed/ }).click();
  await expect(page.locator("svg.chart:visible").first()).toBeVisible();
});

test.describe("a day that is none", () => {
  // It is answered with 400, which the browser notes on its console.
  test.use({ expectedComplaints: [/400/] });

  test("is told at its field, and what was typed stays @phone", async ({ page }) => {
    await signIn(page, "viewer");
    const answer = await page.goto("/audit?from=May&person=demo", { waitUntil: "networkidle" });
    expect(answer?.status()).toBe(400);
    const from = page.getByLabel("From (UTC)");
    await expect(from).toHaveValue("May");
    await expect(from).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator("#from-error")).toContainText("write it as 2026-11-24");
    await expect(page.getByLabel("By", { exact: true })).toHaveValue("demo");
    await expectAccessible(page);
    await from.fill("2020-01-01");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.getByRole("status").first()).toContainText("changes match; these are the newest 50.");
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false, expectedComplaints: [/preloaded using link preload/] });

  test("the trail is filtered, read by page, verified and taken along", async ({ page }) => {
    await signIn(page, "viewer");
    await page.goto("/audit");
    await page.getByLabel("Changes to").selectOption("actual");
    await page.getByLabel("By", { exact: true }).fill("demo");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.getByRole("status").first()).toContainText("changes match; these are the newest 50.");
    await page.getByRole("link", { name: "Older changes" }).click();
    await expect(page.getByRole("status").first()).toContainText("these are 50 of them, from entry");
    await page.getByRole("link", { name: "Newest changes" }).click();
    await page.getByRole("link", { name: "Verify it now" }).click();
    await expect(page.getByText(/Chain verified up to entry [\d,]+/)).toBeVisible();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "CSV" }).click();
    expect((await download).suggestedFilename()).toMatch(/^audit-.*\.csv$/);
  });
});
