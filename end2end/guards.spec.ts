// What the server refuses, and what it promises about what it sends.

import { BUNDLE, expect, open, signIn, test } from "./support.ts";

test("every page carries the security headers", async ({ request }) => {
  const headers = (await request.get("/")).headers();
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBeTruthy();
  expect(headers["x-frame-options"] ?? headers["content-security-policy"]).toMatch(/DENY|frame-ancestors 'none'/);
});

test("the content security policy lets in only scripts with this answer's nonce", async ({ request }) => {
  const policy = async () => (await request.get("/")).headers()["content-security-policy"] ?? "";
  const [first, second] = [await policy(), await policy()];
  expect(first).toContain("'wasm-unsafe-eval'");
  expect(first).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
  const nonce = (text: string) => /'nonce-([^']+)'/.exec(text)?.[1];
  expect(nonce(first)).toBeTruthy();
  expect(nonce(second)).not.toBe(nonce(first));
});

test("it says that it lives and that it is ready", async ({ request }) => {
  for (const path of ["/healthz", "/readyz"]) expect((await request.get(path)).status(), path).toBe(200);
});

test("another site's form is refused", async ({ request }) => {
  const answer = await request.post("/signin", {
    headers: { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" },
    form: { name: "admin", password: "x" },
  });
  expect(answer.status()).toBe(403);
});

test("files are named by their content, kept for ever and sent compressed", async ({ request }) => {
  const page = await (await request.get("/")).text();
  const files = [...new Set(page.match(/\/assets\/[\w.-]+/g))];
  for (const kind of [/-[0-9a-f]{12}\.css$/, /-[0-9a-f]{12}\.js$/, /-[0-9a-f]{12}\.wasm$/]) {
    const file = files.find((name) => kind.test(name));
    expect(file, `a file like ${kind} among ${files}`).toBeTruthy();
    const headers = (await request.get(file!, { headers: { "accept-encoding": "br" } })).headers();
    expect(headers["cache-control"]).toContain("immutable");
    expect(headers["content-encoding"]).toBe("br");
  }
});

test("each page loads the bundle of those whom it is for, and none is large", async ({ page }) => {
  const loaded: string[] = [];
  page.on("response", async (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith(".wasm")) loaded.push(pathname);
  });
  await open(page, "/");
  await page.getByRole("link", { name: /^Traces completed/ }).click();
  await expect(page.locator("main h1")).toHaveText(/^Traces completed/);
  expect(loaded).toEqual([expect.stringMatching(/^\/assets\/readers_bg-/)]);
  // Signing in leads to what the readers' bundle has not.
  await signIn(page, "atf-steward");
  await expect(page.locator("main h1")).toHaveText(/figures for/);
  await expect.poll(() => loaded.at(-1)).toMatch(/^\/assets\/stewards_bg-/);
  await open(page, "/measures/traces-completed/edit");
  await expect.poll(() => loaded.at(-1)).toMatch(/^\/assets\/editors_bg-/);
  for (const file of new Set(loaded)) {
    const answer = await page.request.get(file, { headers: { "accept-encoding": "br" } });
    expect(Number(answer.headers()["content-length"]), file).toBeLessThan(350_000);
  }
});

test("from the pages of one bundle to those of another and back", async ({ page }) => {
  await signIn(page, "atf-steward");
  const navigation = page.getByRole("navigation", { name: "Main" });
  const heading = page.locator("main h1");
  await open(page, "/");
  await navigation.getByRole("link", { name: "Entry" }).click();
  await expect(heading).toHaveText(/^ATF figures for/);
  await page.waitForLoadState("networkidle");
  await navigation.getByRole("link", { name: "Dashboard" }).click();
  await expect(heading).toHaveText(/^Performance in/);
  // The readers' bundle has the measures: no document is loaded.
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await page.getByRole("link", { name: /^Traces completed/ }).click();
  await expect(heading).toHaveText(/^Traces completed/);
  expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
  await page.getByRole("link", { name: "Set up" }).click();
  await expect(heading).toHaveText(/^Set up: Traces completed/);
  await page.goBack();
  await expect(heading).toHaveText(/^Traces completed/);
  await page.goBack();
  await expect(heading).toHaveText(/^Performance in/);
  await page.goBack();
  await expect(heading).toHaveText(/^ATF figures for/);
});

test("pages of tables and plain forms load no bundle", async ({ page }) => {
  await open(page, "/");
  await expect(page.locator(BUNDLE)).toHaveCount(1);
  await signIn(page, "admin");
  for (const path of ["/elements", "/search?q=traces", "/call", "/audit?person=demo", "/measures/traces-completed/history/FY2026Q1", "/goals/011APG2202", "/goals/new", "/goals/011APG2202/edit"]) {
    await open(page, path);
    await expect(page.locator(BUNDLE), path).toHaveCount(0);
  }
});

test("pages are sent compressed", async ({ request }) => {
  const headers = (await request.get("/", { headers: { "accept-encoding": "br, gzip" } })).headers();
  expect(headers["content-encoding"]).toMatch(/^(br|gzip)$/);
});

test.describe("what is not there", () => {
  // The browser itself notes the status on its console.
  test.use({ expectedComplaints: [/status of 404/] });

  for (const path of ["/no-such-page", "/measures/NO-SUCH-MEASURE", "/goals/NO-SUCH-GOAL"]) {
    test(`${path} is not found, with a way out @phone`, async ({ page }) => {
      const answer = await page.goto(path, { waitUntil: "networkidle" });
      expect(answer?.status()).toBe(404);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("main").locator('a[href="/"]')).toBeVisible();
    });
  }
});
