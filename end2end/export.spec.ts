// What is downloaded, opened and looked into.

import { expect, open, test } from "./support.ts";

const MEASURE = "/measures/urgent-traces-48h";
const CAVEAT = "Not all firearms used in crime are traced";

test("the export menu leads to the files", async ({ page }) => {
  await open(page, MEASURE);
  for (const file of ["chart.svg", "chart.png", "data.csv", "data.json"]) {
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
