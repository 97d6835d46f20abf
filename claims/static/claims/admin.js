// Small helps in the admin; every page works without them.
(() => {
  "use strict";
  const form = document.getElementById("claim_form");
  let dirty = false;
  if (form) {
    form.addEventListener("input", () => { dirty = true; });
    form.addEventListener("submit", () => { dirty = false; });
  }
  // A value is chosen by typing it: 2, +2, -2 or −2. Browsers look for an option that begins with what is typed, and
  // “2” begins none.
  const value = document.querySelector("select#id_value");
  if (value) {
    let sign = "";
    value.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (["+", "-", "−", "–"].includes(event.key)) {
        sign = event.key === "+" ? "" : "-";
        event.preventDefault();
      } else if (/^[0-9]$/.test(event.key)) {
        const typed = event.key === "0" ? "0" : sign + event.key;
        sign = "";
        event.preventDefault();
        if (![...value.options].some((option) => option.value === typed)) return;
        value.value = typed;
        value.dispatchEvent(new Event("input", { bubbles: true }));
        value.dispatchEvent(new Event("change", { bubbles: true }));
      } else if (event.key !== "Shift") sign = "";
    });
  }
  // Of another proposal, other wordings are offered.
  const offerWordings = async (select, proposal) => {
    const address = `${select.dataset.url}?proposal=${encodeURIComponent(proposal.value)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { wordings } = await answer.json();
    const [none] = select.options;
    select.replaceChildren(none, ...wordings.map(({ key, words }) => new Option(words, key)));
  };
  // Moving a claim on leaves what was typed in its form behind: ask first.
  for (const leaving of document.querySelectorAll("form[data-leaves]")) {
    leaving.addEventListener("submit", (event) => {
      if (dirty && !window.confirm("What you changed in the form below is not saved. Go on without it?")) {
        event.preventDefault();
      }
    });
  }
  // What select2 draws in place of a select is named as the select is, with what is chosen.
  const label = (select) => {
    const own = select.labels && select.labels[0];
    return (own ? own.textContent : select.getAttribute("aria-label") || "").trim().replace(/:$/, "");
  };
  const name = (select) => {
    const drawn = select.nextElementSibling;
    if (!drawn || !drawn.classList.contains("select2-container")) return;
    const chosen = [...select.selectedOptions].map((option) => option.textContent.trim()).filter(Boolean).join(", ");
    const said = chosen ? `${label(select)}: ${chosen}` : label(select);
    for (const part of drawn.querySelectorAll("[role=combobox], [role=textbox], input, ul")) {
      part.setAttribute("aria-label", said);
    }
  };
  const $ = window.django && window.django.jQuery;
  if (!$) return;
  $(() => {  // after select2 has drawn: its script asked to be run before this one
    document.querySelectorAll("select.admin-autocomplete").forEach(name);
    $("select.admin-autocomplete").on("change", (event) => {
      dirty = dirty || Boolean(form && form.contains(event.target));
      name(event.target);
      const select = document.querySelector(`select[data-wordings-of="${event.target.id}"]`);
      if (select) offerWordings(select, event.target);
    });
    $(document).on("select2:open", (event) => {
      const searched = document.querySelector(".select2-container--open .select2-search__field");
      if (searched) searched.setAttribute("aria-label", `${label(event.target)}: type to search`);
    });
    // A filter is applied as soon as something is chosen.
    $("select[data-filter]").on("select2:select select2:clear", (event) => event.target.form.submit());
  });
})();
