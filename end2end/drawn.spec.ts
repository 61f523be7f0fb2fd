// The browser draws what the server draws, to the byte: the same sources compiled for two machines.
//
// The server sends each chart of a measure's page at two widths. Here the page is given exactly those
// widths, so that its WebAssembly draws the same pictures anew; what it hands to the document is taken
// down before any parser has seen it.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./support.ts";

const binary = process.env.YARDSTICK_BIN ?? "../target/yardstick";

/** The widths at which the server draws: `WIDE` and `NARROW` in src/ui/chart.rs. */
const WIDTHS = { wide: 720, narrow: 340 };

/** Takes down every picture that is put into the document, as it was written. */
async function takeDown(page: Page) {
  await page.addInitScript(() => {
    const drawn: string[] = [];
    const { get, set } = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML")!;
    Object.defineProperty(Element.prototype, "innerHTML", {
      get,
      set(text: string) {
        if (text.startsWith("<svg")) drawn.push(text);
        set!.call(this, text);
      },
    });
    Object.assign(window, { drawn });
  });
}

/** The picture that the server sends for a width. */
function sent(html: string, plate: string) {
  const [, rest] = html.split(`<div class="plate ${plate}"><div class="picture">`);
  expect(rest, `a ${plate} picture`).toBeTruthy();
  return rest.slice(0, rest.indexOf("</svg>") + "</svg>".length);
}

/** The picture that the browser draws for a width. */
async function redrawn(page: Page, width: number) {
  await page.evaluate((width) => {
    (window as unknown as { drawn: string[] }).drawn.length = 0;
    document.querySelector<HTMLElement>(".chart-room")!.style.cssText = `width: ${width}px; max-width: none`;
  }, width);
  const last = () => page.evaluate(() => (window as unknown as { drawn: string[] }).drawn.at(-1) ?? "");
  await expect.poll(last).toContain(` width="${width}" `);
  return last();
}

/** Compares every address's pictures; gives their number. */
async function compare(page: Page, addresses: string[]) {
  await takeDown(page);
  for (const address of addresses) {
    const html = await (await page.request.get(address)).text();
    // No need to wait for the script: until it runs, there is no picture to be had from it.
    await page.goto(address);
    for (const [plate, width] of Object.entries(WIDTHS)) {
      // Another width first: the browser may have drawn this one when it took the page over.
      await redrawn(page, width + 1);
      expect(await redrawn(page, width), `${address} at ${width}`).toBe(sent(html, plate));
    }
  }
}

test("every measure of the demo, by quarter and by year", async ({ page, request }) => {
  test.setTimeout(180_000);
  const html = await (await request.get("/")).text();
  const measures = [...new Set(html.match(/\/measures\/[\w-]+/g))];
  expect(measures.length).toBeGreaterThan(20);
  await compare(page, measures.flatMap((measure) => [measure, `${measure}?kind=years`]));
});

test("figures by category", async ({ page }) => {
  test.setTimeout(60_000);
  const queries = ["", "&shape=lines", "&by=port", "&by=port&shape=lines&from=FY2024Q3"];
  await compare(page, queries.map((query) => `/measures/outbound-firearms-seized?kind=breakdown${query}`));
});

test("spans and what-if targets", async ({ page }) => {
  test.setTimeout(60_000);
  const queries = [
    "from=FY2024Q2",
    "to=FY2023Q1",
    "from=FY2024Q1&to=FY2024Q1",
    "from=FY2030Q1",
    "target=6000",
    "target=-123456.789",
    "target=999999999999999",
    "target=0.1&kind=years&from=FY2023",
  ];
  await compare(page, queries.map((query) => `/measures/traces-completed?${query}`));
});

test.describe("measures made to be difficult", () => {
  let folder: string, server: ChildProcess, address: string;

  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "drawn-"));
    for (const [name, text] of Object.entries(difficult())) writeFileSync(join(folder, name), text);
    const url = `sqlite://${join(folder, "difficult.db")}`;
    const files = Object.keys(difficult()).map((name) => join(folder, name));
    execFileSync(binary, ["import", "--format", "measures", "--database-url", url, ...files]);
    server = spawn(binary, ["serve", "--addr", "127.0.0.1:0", "--database-url", url], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    address = await new Promise((found) =>
      server.stdout!.on("data", (data) => {
        const said = /http:\S+/.exec(String(data));
        if (said) found(said[0]);
      }),
    );
  });

  test.afterAll(() => {
    server?.kill();
    rmSync(folder, { recursive: true });
  });

  test("are drawn alike too", async ({ page }) => {
    test.setTimeout(180_000);
    const kinds = ["", "?kind=years&target=12.5", "?kind=breakdown", "?kind=breakdown&shape=lines"];
    const paths = NAMES.flatMap((_, at) => kinds.map((kind) => `/measures/d${at}${kind}`));
    paths.push(...MONTHLY.map((at) => `/measures/d${at}?kind=quarters`));
    await compare(page, paths.map((path) => address + path));
  });
});

/** One measure each. */
const NAMES = [
  `</text><script>alert("1")</script>&amp; 'ticks'`,
  "Déjà vu: naïve “quotes” – dashes…",
  "שלום and العربية, right to left",
  "统计 漢字 ひらがな 한국어",
  "🧮 emoji 👩🏽‍💻 and a\u0301 combining accents",
  "An unreasonably long name that goes on and on, ".repeat(6).trim(),
  "W".repeat(60),
  "no spaces".replaceAll(" ", "_").repeat(12),
  "x",
  "zero\u200bwidth\u00a0and\u00ad soft",
];

/** Those that are counted by the month. */
const MONTHLY = [2, 6];

/** Files for `import --format measures`. Figures come from a fixed sequence of pseudo-random numbers. */
function difficult(): Record<string, string> {
  let state = 12345;
  const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  const units = ["traces", "percent", "dollars", "days", "steps per “unit” <b>"];
  const kinds = [
    (at: number) => (at === 5 ? "7" : ""), // one figure
    () => "", // none
    () => "95", // constant
    () => (random() * 2 - 1).toFixed(3), // across zero
    () => (random() * 1e-3).toFixed(9), // tiny
    () => (random() * 1e15).toFixed(0), // huge
    () => (random() < 0.4 ? "" : (random() * 100).toFixed(6)), // gaps
    (at: number) => String(at * 10), // round
    () => (random() * 120 - 140).toFixed(2), // below zero
    (at: number) => String(2 ** at / 3), // binary fractions
  ];
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const measures: string[] = [];
  const figures: string[] = [];
  const targets: string[] = [];
  NAMES.forEach((name, at) => {
    const annual = at % 4 === 3;
    const monthly = MONTHLY.includes(at);
    const direction = ["increase", "decrease", "at_least", "at_most", "milestone"][at % 5];
    measures.push(
      [
        `d${at}`, "g", "O", cell(name), "What.", "count", "output", direction, at % 3 ? "fiscal" : "calendar",
        monthly ? "monthly" : annual ? "annual" : "quarterly", ["sum", "mean", "last"][at % 3], cell(units[at % units.length]),
        at % 4, "no", "no", "yes", "45", "B. Official", "eTrace", "", cell(`Caveat <of> ${name}`.slice(0, 200)), "",
        at % 2 ? "yes" : "no", "", "", "", at % 2 ? "12.345" : "", "",
      ].join(","),
    );
    const calendar = at % 3 ? "FY" : "CY";
    for (let year = 2018, n = 0; year <= 2025; year++) {
      const months = Array.from({ length: 12 }, (_, month) => `-${String(month + 1).padStart(2, "0")}`);
      for (const part of monthly ? months : annual ? [""] : ["Q1", "Q2", "Q3", "Q4"]) {
        const value = kinds[at](n++ % 32);
        const period = monthly ? `${year}${part}` : `${calendar}${year}${part}`;
        const missing = value === "" && random() < 0.5 ? "suppressed" : "";
        if (value || missing) figures.push(`d${at},${period},,${value},${missing}`);
        // As many categories as the measure's number, each sometimes without a figure.
        for (let k = 0; k <= at; k++) {
          const part = random() < 0.2 ? "" : (random() * Number(value || 1)).toFixed(3);
          if (part) figures.push(`d${at},${period},${cell(`kind=${NAMES[k].slice(0, 80)}`)},${part},`);
        }
        if (at % 3 !== 1) targets.push(`d${at},${period},,${(random() * 100).toFixed(at % 4)},,plan`);
      }
    }
  });
  const columns =
    "code,goal,office,name,definition,formula,kind,direction,calendar,frequency,aggregation,unit,decimals,ratio,whole," +
    "negative,lag_days,responsible,source,source_address,caveat,limitations,illustrative,on_track,at_risk," +
    "baseline_period,baseline,baseline_source";
  return {
    "offices.csv": "code,name\nO,Office <&>\n",
    "goals.csv": "code,parent,level,name,statement,office,leader,from,to,source\ng,,strategic,Goal,,O,,,,\n",
    "measures.csv": `${columns}\n${measures.join("\n")}\n`,
    "targets.csv": `measure,period,category,value,set_on,source\n${targets.join("\n")}\n`,
    "figures.csv": `measure,period,category,value,missing\n${figures.join("\n")}\n`,
  };
}
