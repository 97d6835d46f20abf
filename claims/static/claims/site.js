// The opened cell: a panel beside the matrix. Without JavaScript its link leads to a page of its own.
(() => {
  "use strict";
  let opener = null;

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
  // What is not filled in does not belong in the address.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get" || !event.detail.elt.matches("form.filters")) return;
    for (const name of [...event.detail.formData.keys()]) {
      const filled = event.detail.formData.getAll(name).filter((value) => value !== "" && value !== "auto");
      event.detail.formData.delete(name);
      filled.forEach((value) => event.detail.formData.append(name, value));
    }
  });
  // A faulty filter answers with 400 and says why: show that, rather than nothing.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 400) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
