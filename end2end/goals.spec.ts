// A goal's story; setting a goal up, changing it, and what must not be lost.

import { expect, open, signIn, test } from "./support.ts";

test("a goal tells how it stands and what is missing @phone", async ({ page }) => {
  await open(page, "/goals/trace-intelligence");
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText("Disrupt firearms trafficking");
  await expect(page.locator(".risk")).toContainText(/high risk|some risk|low risk|risk not known/);
  const heat = page.getByRole("region", { name: "Status by quarter" });
  await heat.scrollIntoViewIfNeeded();
  await expect(heat.locator("thead th").last(), "the latest quarter").toBeInViewport({ ratio: 1 });
  await expect(heat.locator("tbody th").first()).toBeInViewport();
  const line = page.locator(".timeline");
  await expect(line).toContainText("Second check of a sample of completed traces");
  await expect(line.locator(".today")).toHaveCount(1);
  await expect(page.getByRole("heading", { name: "What is missing" })).toBeVisible();
  const recommendation = page.locator(".recommendations");
  await expect(recommendation).toContainText("as of 20 February 2025");
  await expect(recommendation.getByRole("link", { name: /GAO-21-322/ })).toHaveAttribute("href", "https://gao.gov/products/gao-21-322");
  await recommendation.getByRole("link", { name: "Traces completed of firearms" }).click();
  await expect(page).toHaveURL(/\/measures\/traces-completed/);
});

test("a reviewer changes a goal; what is wrong is told at its field and nothing typed is lost", async ({ page }) => {
  await signIn(page, "reviewer");
  await open(page, "/goals/capacity-mexico");
  await page.getByRole("link", { name: "Change this goal" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Change: /);
  const strategies = page.getByLabel("Strategies");
  await expect(strategies).toHaveValue(/Train those who recover firearms/);
  await strategies.fill("Train </textarea> & stay.");
  const fresh = page.getByRole("group", { name: "New milestone" }).first();
  await fresh.getByLabel("What is to be done").fill("Hand over the last course");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("nothing was saved");
  await page.getByRole("link", { name: "milestone 4 due" }).click();
  await expect(fresh.getByLabel("Due")).toHaveAttribute("aria-invalid", "true");
  await expect(strategies).toHaveValue("Train </textarea> & stay.");
  await fresh.getByLabel("Due").fill("2027-06-30");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/goals\/capacity-mexico$/);
  await expect(page.locator("main")).toContainText("Train </textarea> & stay.");
  await expect(page.locator(".timeline")).toContainText("Hand over the last course");
});

test("a new goal is set up under another; a circle is refused", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/goals/border-interdiction");
  await page.getByRole("link", { name: "Set up a goal that serves it" }).click();
  await page.getByLabel("Code").fill("rail-inspections");
  await page.getByLabel("Name").fill("Inspect rail traffic");
  await expect(page.getByLabel("Serves")).toHaveValue("border-interdiction");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/goals\/rail-inspections$/);
  await expect(page.locator("main")).toContainText("no measure at all");
  await open(page, "/goals/border-interdiction/edit");
  await expect(page.getByLabel("Serves").locator("option[value=rail-inspections]")).toHaveCount(0);
});
