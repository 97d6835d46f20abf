// The opened cell: a panel beside the matrix, and in its address. Without JavaScript the server draws it there.
(() => {
  "use strict";
  const shownQuery = () => new URLSearchParams(location.search).toString();

  // To close it is a step in the history as to open it was; htmx draws what Back leads to where the state says so.
  const close = () => {
    const panel = document.getElementById("panel");
    const link = panel?.querySelector("[data-close]");
    if (!link) return;
    const opener = [...document.querySelectorAll("a.cell")].find((cell) => cell.href === location.href);
    panel.replaceChildren();
    history.replaceState({ htmx: true }, "");
    history.pushState({ htmx: true }, "", link.href);
    opener?.focus();
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    const panel = document.getElementById("panel");
    if (event.detail.target === panel) panel?.focus();
    // An opened cell was drawn under other filters: it goes when they change, and is in their address no more.
    if (event.detail.target?.id === "matrix") panel?.replaceChildren();
  });
  // What is not filled in does not belong in the address. Enter changes a field and submits its form: that is one
  // request, and one step back.
  const asked = new WeakMap(); // form → what it last asked for
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get" || !event.detail.elt.matches("form.filters")) return;
    for (const name of [...event.detail.formData.keys()]) {
      const filled = event.detail.formData.getAll(name).filter((value) => value !== "" && value !== "auto");
      event.detail.formData.delete(name);
      filled.forEach((value) => event.detail.formData.append(name, value));
    }
    const wanted = new URLSearchParams(event.detail.formData).toString();
    const before = asked.get(event.detail.elt) ?? (event.detail.elt.querySelector(".wrong") ? null : shownQuery());
    if (event.detail.triggeringEvent?.type === "submit" && wanted === before) event.preventDefault();
    asked.set(event.detail.elt, wanted);
  });
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
  // A filter that cannot be read answers with 400 and says why: show that, rather than nothing. What was wrong with a
  // form that stands outside of what is loaded anew is over once it is right.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 400) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    } else if (event.detail.requestConfig?.elt?.matches("form.filters")) {
      document.querySelectorAll(".filters .wrong").forEach((message) => message.remove());
      document.querySelectorAll(".filters [aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
