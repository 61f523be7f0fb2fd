// The same reading with JavaScript off.

import { cellOf, expect, signIn, test } from "./support.ts";

// The browser notes that the script it was told to fetch early was never used.
test.use({ javaScriptEnabled: false, expectedComplaints: [/preloaded using link preload/] });

test("the dashboard is filtered by its form", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("main")).toContainText("measures are met or on track");
  await page.locator("select[name=status]").selectOption("off_track");
  await page.locator("form.filters button[type=submit]").click();
  await expect(page).toHaveURL(/status=off_track/);
  await expect(page.getByRole("link", { name: /^Traces completed/ })).toHaveCount(0);
});

test("a measure shows chart, sentence, table and a what-if target", async ({ page }) => {
  await page.goto("/?text=traces");
  await page.getByRole("link", { name: /^Traces completed/ }).click();
  await expect(page.locator("svg.chart:visible").first()).toBeVisible();
  await expect(page.locator("figcaption").first()).toContainText("The latest figure is");
  await expect(page.locator("table").first()).toContainText("FY 2026");
  await page.goto("/measures/traces-completed?target=6000");
  await expect(page.locator(".what-if")).toContainText("6,000");
});

test("goals, entry and the audit trail can be read", async ({ page }) => {
  await page.goto("/goals/011APG2202");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await signIn(page, "atf-steward");
  await page.goto("/entry?office=ATF&period=FY2025Q4");
  // With script disabled from outside, Chromium still hides what is in <noscript>.
  expect(await page.content()).toContain("Entering and approving need script");
  await expect(cellOf(page, /^Traces completed/).getByRole("textbox")).not.toHaveValue("");
  await page.goto("/audit");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Audit trail");
});
