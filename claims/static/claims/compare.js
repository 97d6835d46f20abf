// Codings side by side: 1, 2 … take that coder's, E edits the first, N is no claim, arrows go from unit to unit.
(() => {
  "use strict";
  const typing = "input, textarea, select";
  const units = () => [...document.querySelectorAll(".unit:has(.settle)")].filter((unit) => unit.checkVisibility());
  const getUnit = () => document.activeElement?.closest(".unit") ?? units()[0];
  const goTo = (unit) => {
    unit?.focus({ preventScroll: true });
    unit?.scrollIntoView({ block: "start" });
  };
  const step = (way) => {
    const all = units();
    const at = all.indexOf(document.activeElement?.closest(".unit"));
    goTo(all[at < 0 ? 0 : Math.min(Math.max(at + way, 0), all.length - 1)]);
  };
  const refuse = () => {
    const reason = getUnit()?.querySelector("[name=reason]");
    if (reason?.value.trim()) getUnit().querySelector("[name=none]").click();
    else reason?.focus();
  };
  const KEYS = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    e: () => getUnit()?.querySelector("a.button")?.click(),
    n: refuse,
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const { key, target } = event;
    const reason = target.matches("[name=reason]");
    if ((event.ctrlKey || event.metaKey) && key === "Enter" && reason) {
      event.preventDefault();
      getUnit().querySelector("[name=none]").click();
    } else if (key === "Escape" && reason) {
      target.closest(".unit").focus();
    } else if (!event.ctrlKey && !event.metaKey && !target.matches(typing)) {
      const take = /^[1-9]$/.test(key) && getUnit()?.querySelector(`.settle [data-key="${key}"]`);
      if (!take && !KEYS[key]) return;
      event.preventDefault();
      if (take) take.click();
      else KEYS[key]();
    }
  });
  goTo(document.querySelector(".unit:target"));
})();
