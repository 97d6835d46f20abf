// The filters of a page, which change it in place: each change is one request, and one step back.
(() => {
  "use strict";
  let restoring = null; // the request for the page that Back leads to
  const findForm = () => document.getElementById("filters");
  const read = (form) => new URLSearchParams(new FormData(form)).toString();

  // Enter changes a field and submits its form at once: the change has asked already. What is changed while an answer is
  // on its way is asked for next, and that answer is drawn.
  const asked = new WeakMap(); // form → what it waits for
  const changed = new WeakSet(); // forms that have to ask again
  const isForm = (element) => element?.id === "filters";
  document.addEventListener("htmx:configRequest", (event) => {
    if (isForm(event.detail.elt)) asked.set(event.detail.elt, read(event.detail.elt));
  });
  document.addEventListener("htmx:afterRequest", (event) => asked.delete(event.detail.elt));
  const noteChange = (event) => {
    const form = event.target.closest("#filters");
    if (asked.has(form) && asked.get(form) !== read(form) && event.target.value !== "another") changed.add(form);
  };
  document.addEventListener("change", noteChange, true);
  document.addEventListener("submit", (event) => {
    noteChange(event);
    if (!isForm(event.target) || asked.get(event.target) !== read(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  // A day that the list does not offer is typed: its field opens when the list says so, and nothing is asked for yet.
  document.addEventListener("change", (event) => {
    if (!event.target.matches(".day select")) return;
    const beside = event.target.closest(".day").querySelector("details");
    const field = beside.querySelector("input");
    beside.open = event.target.value === "another";
    if (beside.open) {
      event.stopPropagation();
      field.focus();
    } else {
      field.value = "";
    }
  }, true);

  // The form is drawn anew with the page, or alone where it cannot be read (400). What was unfolded stays so, and the
  // focus where it was; of a pill that is gone it goes to the next.
  const findAgain = ({ id, name }) => id ? `#${CSS.escape(id)}` : name && `#id_${CSS.escape(name)}`;
  let before = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event;
    if (detail.xhr.status === 400) Object.assign(detail, { shouldSwap: true, isError: false });
    const sender = detail.requestConfig?.elt;
    if (isForm(sender) && (changed.delete(sender) || restoring || !sender.isConnected)) detail.shouldSwap = false;
    const form = findForm();
    const focused = document.activeElement ?? document.body;
    before = form && detail.target.contains(form) && {
      unfolded: form.querySelector(":scope > details")?.open,
      focused: focused.closest(".active") ? ".active a, #filters > button" : findAgain(focused),
    };
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (!before) return;
    if (before.unfolded) findForm()?.querySelector(":scope > details")?.setAttribute("open", "");
    if (before.focused && document.activeElement === document.body) document.querySelector(before.focused)?.focus();
    before = null;
  });

  // An address that is shown already is no new step. Back asks the server, and what was asked before is not drawn any
  // more; a page that could not be read is loaded as one.
  document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
    const step = event.detail.history;
    if (step.type === "push" && step.path === location.pathname + location.search) step.type = "replace";
  });
  document.addEventListener("htmx:historyCacheMiss", (event) => {
    restoring?.abort();
    restoring = event.detail.xhr;
    restoring.onerror = () => { restoring = null; };
  });
  document.addEventListener("htmx:historyRestore", () => {
    restoring = null;
  });
  // Above a page as of a release, the way to today's page goes with the filters.
  const leadToToday = () => {
    const link = document.querySelector(".as-of-release a");
    if (link) link.href = (location.pathname + location.search).replace(link.dataset.start, "");
  };
  for (const step of ["pushedIntoHistory", "replacedInHistory", "historyRestore"]) {
    document.addEventListener(`htmx:${step}`, leadToToday);
  }
  document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) findForm()?.reset();
  });

  document.addEventListener("click", (event) => {
    if (event.target.matches(".print")) window.print();
  });
})();
