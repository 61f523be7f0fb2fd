// How the browser tests run: in Debian's Chromium, against the release binary's `demo`, one after
// another, since they share its data.
//
// What goes where, one file a subject:
//   support.ts          what the specs share: the strict page, signing in, axe, opening a page
//   guards.spec.ts      what the server refuses and promises: headers, origins, 404s, caching
//   dashboard.spec.ts   reading: the sentence, filters in the address, to a measure and its what-if
//                       target; the picture for the README
//   entry.spec.ts       signing in, entering a figure, approving it, and what must not be lost
//   audit.spec.ts       the audit trail filtered and read; the history of one figure
//   call.spec.ts        the data call: opened, figures submitted, returned, approved; what is locked and revised
//   grid.spec.ts        forty figures by keyboard, a block pasted, the connection cut; a server of its own
//   review.spec.ts      the queue: approved and returned by keyboard, comments, several at once, without script
//   breakdown.spec.ts   figures by category: read, taken away, entered, renamed
//   elements.spec.ts    the coverage matrix, and what one measure lacks
//   setup.spec.ts       a measure set up from nothing; a definition and targets that change
//   goals.spec.ts       a goal's story; a goal set up and changed
//   account.spec.ts     where reminders go, which would go out, and the calendar of due dates
//   search.spec.ts      goals and measures found by a few letters
//   export.spec.ts      what is downloaded, opened and looked into
//   workbook.spec.ts    the framework taken along as a workbook and brought back; xlsx.ts edits one
//   upload.spec.ts      an office's figures as a file: the template filled in, looked at, saved as drafts
//   nojs.spec.ts        the same reading with JavaScript off
//   access.spec.ts      axe on every page in light and dark; the marks of a chart by keyboard
//   arrival.spec.ts     where the focus is after a link was followed
//   drawn.spec.ts       the browser draws what the server draws, to the byte
// A test whose title has @phone runs on a narrow screen too.

import { defineConfig } from "@playwright/test";
import { DEMO_PASSWORD } from "./support.ts";

const port = process.env.YARDSTICK_PORT ?? "4180";
const binary = process.env.YARDSTICK_BIN ?? "../target/yardstick";

export default defineConfig({
  testDir: ".",
  outputDir: "../target/playwright",
  workers: 1,
  forbidOnly: !!process.env.CI,
  timeout: 30_000,
  reporter: [["list"], ["json", { outputFile: process.env.YARDSTICK_REPORT ?? "../target/playwright.json" }]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    browserName: "chromium",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: "/usr/bin/chromium",
      // In a container, as root, without a network.
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "desktop", use: { viewport: { width: 1280, height: 900 } } },
    { name: "phone", grep: /@phone/, use: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } },
  ],
  webServer: {
    command: `exec ${binary} demo --addr 127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/readyz`,
    env: { YARDSTICK_DEMO_PASSWORD: DEMO_PASSWORD },
    timeout: 60_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
  },
});
