// Pictures beside the trend: a year against its target, how a goal's measures stood, milestones on a line in time.

import { expect, expectAccessible, open, test } from "./support.ts";

test("years are shown as bullets, with a sentence and a table @phone", async ({ page, request }) => {
  await open(page, "/measures/traces-completed");
  await page.locator("select[name=kind]").selectOption("bullet");
  await expect(page).toHaveURL(/kind=bullet/);
  await expect(page.locator("figcaption").first()).toContainText("FY 2026");
  await expect(page.locator(".figures tbody tr").first()).toBeVisible();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()!.width);
  const picture = await request.get("/measures/traces-completed/chart.svg?kind=bullet");
  expect(picture.status()).toBe(200);
});

test("a goal's pictures can be taken as files", async ({ page, request }) => {
  await open(page, "/");
  await page.locator("section.goal h2 a").first().click();
  for (const words of [/status by quarter/, /milestones/]) {
    const downloads = page.locator("details.downloads", { hasText: words }).first();
    if ((await downloads.count()) === 0) continue;
    for (const link of await downloads.locator("a").all()) {
      const answer = await request.get((await link.getAttribute("href"))!);
      expect(answer.status(), await link.textContent() ?? "").toBe(200);
    }
  }
  await expect(page.locator("details.downloads", { hasText: /status by quarter/ })).toHaveCount(1);
});
