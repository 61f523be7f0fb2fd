// The grid in earnest: an office with forty measures, entered from the keyboard, pasted, and cut off from the
// server in mid-entry. It has a server and a database of its own.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { DEMO_PASSWORD, cellOf, expect, expectAccessible, open, panelOf, signIn, test } from "./support.ts";

const MEASURES = 40;
const PERIOD = "FY2026Q4";
const FREE = 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { process.stdout.write(String(s.address().port)); s.close(); })';
const port = execFileSync(process.execPath, ["-e", FREE], { encoding: "utf8" }).trim();
const binary = resolve(process.env.YARDSTICK_BIN ?? "../target/yardstick");
let folder: string;
let server: ChildProcess;

const code = (m: number) => `seizures-${String(m).padStart(2, "0")}`;
const quarters = (from: number, to: number) =>
  Array.from({ length: (to - from + 1) * 4 }, (_, at) => `FY${from + Math.floor(at / 4)}Q${(at % 4) + 1}`);

test.use({ baseURL: `http://127.0.0.1:${port}` });

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "yardstick-grid-"));
  const env = { ...process.env, YARDSTICK_DATABASE_URL: `sqlite://${join(folder, "grid.db")}` };
  const write = (name: string, lines: string[]) => writeFileSync(join(folder, name), lines.join("\n") + "\n");
  write("offices.csv", ["code,name", "ATF,Tobacco and Firearms"]);
  write("goals.csv", ["code,parent,level,name,statement,office,leader", "g,,strategic,Goal,What is reached,ATF,A. Leader"]);
  const columns =
    "code,goal,office,name,definition,formula,kind,direction,calendar,frequency,aggregation,unit,decimals,ratio,lag_days";
  const ratio = (m: number) => m === MEASURES;
  const numbers = Array.from({ length: MEASURES }, (_, at) => at + 1);
  const line = (m: number) =>
    `${code(m)},g,ATF,Seizures in district ${String(m).padStart(2, "0")},What is counted,count,output,increase,fiscal,` +
    `quarterly,${ratio(m) ? "ratio_of_sums,percent,1,yes" : "sum,seizures,0,no"},45`;
  write("measures.csv", [columns, ...numbers.map(line)]);
  const value = (m: number, at: number) => (ratio(m) ? `,${60 + at},100` : `${100 + m + ((at * 7) % 5)},,`);
  const figures = numbers.flatMap((m) => quarters(2023, 2025).map((q, at) => `${code(m)},${q},${value(m, at)}`));
  write("figures.csv", ["measure,period,value,numerator,denominator", ...figures]);
  const run = (...args: string[]) => execFileSync(binary, args, { cwd: folder, env, input: DEMO_PASSWORD });
  run("import", "--format", "measures", "offices.csv", "goals.csv", "measures.csv");
  run("import", "--format", "figures", "figures.csv");
  run("user", "add", "atf-steward", "--role", "steward", "--office", "ATF");
  server = spawn(binary, ["serve", "--addr", `127.0.0.1:${port}`], { cwd: folder, env, stdio: "ignore" });
  await expect
    .poll(() => fetch(`http://127.0.0.1:${port}/readyz`).then((answer) => answer.status, () => 0), { timeout: 20_000 })
    .toBe(200);
});

test.afterAll(async () => {
  if (server.exitCode === null) {
    const ended = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    await ended;
  }
  rmSync(folder, { recursive: true });
});

const first = (page: Page) => cellOf(page, /^Seizures in district 01/);
const words = (page: Page) => page.locator("td.cell.now .cell-word");

/** What the server has in the columns of the grid, line by line. */
async function stored(page: Page): Promise<string[][]> {
  await page.reload({ waitUntil: "networkidle" });
  const lines = await page.locator("table.grid tbody tr").all();
  return Promise.all(lines.map((line) => line.locator("input").evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))));
}

const last = (lines: string[][]) => lines.map((line) => line.at(-1));

/** Nothing waits to be saved any more. */
async function expectSaved(page: Page) {
  await expect(page.locator(".cell-word", { hasText: /not saved|saving/ })).toHaveCount(0, { timeout: 15_000 });
}

test("forty figures are entered from the keyboard alone", async ({ page }) => {
  await signIn(page, "atf-steward");
  await open(page, `/entry?office=ATF&period=${PERIOD}`);
  await expectAccessible(page);
  let presses = 0;
  const press = async (key: string) => {
    presses += 1;
    await page.keyboard.press(key);
  };
  const field = first(page).getByRole("textbox");
  for (let tabs = 0; tabs < 60 && !(await field.evaluate((one) => one === document.activeElement)); tabs++) await press("Tab");
  const values = Array.from({ length: MEASURES }, (_, at) => (at === MEASURES - 1 ? "83/100" : at === 4 ? "s" : String(101 + at)));
  const began = Date.now();
  for (const value of values) {
    for (const key of value) await press(key);
    await press("Enter");
  }
  await expectSaved(page);
  const seconds = (Date.now() - began) / 1000;
  console.log(`${MEASURES} figures: ${(presses / MEASURES).toFixed(1)} key presses a figure, ${seconds.toFixed(1)} s`);
  await expect(words(page).last()).toContainText("83.0%");
  const expected = values.map((value) => (value === "s" ? "suppressed" : value));
  expect(last(await stored(page))).toEqual(expected);
  await expect(page.getByRole("button", { name: `Submit all ${MEASURES} drafts` })).toBeEnabled();
});

test("a block of 40 × 5 is pasted, and taken back and done again", async ({ page }) => {
  await signIn(page, "atf-steward");
  await open(page, `/entry?office=ATF&period=${PERIOD}`);
  const before = await stored(page);
  const block = Array.from({ length: MEASURES }, (_, m) =>
    Array.from({ length: 5 }, (_, q) => (m === MEASURES - 1 ? `${50 + q}/100` : String(200 + m + q))),
  );
  await page.locator("#cell-0-0").focus();
  await page.locator("#cell-0-0").evaluate((field, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, block.map((row) => row.join("\t")).join("\r\n") + "\r\n");
  await expect(page.locator(".grid-said")).toContainText("200 figures pasted.");
  await expectSaved(page);
  await page.locator("#cell-0-0").focus();
  await page.keyboard.press("Control+z");
  await expect(page.locator("#cell-0-4")).toHaveValue(before[0][4]);
  await page.keyboard.press("Control+y");
  await expectSaved(page);
  expect(await stored(page)).toEqual(block);
});

test.describe("a connection that is lost", () => {
  test.use({ expectedComplaints: [/ERR_INTERNET_DISCONNECTED|Failed to (load|fetch)/] });

  test("loses nothing that was typed, and it is saved when it returns", async ({ page, context }) => {
    await signIn(page, "atf-steward");
    await open(page, `/entry?office=ATF&period=FY2026Q3`);
    await first(page).getByRole("textbox").focus();
    const type = async (from: number, to: number) => {
      for (let m = from; m <= to; m++) {
        await page.keyboard.type(String(300 + m));
        await page.keyboard.press("Enter");
      }
    };
    await type(1, 10);
    await expectSaved(page);
    await context.setOffline(true);
    await type(11, 20);
    await expect(page.getByRole("alert")).toContainText("10 figures are kept in this browser and not saved yet.");
    await expect(words(page).nth(14)).toContainText("not saved yet");
    await context.setOffline(false);
    await expectSaved(page);
    await expect(page.getByRole("alert")).toHaveCount(0);
    // Cut off again, and the tab is closed.
    await context.setOffline(true);
    await page.keyboard.type("321");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText("1 figure is kept in this browser");
    const next = await context.newPage();
    await page.close();
    await context.setOffline(false);
    await open(next, `/entry?office=ATF&period=FY2026Q3`);
    await expectSaved(next);
    const expected = Array.from({ length: 21 }, (_, at) => String(301 + at));
    expect(last(await stored(next)).slice(0, 21)).toEqual(expected);
  });
});

test("arrows, Escape and what a cell refuses", async ({ page }) => {
  await signIn(page, "atf-steward");
  await open(page, `/entry?office=ATF&period=FY2022Q4`);
  await first(page).getByRole("textbox").focus();
  await page.keyboard.type("5x");
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("#cell-1-4")).toBeFocused();
  await expect(first(page)).toContainText("is not a number");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Escape");
  await expect(first(page).getByRole("textbox")).toHaveValue("");
  await expect(first(page)).not.toContainText("is not a number");
  await page.keyboard.press("ArrowLeft");
  await expect(page.locator("#cell-0-3")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("F2");
  await expect(panelOf(page).getByLabel("Note (F2)")).toBeFocused();
  await page.keyboard.type("Counted twice.");
  await page.keyboard.press("Escape");
  await expect(page.locator("#cell-0-4")).toBeFocused();
  await page.keyboard.type("109");
  await page.keyboard.press("Enter");
  await expectSaved(page);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Enter");
  await expectSaved(page);
  expect(last(await stored(page))[0], "what was entered is taken back").toBe("");
});
