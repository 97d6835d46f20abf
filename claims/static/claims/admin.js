// Small helps in the admin; every page works without them.
(() => {
  "use strict";
  const form = document.getElementById("claim_form");
  let dirty = false;
  if (form) {
    form.addEventListener("input", () => { dirty = true; });
    form.addEventListener("submit", () => { dirty = false; });
  }
  // Moving a claim on leaves what was typed in its form behind: ask first.
  for (const leaving of document.querySelectorAll("form[data-leaves]")) {
    leaving.addEventListener("submit", (event) => {
      if (dirty && !window.confirm("What you changed in the form below is not saved. Go on without it?")) {
        event.preventDefault();
      }
    });
  }
  // A filter is applied as soon as something is chosen.
  window.addEventListener("load", () => {
    if (!window.django || !window.django.jQuery) return;
    window.django.jQuery("select[data-filter]").on("select2:select select2:clear", (event) => {
      event.target.form.submit();
    });
  });
})();
