// What is downloaded, opened and looked into.

import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, open, test } from "./support.ts";

const MEASURE = "/measures/urgent-traces-48h";
const CAVEAT = "Not all firearms used in crime are traced";

test("the export menu leads to the files", async ({ page }) => {
  await open(page, MEASURE);
  for (const file of ["chart.svg", "chart.pdf", "chart.png", "data.xlsx", "data.csv", "data.json"]) {
    const link = page.locator(`a[href*="${file}"]`).first();
    await expect(link).toBeAttached();
    const response = await page.request.get((await link.getAttribute("href")) ?? "");
    expect(response.status(), file).toBe(200);
    expect(response.headers()["content-disposition"], file).toContain("urgent-traces-48h");
  }
});

test("the picture is well-formed and carries title, span, source, caveat and mark", async ({ page, request }) => {
  const svg = await (await request.get(`${MEASURE}/chart.svg?from=FY2024Q1&to=FY2025Q4`)).text();
  // The browser reads it as XML: what is not well-formed becomes a parsererror.
  await open(page, "/");
  const read = await page.evaluate((text) => {
    const tree = new DOMParser().parseFromString(text, "image/svg+xml");
    return {
      error: tree.querySelector("parsererror")?.textContent ?? null,
      title: tree.querySelector("title")?.textContent,
      text: tree.documentElement.textContent,
      scripts: tree.querySelectorAll("script, foreignObject, [onload]").length,
    };
  }, svg);
  expect(read.error).toBeNull();
  expect(read.scripts).toBe(0);
  expect(read.title).toContain("Urgent trace requests completed within 48 hours");
  for (const words of [CAVEAT, "Source:", "Illustrative", "Q1 FY 2024 to Q4 FY 2025", "from Yardstick"]) {
    // Long lines are broken: blanks may lie where they were broken.
    expect(read.text?.replace(/\s+/g, ""), words).toContain(words.replace(/\s+/g, ""));
  }
});

test("the picture as PNG has the size asked for", async ({ request }) => {
  for (const scale of [1, 4]) {
    const png = await (await request.get(`${MEASURE}/chart.png?scale=${scale}`)).body();
    expect(png.subarray(0, 8).toString("hex")).toBe("89504e470d0a1a0a");
    expect(png.readUInt32BE(16), "width").toBe(800 * scale);
  }
  expect((await request.get(`${MEASURE}/chart.png?scale=9`)).status()).toBe(400);
});

test("the figures are there as CSV and as JSON, with the same values", async ({ request }) => {
  const csv = await (await request.get(`${MEASURE}/data.csv`)).text();
  for (const words of [CAVEAT, "Illustrative", "retrieved"]) expect(csv.toLowerCase()).toContain(words.toLowerCase());
  const json = await (await request.get(`${MEASURE}/data.json`)).json();
  const text = JSON.stringify(json);
  for (const words of [CAVEAT, "llustrative", "retrieved"]) expect(text).toContain(words);
  const line = csv.split("\n").find((row) => row.includes("FY2025Q1"));
  const point = json.points.find((one: { period: string }) => one.period === "FY2025Q1");
  expect(line).toContain(String(point.numerator));
  expect(line).toContain(String(point.denominator));
});

/** What a page is on paper: the words of each sheet, as poppler reads them. */
async function printed(page: Page): Promise<string[]> {
  const file = join(mkdtempSync(join(tmpdir(), "paper-")), "page.pdf");
  writeFileSync(file, await page.pdf({ format: "Letter", preferCSSPageSize: true }));
  const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  return text.split("\f").slice(0, -1);
}

test("the dashboard goes onto paper with heads and numbers, and without what only a screen is for", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page, "/");
  const sheets = await printed(page);
  expect(sheets.length).toBeGreaterThan(1);
  for (const [at, sheet] of sheets.entries()) {
    expect(sheet).toContain(`Page ${at + 1} of ${sheets.length}`);
    expect(sheet).toContain("Performance measures");
    for (const words of ["Sign in", "Skip to main", "Download these", "Apply"]) expect(sheet).not.toContain(words);
  }
  expect(sheets[0]).toContain("Performance in");
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
});

test("a measure goes onto paper with its whole chart", async ({ page }) => {
  await open(page, MEASURE);
  const sheets = await printed(page);
  const all = sheets.join("\n");
  expect(sheets.length).toBeLessThan(6);
  for (const words of ["Urgent trace requests completed within 48 hours", "Source:", "Figures"]) expect(all).toContain(words);
  // What is folded on the screen.
  for (const words of ["Q1 FY 2027", "linked goal"]) expect(all).toContain(words);
  for (const sheet of sheets) {
    const [last] = (sheet.split("Figures marked")[0] ?? "").trim().split("\n").slice(-1);
    expect(last, "a heading alone at a page's foot").not.toMatch(/^\s*(Figures|About this measure|Elements of a performance measure|Published context|Period\b.*)$/);
  }
  for (const words of ["Sign in", "Download what", "Copy picture", "Dashboard"]) expect(all).not.toContain(words);
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 690, height: 900 });
  const picture = page.locator(".plate:visible .picture svg").first();
  const box = await picture.boundingBox();
  expect(box && box.x + box.width).toBeLessThanOrEqual(690);
});

test("picture and table go into the clipboard", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, MEASURE);
  const said = page.locator(".copying [role=status]");
  await page.getByRole("button", { name: "Copy table" }).click();
  await expect(said).toHaveText("The table is in the clipboard.");
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text.split("\n")[0]).toContain("Urgent trace requests");
  expect(text, "with its figures").toMatch(/Q\d FY \d{4}\t[\d.,]+%?\t/);
  expect(text).toContain("Source:");
  expect(text).not.toContain("history");
  await page.getByRole("button", { name: "Copy picture" }).click();
  await expect(said).toHaveText("The picture is in the clipboard.");
  const kinds = await page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => item.types));
  expect(kinds).toContain("image/png");
});

test("on paper the table has its figures, and what leads on is not there", async ({ page }) => {
  await open(page, MEASURE);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".figures .to-history").first()).toBeVisible();
  await expect(page.locator(".site-header")).toBeHidden();
  await expect(page.locator(".site-footer")).toBeHidden();
});

test("the view for a projector is larger and stays from page to page", async ({ page }) => {
  await open(page, "/");
  const height = () => page.locator(".sentence").first().evaluate((node) => node.getBoundingClientRect().height);
  const before = await height();
  await page.getByRole("link", { name: "View for a projector" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-view", "projector");
  expect(await height()).toBeGreaterThan(before);
  await open(page, MEASURE);
  await expect(page.locator("html")).toHaveAttribute("data-view", "projector");
  await page.getByRole("link", { name: "Leave the view" }).click();
  await expect(page.locator("html")).not.toHaveAttribute("data-view", "projector");
  await open(page, "/?view=projector");
  await expect(page.locator("html")).toHaveAttribute("data-view", "projector");
});

test("on a projector's first screen are the measures, and of one how it stands and its chart", async ({ page }) => {
  for (const [width, height] of [[1280, 720], [1920, 1080]] as const) {
    await page.setViewportSize({ width, height });
    await open(page, "/?view=projector");
    await expect(page.locator(".measures tbody tr").first()).toBeInViewport({ ratio: 1 });
    await open(page, `${MEASURE}?view=projector`);
    for (const part of ["h1", ".standing .verdict", ".plate:visible .picture svg"]) {
      await expect(page.locator(part).first(), part).toBeInViewport({ ratio: 1 });
    }
  }
});

test("the page to embed has its chart, and no script", async ({ page }) => {
  await open(page, "/embed/measures/urgent-traces-48h");
  await expect(page.locator(".plate.wide svg")).toBeVisible();
  await expect(page.getByRole("link", { name: /This measure in Yardstick/ })).toBeVisible();
  expect(await page.locator("script").count()).toBe(0);
});
