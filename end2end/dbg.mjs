import { chromium } from "@playwright/test";
const base = process.argv[2], path = process.argv[3], who = process.argv[4] || "atf-steward";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu"] });
const p = await b.newPage({ viewport: { width: +(process.argv[5]||1280), height: 900 }, colorScheme: process.argv[7]||"light" });
p.on("console", async m => { const a = await Promise.all(m.args().map(x => x.evaluate(n => n && n.outerHTML ? n.outerHTML.slice(0,300) : (n && n.nodeType ? n.nodeName+":"+n.textContent : String(n))).catch(()=>"?"))); console.log(m.type(), m.text().slice(0,2000), a.join(" | ").slice(0,2000)); });
p.on("pageerror", e => console.log("PAGEERROR", String(e).slice(0,500)));
if (who !== "-") {
await p.goto(base + "/signin", { waitUntil: "networkidle" });
await p.getByLabel("Name").fill(who); await p.getByLabel("Password").fill("a yardstick is three feet long");
await p.getByRole("button", { name: "Sign in" }).click(); await p.waitForURL(u => !u.pathname.includes("signin")); }
const r = await p.goto(base + path, { waitUntil: "networkidle" }); console.log(r.status());
if (process.argv[6]) await p.screenshot({ path: process.argv[6], fullPage: true });
await b.close();
