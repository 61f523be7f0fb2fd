// Where reminders go, which would go out, and the calendar of due dates. The pages load no bundle.

import { BUNDLE, expect, expectAccessible, open, signIn, test } from "./support.ts";

test("an address is set; what is wrong with it is told at its field @phone", async ({ page }) => {
  await signIn(page, "hsi-steward");
  await page.getByRole("link", { name: "hsi-steward" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account");
  await expect(page.locator(BUNDLE)).toHaveCount(0);
  const address = page.getByLabel("E-mail address");
  await address.fill("hal@hsi");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("nothing was saved");
  await expect(address).toHaveAttribute("aria-invalid", "true");
  await expect(address).toHaveValue("hal@hsi");
  await expectAccessible(page);
  await address.fill("hal@hsi.example");
  await page.getByLabel("Send me reminders").uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved.");
  await expect(address).toHaveValue("hal@hsi.example");
  await expect(page.getByLabel("Send me reminders")).not.toBeChecked();
  await expect(page.getByRole("button", { name: "Sign out everywhere" })).toBeVisible();
  await expectAccessible(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide, "nothing is wider than the screen").toBeLessThanOrEqual(0);
  await page.getByLabel("Send me reminders").check();
  await address.fill("");
  await page.getByRole("button", { name: "Save" }).click();
});

test("a calendar program needs the secret address alone, until there is another", async ({ page, request }) => {
  await signIn(page, "atf-steward");
  await open(page, "/account");
  const address = await page.locator(".address code").textContent();
  const feed = await request.get(address!);
  expect(feed.headers()["content-type"]).toBe("text/calendar; charset=utf-8");
  expect(await feed.text()).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the calendar once" }).click();
  expect((await download).suggestedFilename()).toBe("figures-due.ics");
  await page.getByRole("button", { name: "Give it a new address" }).click();
  await expect(page.getByRole("status")).toContainText("new address");
  expect((await request.get(address!)).status()).toBe(404);
});

test("an administrator sees which letters would go out @phone", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/call/reminders");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Reminders");
  await expect(page.locator("main")).toContainText("No mail is sent");
  await page.getByLabel("Letters of").fill("2026-07-30");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("heading", { name: "Letters of 30 July 2026" })).toBeVisible();
  await expectAccessible(page);
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false, expectedComplaints: [/preloaded using link preload|status of 404/] });

  test("an account is set all the same, and a link that is not whole says so", async ({ page }) => {
    await signIn(page, "viewer");
    await page.goto("/account");
    await page.getByLabel("E-mail address").fill("vic@example.gov");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("status")).toHaveText("Saved.");
    const answer = await page.goto("/reminders/stop?token=abc");
    expect(answer?.status()).toBe(404);
    await expect(page.locator("main")).toContainText("There is no letter with this link");
  });
});
