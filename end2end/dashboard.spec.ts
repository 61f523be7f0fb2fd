// Reading: the sentence, filters in the address, to a measure and its chart.

import { expect, open, test } from "./support.ts";

const TRACES = /^Traces completed/;

test("the dashboard is filtered in place and leads to a measure @phone", async ({ page }) => {
  await open(page, "/");
  await expect(page.locator("main")).toContainText("measures are met or on track");
  await page.locator("select[name=status]").selectOption("off_track");
  await expect(page).toHaveURL(/status=off_track/);
  await expect(page.getByRole("link", { name: TRACES })).toHaveCount(0);
  await open(page, "/?text=traces");
  await page.getByRole("link", { name: TRACES }).click();
  await expect(page).toHaveURL(/measures\/traces-completed/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Traces completed");
});

test("a what-if target redraws the chart at once", async ({ page }) => {
  await open(page, "/measures/traces-completed");
  await page.getByLabel(/What-if target/).fill("6000");
  await expect(page.locator(".what-if")).toContainText("6,000");
  await expect(page).toHaveURL(/target=6000/);
});

test("a picture of the dashboard is made for the README", async ({ page }) => {
  await open(page, "/");
  await page.screenshot({ path: "pictures/dashboard.png" });
});

test("what a page brought is not fetched again", async ({ page }) => {
  const calls: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/")) calls.push(pathname);
  });
  for (const path of ["/", "/measures/traces-completed", "/goals/011APG2202"]) await open(page, path);
  expect(calls).toEqual([]);
});
