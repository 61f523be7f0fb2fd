// The main job, end to end: reading, what-if, entering, approving, downloading.

import { expect, expectAccessible, open, signIn, test } from "./support.ts";

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

test("the same can be read without script", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/?status=met");
  await expect(page.locator("main")).toContainText("measures are met or on track");
  await page.goto("/measures/traces-completed?target=6000");
  await expect(page.locator("svg.chart:visible").first()).toBeVisible();
  await expect(page.locator(".what-if")).toContainText("6,000");
  await context.close();
});

test.describe("entering", () => {
  // The refused figure is answered with 422, which the browser notes on its console.
  test.use({ expectedComplaints: [/422/] });

  test("a steward is told what is wrong, sees the draft and saves, from the keyboard", async ({ page }) => {
    await signIn(page, "atf-steward");
    await open(page, "/entry?office=ATF&period=FY2026Q4");
    const row = page.getByRole("article", { name: TRACES });
    const figure = row.getByLabel("Figure", { exact: true });
    await figure.fill("7,777");
    await figure.press("Enter");
    await expect(row.getByText("write it without, as 7777")).toBeVisible();
    await expect(figure).toHaveValue("7,777");
    await figure.fill("7777");
    await expect(row.locator("figure")).toContainText("7,777");
    await figure.press("Enter");
    await expect(row.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  });
});

test("a reviewer approves, and the dashboard and the downloads follow", async ({ page, request }) => {
  await open(page, "/?text=traces");
  await expect(page.getByText("7,777")).toHaveCount(0);
  await signIn(page, "reviewer");
  await open(page, "/entry?office=ATF&period=FY2026Q4");
  const row = page.getByRole("article", { name: TRACES });
  await row.getByRole("button", { name: "Approve" }).click();
  await expect(row.getByRole("status").filter({ hasText: "Approved" })).toBeVisible();
  await open(page, "/?text=traces");
  await expect(page.getByText("7,777").first()).toBeVisible();
  const text = async (file: string) => (await request.get(`/measures/traces-completed/${file}`)).text();
  expect(await text("data.csv")).toContain("7777");
  expect(await text("chart.svg")).toContain("Illustrative");
  const png = await (await request.get("/measures/traces-completed/chart.png?scale=2")).body();
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  await open(page, "/audit");
  await expect(page.getByText("actual:traces-completed/FY2026Q4/").first()).toBeVisible();
});

for (const path of ["/", "/measures/traces-completed", "/goals/011APG2202", "/signin"]) {
  test(`${path} is accessible and fits the screen @phone`, async ({ page }) => {
    await open(page, path);
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  });
}

test("a picture of the dashboard is made for the README", async ({ page }) => {
  await open(page, "/");
  await page.screenshot({ path: "pictures/dashboard.png" });
});
