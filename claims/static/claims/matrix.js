// The matrix: its opened cell, which stands below its row and in the address, and arrow keys between cells. Without
// JavaScript the server draws the cell there, and the tab key goes from link to link.
(() => {
  "use strict";
  const table = () => document.querySelector("table.matrix");
  const opened = () => document.getElementById("opened_cell");
  const listRows = () => [...(table()?.tBodies[0].rows ?? [])].filter((row) => !row.matches(".g, .opened"));
  const listRowsAndHead = () => [table()?.tHead.rows[1], ...listRows()].filter(Boolean);
  const listLinks = (row) => [...row.querySelectorAll("a")];

  // ---- The opened cell ----
  const unmark = () => {
    for (const marked of table()?.querySelectorAll(".here") ?? []) {
      marked.classList.remove("here");
      marked.removeAttribute("aria-current");
    }
  };

  const findOpener = () => {
    const address = opened()?.dataset.cell;
    return listRows().flatMap(listLinks).find((link) => link.getAttribute("href") === address);
  };

  const mark = () => {
    const link = findOpener();
    link?.classList.add("here");
    link?.setAttribute("aria-current", "true");
    link?.closest("tr").classList.add("here");
    if (link) setStop(link);
  };

  // To close it is a step in the history as to open it was; htmx draws what Back leads to where the state says so.
  const close = () => {
    const link = opened()?.querySelector("[data-close]");
    if (!link) return;
    const opener = findOpener();
    unmark();
    opened().remove();
    history.replaceState({ htmx: true }, "");
    history.pushState({ htmx: true }, "", link.href);
    opener?.focus();
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status !== 200 || !event.detail.target?.closest("table.matrix")) return;
    unmark();
    opened()?.remove();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.closest("table.matrix")) mark();
    else if (table()) setStops();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    close();
  });

  // ---- Arrow keys: the table is one stop of the tab key, as its rows would be dozens ----
  let stop = null; // the link that the tab key leads to
  const setStop = (link) => {
    if (stop) stop.tabIndex = -1;
    link.tabIndex = 0;
    stop = link;
  };
  const setStops = () => {
    for (const link of listRowsAndHead().flatMap(listLinks)) link.tabIndex = -1;
    stop = null;
    const first = table()?.querySelector("a.here") ?? listRows().flatMap(listLinks)[0];
    if (first) setStop(first);
  };

  // In another row: the link in the same column, or the nearest before it.
  const findInRow = (row, column) =>
    row && (listLinks(row).filter((link) => link.closest("th, td").cellIndex <= column).at(-1) ?? listLinks(row)[0]);

  const findLink = (event) => event.target.closest?.("table.matrix tr:not(.opened) a");

  const findGroup = (row, step) => {
    const heads = [...table().querySelectorAll("tr.g")];
    const passed = heads.filter((head) => head.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING).length;
    const first = heads[passed - 1]?.nextElementSibling === row;
    return heads[passed - 1 + (step > 0 ? 1 : first ? -1 : 0)]?.nextElementSibling;
  };

  const findNext = (link, event) => {
    const row = link.closest("tr");
    const rows = listRowsAndHead();
    const links = listLinks(row);
    const [here, at] = [rows.indexOf(row), links.indexOf(link)];
    const column = link.closest("th, td").cellIndex;
    switch (event.key) {
      case "ArrowRight": return links[at + 1];
      case "ArrowLeft": return links[at - 1];
      case "ArrowDown": return findInRow(rows[here + 1], column);
      case "ArrowUp": return findInRow(rows[here - 1], column);
      case "Home": return event.ctrlKey ? findInRow(rows[1], column) : links[0];
      case "End": return event.ctrlKey ? findInRow(rows.at(-1), column) : links.at(-1);
      case "PageDown": return findInRow(findGroup(row, 1) ?? rows.at(-1), column);
      case "PageUp": return findInRow(findGroup(row, -1) ?? rows[1], column);
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    const link = findLink(event);
    if (!link || event.altKey || event.metaKey || event.shiftKey) return;
    const next = findNext(link, event);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  document.addEventListener("focusin", (event) => {
    const link = findLink(event);
    if (link) setStop(link);
  });
  document.addEventListener("htmx:historyRestore", setStops);
  setStops();
})();
