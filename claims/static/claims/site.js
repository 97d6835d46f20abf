// The opened cell: a panel beside the matrix. Without JavaScript its link leads to a page of its own.
(() => {
  "use strict";
  let opener = null;

  const shownQuery = () => new URLSearchParams(location.search).toString();

  const close = () => {
    const panel = document.getElementById("panel");
    if (!panel || !panel.childElementCount) return;
    panel.replaceChildren();
    if (opener) opener.focus();
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id === "panel") opener = event.detail.elt;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "panel") return;
    const button = event.detail.target.querySelector("[data-close]");
    if (button) button.hidden = false;
    event.detail.target.focus();
  });
  // An opened cell was drawn under other filters: it goes when they change.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id === "matrix") close();
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
    if (event.target.closest("[data-close]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
