// What is copied by a click: an address, the text beside the button, a quote with its footnote, or a table with its
// notes, as a table to Word and Excel and as text to all else. Where scripts don't run all of it can be selected.
(() => {
  "use strict";
  const fold = (text) => text.replace(/\s+/g, " ").trim();
  const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
  const clip = (text, html) => navigator.clipboard.write([new ClipboardItem({
    "text/plain": new Blob([text], { type: "text/plain" }),
    ...(html && { "text/html": new Blob([html], { type: "text/html" }) }),
  })]);

  const readCell = (cell) => {
    const copy = cell.cloneNode(true);
    for (const left of copy.querySelectorAll("button, svg, details, .opened")) left.remove();
    for (const line of copy.querySelectorAll("br, p, li, small, dd, dt")) line.before(" ");
    return fold(copy.textContent);
  };

  const findNote = () => fold(document.querySelector(".cite [data-copied]")?.textContent ?? location.href);

  const readTable = (table) => {
    const rows = [...table.rows].filter((row) => !row.matches(".opened"));
    const span = (cell) => ["colSpan", "rowSpan"].map((name) => cell[name] > 1 ? ` ${name}="${cell[name]}"` : "").join("");
    const name = cellName(table);
    const note = findNote();
    const drawn = rows.map((row) => [...row.cells].map((cell) => {
      const tag = cell.tagName.toLowerCase();
      return `<${tag}${span(cell)}>${escape(readCell(cell))}</${tag}>`;
    }).join(""));
    const lines = rows.map((row) =>
      [...row.cells].map((cell) => readCell(cell) + "\t".repeat(cell.colSpan - 1)).join("\t"));
    const body = drawn.map((row) => `<tr>${row}</tr>`).join("");
    return [
      [name, ...lines, "", note].join("\n"),
      `<table border="1"><caption>${escape(name)}</caption>${body}</table><p>${escape(note)}</p>`,
    ];
  };
  const cellName = (table) => fold(document.querySelector("h1")?.textContent ?? table.ariaLabel ?? document.title);

  const findTable = () => document.querySelector("main table.matrix, main table.list, main table");

  const READERS = {
    link: (button) => [new URL(button.dataset.address ?? location.href, location.href).href],
    text: (button) => [fold(button.closest("dd").querySelector("[data-copied]").textContent)],
    quote: () => {
      const [quote, note] = [document.querySelector("blockquote"), findNote()];
      const text = fold(quote.textContent);
      return [`${text} [1]\n\n[1] ${note}`, `<p>${escape(text)}<sup>1</sup></p><p><sup>1</sup> ${escape(note)}</p>`];
    },
    table: () => readTable(findTable()),
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const said = button.parentElement.querySelector("[role=status]");
    if (button.dataset.copy === "table" && !findTable()) {
      said.textContent = "There is no table here to copy";
      return;
    }
    try {
      await clip(...READERS[button.dataset.copy](button));
      said.textContent = "Copied";
    } catch {
      said.textContent = "The browser does not let this page copy; select the text instead";
    }
  });
})();
