// The few things on a page that only a browser can do, without the bundle: a picture or a table into the
// clipboard, a view for a projector that stays while people go from page to page, what is folded unfolded on
// paper, and what is wider than the screen shown from its end.

const root = document.documentElement;

// A clipboard is there on safe connections alone.
if (navigator.clipboard && "ClipboardItem" in window) root.dataset.clipboard = "yes";

const VIEW = "yardstick-view";
const kept = () => {
  try {
    return sessionStorage.getItem(VIEW);
  } catch {
    return null;
  }
};
const look = (view) => {
  if (view === "projector") root.dataset.view = view;
  else delete root.dataset.view;
  try {
    sessionStorage.setItem(VIEW, view);
  } catch {
    // Then it lasts as long as the document.
  }
};
look(new URLSearchParams(location.search).get("view") ?? kept() ?? "screen");

// Nobody can unfold paper. The style sheet sees to it where a browser lets it; this does everywhere.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not([open])")];
  for (const one of unfolded) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of unfolded) one.open = false;
});

// The latest quarters are the last, and what people look for first.
for (const one of document.querySelectorAll(".sideways:has(> .heat)")) one.scrollLeft = one.scrollWidth;

// A spreadsheet would run what begins so; and it knows no minus but its own.
const harmless = (text) => {
  const number = text.replace(/^\u2212(?=[\d$.])/, "-");
  return /^[=+@\t]/.test(number) || (number.startsWith("-") && !/^-[\d$.]/.test(number)) ? `'${number}` : number;
};

const words = (node) => harmless(node.innerText.trim().replace(/\s*\n+\s*/g, "; "));

/** The table of what is shown, as rows of texts: between its title and what belongs under it. */
const rows = () => {
  const table = document.querySelector(".figures table");
  const hidden = table.querySelectorAll(".no-print, .to-history > .visually-hidden");
  for (const one of hidden) one.style.display = "none";
  const cells = [...table.rows].map((row) => [...row.cells].map(words));
  for (const one of hidden) one.style.display = "";
  const notes = [...document.querySelectorAll(".charted .footnotes li")].map((note) => [words(note)]);
  return [[words(document.querySelector("h1"))], ...cells, ...notes];
};

const html = (rows) => {
  const table = document.createElement("table");
  for (const row of rows) {
    const line = table.insertRow();
    for (const text of row) line.insertCell().textContent = text;
  }
  return table.outerHTML;
};

const copying = {
  async picture(button) {
    const address = button.closest(".charted").querySelector('.downloads a[href*="chart.png"][href*="scale=2"]').href;
    const png = fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return answer.blob();
    });
    await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
    return "The picture is in the clipboard.";
  },
  async table() {
    const all = rows();
    const text = all.map((row) => row.join("\t")).join("\n");
    const blob = (kind, content) => new Blob([content], { type: kind });
    const item = { "text/plain": blob("text/plain", text), "text/html": blob("text/html", html(all)) };
    await navigator.clipboard.write([new ClipboardItem(item)]);
    return "The table is in the clipboard.";
  },
};

// One listener for whatever the pages show, now and later.
document.addEventListener("click", async (event) => {
  const view = event.target.closest?.("a[data-view-link]");
  if (view) {
    event.preventDefault();
    event.stopPropagation();
    look(view.dataset.viewLink);
    return;
  }
  const button = event.target.closest?.("button[data-copy]");
  if (!button) return;
  const said = button.parentElement.querySelector("[role=status]");
  said.textContent = "";
  try {
    said.textContent = await copying[button.dataset.copy](button);
  } catch {
    said.textContent = "It could not be copied; take the file from the downloads.";
  }
}, true);
