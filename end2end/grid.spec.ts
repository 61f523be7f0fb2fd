// The grid in earnest: an office with forty measures, entered from the keyboard, pasted, and cut off from the
// server in mid-entry; what is typed while answers are on their way, in two tabs, and by two people. It has a server
// and a database of its own.

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
  for (const name of ["atf-steward", "atf-second"]) run("user", "add", name, "--role", "steward", "--office", "ATF");
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

/** Holds back the answers to a server function until they are let go. */
async function hold(page: Page, name: string) {
  let letGo = () => {};
  const gate = new Promise<void>((done) => (letGo = done));
  const asked: string[] = [];
  await page.route(new RegExp(`/api/${name}`), async (route) => {
    asked.push(decodeURIComponent(route.request().postData() ?? "").replaceAll("+", " "));
    await gate;
    await route.continue();
  });
  return { letGo, asked };
}

test("what is written about one figure is never shown at another", async ({ page }) => {
  await signIn(page, "atf-steward");
  await open(page, `/entry?office=ATF&period=FY2022Q3`);
  const panel = panelOf(page);
  const comment = panel.getByLabel(/^Comment, for those/);
  await page.locator("#cell-0-4").focus();
  await panel.getByText("Comment…").click();
  await comment.fill("About the first.");
  await page.locator("#cell-1-4").focus();
  await expect(panel.getByRole("heading")).toContainText("district 02");
  await expect(comment).toBeHidden();
  await panel.getByText("Comment…").click();
  await expect(comment).toHaveValue("");
  await page.locator("#cell-0-4").focus();
  await expect(comment).toHaveValue("About the first.");
  // The answer arrives when another figure is looked at, and something is typed there.
  const { letGo, asked } = await hold(page, "add_comment");
  await comment.press("Control+Enter");
  await page.locator("#cell-1-4").focus();
  await panel.getByText("Comment…").click();
  await comment.fill("About the second.");
  letGo();
  await expect(page.locator(".grid-said")).toContainText("Your comment was added.");
  await expect(comment).toHaveValue("About the second.");
  await expect(comment).toBeFocused();
  expect(asked).toHaveLength(1);
  await page.locator("#cell-0-4").focus();
  await expect(panel.locator(".comment")).toContainText("About the first.");
  await expect(comment).toBeHidden();
});

test("what is typed while a figure is saved is not saved half", async ({ page }) => {
  await signIn(page, "atf-steward");
  await open(page, `/entry?office=ATF&period=FY2022Q2`);
  await page.locator("#cell-0-4").focus();
  const { letGo, asked } = await hold(page, "save_figures");
  await page.keyboard.type("109");
  await page.keyboard.press("F2");
  const note = panelOf(page).getByLabel("Note (F2)");
  await page.keyboard.type("Counted");
  await expect.poll(() => asked.length).toBe(1);
  letGo();
  await expect(panelOf(page)).toContainText("draft, not submitted yet");
  await expect(note).toBeFocused();
  await page.keyboard.type(" twice.");
  await expect(note).toHaveValue("Counted twice.");
  await note.blur();
  await expectSaved(page);
  expect(asked.map((body) => /\[note\]=([^&]*)/.exec(body)?.[1])).toEqual(["", "Counted twice."]);
});

test("fields wait for the script", async ({ page }) => {
  await signIn(page, "atf-steward");
  let letGo = () => {};
  const gate = new Promise<void>((done) => (letGo = done));
  await page.route(/stewards.*\.wasm/, async (route) => {
    await gate;
    await route.continue();
  });
  await page.goto("/entry?office=ATF&period=FY2022Q1", { waitUntil: "commit" });
  await expect(page.locator("#cell-0-4")).toHaveAttribute("readonly");
  letGo();
  await expect(page.locator("#cell-0-4")).not.toHaveAttribute("readonly");
});

test.describe("two tabs", () => {
  test.use({ expectedComplaints: [/ERR_INTERNET_DISCONNECTED|Failed to (load|fetch)/] });

  test("each keep what could not be sent", async ({ page, context }) => {
    const path = "/entry?office=ATF&period=FY2023Q4";
    await signIn(page, "atf-steward");
    await open(page, path);
    const other = await context.newPage();
    await open(other, path);
    await context.setOffline(true);
    for (const [at, tab] of [page, other, page].entries()) {
      await tab.locator(`#cell-${at}-4`).fill(String(701 + at));
      await tab.locator(`#cell-${at}-4`).blur();
      await expect(tab.getByRole("alert")).toContainText("kept in this browser");
    }
    const next = await context.newPage();
    await page.close();
    await other.close();
    await context.setOffline(false);
    await open(next, path);
    await expectSaved(next);
    expect(last(await stored(next)).slice(0, 3)).toEqual(["701", "702", "703"]);
    expect(await next.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });
});

test.describe("two people at one browser", () => {
  test.use({ expectedComplaints: [/409/] });

  test("do not send each other's figures", async ({ page, context }) => {
    const path = "/entry?office=ATF&period=FY2023Q3";
    await signIn(page, "atf-steward");
    await open(page, path);
    const other = await context.newPage();
    await context.clearCookies();
    await signIn(other, "atf-second");
    await page.locator("#cell-0-4").fill("801");
    await page.locator("#cell-0-4").blur();
    await expect(page.getByRole("alert")).toContainText(
      "1 figure is kept in this browser and not saved yet. atf-steward typed these figures, and atf-second is signed in",
    );
    await open(other, path);
    await expect(other.locator("#cell-0-4")).not.toHaveValue("801");
    await context.clearCookies();
    await signIn(other, "atf-steward");
    await expectSaved(page);
    expect(last(await stored(page))[0]).toBe("801");
  });
});

test("a cell that somebody else changed waits for a choice", async ({ page, browser }) => {
  const path = "/entry?office=ATF&period=FY2023Q2";
  const other = await (await browser.newContext({ baseURL: `http://127.0.0.1:${port}` })).newPage();
  await signIn(page, "atf-steward");
  await signIn(other, "atf-second");
  await open(page, path);
  await open(other, path);
  const change = async (tab: Page, text: string) => {
    await tab.locator("#cell-0-4").fill(text);
    await tab.locator("#cell-0-4").blur();
  };
  await change(other, "901");
  await expectSaved(other);
  await change(page, "902");
  await expect(first(page)).toContainText("changed meanwhile");
  const choice = panelOf(page).getByRole("group", { name: "Somebody else changed this figure" });
  await change(page, "903");
  await expect(first(page)).toContainText("changed meanwhile");
  await page.locator("#cell-0-4").press("Control+z");
  await expect(page.locator("#cell-0-4")).toHaveValue("902");
  await expect(first(page)).toContainText("Escape takes theirs");
  await choice.getByRole("button", { name: "Take theirs" }).click();
  await expect(page.locator("#cell-0-4")).toHaveValue("901");
  await expect(choice).toHaveCount(0);
  await change(other, "904");
  await expectSaved(other);
  await change(page, "905");
  await expect(first(page)).toContainText("changed meanwhile");
  await choice.getByRole("button", { name: "Keep mine" }).click();
  await expectSaved(page);
  expect(last(await stored(page))[0]).toBe("905");
  await other.context().close();
});

test.describe("what goes wrong is said", () => {
  test.use({ expectedComplaints: [/400/] });

  test("a figure that the server cannot read is told at its cell, and holds up no other", async ({ page }) => {
    await signIn(page, "atf-steward");
    await open(page, "/entry?office=ATF&period=FY2023Q1");
    let refusals = 0;
    await page.route(/\/api\/save_figures/, async (route) => {
      if (!/=666(&|$)/.test(decodeURIComponent(route.request().postData() ?? ""))) return route.continue();
      refusals += 1;
      const errors = [{ field: "form", message: "the request could not be read" }];
      await route.fulfill({ status: 400, contentType: "application/json", body: JSON.stringify({ Invalid: errors }) });
    });
    for (const [at, text] of ["666", "667", "668"].entries()) {
      await page.locator(`#cell-${at}-4`).fill(text);
      await page.locator(`#cell-${at}-4`).blur();
    }
    await expect(first(page)).toContainText("Not saved: the request could not be read.");
    await expect(words(page).nth(2)).toContainText("saved");
    const before = refusals;
    await page.waitForTimeout(6000);
    expect(refusals, "it is not sent again").toBe(before);
    await page.locator("#cell-0-4").fill("669");
    await page.locator("#cell-0-4").blur();
    await expectSaved(page);
    expect(last(await stored(page)).slice(0, 3)).toEqual(["669", "667", "668"]);
  });

  test("a browser that keeps nothing says so", async ({ page }) => {
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await signIn(page, "atf-steward");
    await open(page, "/entry?office=ATF&period=FY2023Q1");
    await page.locator("#cell-3-4").fill("670");
    await page.locator("#cell-3-4").blur();
    await expect(page.getByRole("alert")).toContainText("it cannot keep what is not saved yet");
    await expectSaved(page);
  });
});
