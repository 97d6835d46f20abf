// Coding beside the text: a passage is selected by mouse or keys, the form is filled, names are completed. Without this
// the number of a paragraph takes it into the form, and the rest is typed.
(() => {
  "use strict";
  const reading = document.querySelector(".reading");
  if (!reading) return;
  // A claim that is reviewed stands where its passage is; a key passes it on, and the next one follows.
  const reviewing = document.getElementById("reviewing");
  if (reviewing) {
    const passage = reading.querySelector("mark.chosen") ?? reading.querySelector(".para.now");
    passage?.scrollIntoView({ block: "center" });
    reviewing.focus({ preventScroll: true });
    document.addEventListener("keydown", (event) => {
      const { key, ctrlKey, metaKey, altKey, target } = event;
      const reason = document.getElementById("id_reason");
      if ((ctrlKey || metaKey) && key === "Enter" && target === reason) reviewing.querySelector("[name=_return]").click();
      else if (key === "Escape" && target === reason) reviewing.focus();
      else if (ctrlKey || metaKey || altKey || target.matches("input, textarea")) return;
      else if (key === "p") reviewing.querySelector(".publish").click();
      else if (key === "r") reason.focus();
      else if (key === "n") document.querySelector(".desk-bar .after")?.click();
      else return;
      event.preventDefault();
    });
    return;
  }
  const getForm = () => document.getElementById("coding");
  const getField = (name) => document.getElementById(`id_${name}`);
  const typing = "input:not([type=radio], [type=checkbox]), textarea, select";
  const AROUND = 60; // characters before and after a passage that tell it from another one

  // ---- The text: paragraphs are drawn anew after a save, so they are asked for each time
  const paragraphs = () => [...reading.querySelectorAll(".para[id^=p]")];
  const numberOf = (para) => Number(para.id.slice(1));
  const bodyOf = (para) => para.querySelector(":scope > p");
  const textOf = (para) => bodyOf(para).textContent;
  const cut = (text, granularity) =>
    [...new Intl.Segmenter(reading.lang || "en", { granularity }).segment(text)]
      .map(({ segment, index }) => ({ start: index, end: index + segment.trimEnd().length }))
      .filter(({ start, end }) => end > start && (granularity === "sentence" || /[\p{L}\p{N}]/u.test(text.slice(start, end))));

  // ---- What is chosen: a stretch from a place in one paragraph to a place in the same or a later one
  let now = Number(reading.querySelector(".para.now")?.id.slice(1)) || 0;
  let chosen = null; // { first, start, last, end }: numbers of paragraphs, places in their texts
  let left = null; // the passage of the claim that was saved last: the next sentence is the one after it

  const moveTo = (number) => {
    const all = paragraphs();
    if (!all.length) return;
    now = Math.min(Math.max(number, 1), all.length);
    for (const para of all) para.classList.toggle("now", numberOf(para) === now);
    const read = document.querySelector(".read-next");
    if (read) [read.value, read.title] = [now, `Paragraph ${now} was read: mark it, and go on to the next`];
    all[now - 1].scrollIntoView({ block: "nearest" });
  };

  const makeRange = ({ first, start, last, end }) => {
    const all = paragraphs();
    const range = document.createRange();
    range.setStart(...findNode(bodyOf(all[first - 1]), start));
    range.setEnd(...findNode(bodyOf(all[last - 1]), end));
    return range;
  };
  const findNode = (body, place) => {
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node && place > node.length) {
      place -= node.length;
      node = walker.nextNode();
    }
    return node ? [node, place] : [body, 0];
  };
  const highlight = () => {
    if (!window.CSS?.highlights) return markChosen();
    CSS.highlights.delete("chosen");
    if (chosen) CSS.highlights.set("chosen", new Highlight(makeRange(chosen)));
  };
  // For browsers without the highlights of CSS: the passage is enclosed, piece by piece.
  const markChosen = () => {
    for (const mark of reading.querySelectorAll("mark.chosen")) {
      mark.replaceWith(...mark.childNodes);
    }
    if (!chosen) return;
    const range = makeRange(chosen);
    const walker = document.createTreeWalker(reading, NodeFilter.SHOW_TEXT);
    const pieces = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest(".para > p") && range.intersectsNode(node)) pieces.push(node);
    }
    for (const node of pieces) {
      const piece = document.createRange();
      piece.selectNodeContents(node);
      if (node === range.startContainer) piece.setStart(node, range.startOffset);
      if (node === range.endContainer) piece.setEnd(node, range.endOffset);
      const mark = document.createElement("mark");
      mark.className = "chosen";
      if (!piece.collapsed) piece.surroundContents(mark);
    }
  };

  const readChosen = () => {
    const all = paragraphs();
    const { first, start, last, end } = chosen;
    if (first === last) return textOf(all[first - 1]).slice(start, end);
    const between = all.slice(first, last - 1).map(textOf);
    return [textOf(all[first - 1]).slice(start), ...between, textOf(all[last - 1]).slice(0, end)].join("\n\n");
  };
  const countIn = (quote) => {
    let number = 0;
    for (const para of paragraphs()) {
      const text = textOf(para);
      for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) number += 1;
    }
    return number;
  };

  const choose = (stretch) => {
    chosen = stretch;
    left = null;
    moveTo(stretch.first);
    const quote = readChosen();
    const all = paragraphs();
    const ambiguous = stretch.first === stretch.last && countIn(quote) > 1;
    getField("quote").value = quote;
    getField("prefix").value = ambiguous ? readWords(textOf(all[stretch.first - 1]).slice(0, stretch.start).slice(-AROUND), "before") : "";
    getField("suffix").value = ambiguous ? readWords(textOf(all[stretch.last - 1]).slice(stretch.end).slice(0, AROUND), "after") : "";
    getField("locator").value = `para. ${stretch.first}`;
    highlight();
    check();
  };
  // Whole words: what was cut in the middle is left out.
  const readWords = (text, side) => {
    if (text.length < AROUND) return text.trim();
    return (side === "before" ? text.replace(/^\S*\s/, "") : text.replace(/\s\S*$/, "")).trim();
  };

  // ---- By mouse: what is selected in the text, without the blanks at its ends
  const findPlace = (node, offset) => {
    const para = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".para[id^=p]");
    if (!para || !bodyOf(para).contains(node)) return null;
    const before = document.createRange();
    before.selectNodeContents(bodyOf(para));
    before.setEnd(node, offset);
    return { number: numberOf(para), place: before.toString().length };
  };
  document.addEventListener("mouseup", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !reading.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const from = findPlace(range.startContainer, range.startOffset);
    const to = findPlace(range.endContainer, range.endOffset);
    if (!from || !to || (from.number === to.number && from.place === to.place)) return;
    const all = paragraphs();
    const text = textOf(all[from.number - 1]);
    const start = from.place + (text.slice(from.place).length - text.slice(from.place).trimStart().length);
    const end = textOf(all[to.number - 1]).slice(0, to.place).trimEnd().length;
    if (from.number === to.number && end <= start) return;
    selection.removeAllRanges();
    choose({ first: from.number, start, last: to.number, end });
  });
  reading.addEventListener("click", (event) => {
    const number = event.target.closest(".para > .no");
    if (!number || number.closest("#elsewhere")) return;
    event.preventDefault();
    const para = number.closest(".para");
    choose({ first: numberOf(para), start: 0, last: numberOf(para), end: textOf(para).length });
  });

  // ---- By keys
  const stepSentence = (way) => {
    const all = paragraphs();
    if (!all.length) return;
    const from = chosen ?? left;
    let number = from?.first || now || 1;
    let at = from ? from.start : way > 0 ? -1 : Infinity;
    if (now && from && now !== from.first) [number, at] = [now, way > 0 ? -1 : Infinity];
    for (; number >= 1 && number <= all.length; number += way, at = way > 0 ? -1 : Infinity) {
      const sentences = cut(textOf(all[number - 1]), "sentence");
      const next = way > 0 ? sentences.find(({ start }) => start > at) : sentences.findLast(({ start }) => start < at);
      if (next) return choose({ first: number, start: next.start, last: number, end: next.end });
    }
  };
  const stepWord = (edge, way) => {
    if (!chosen || chosen.first !== chosen.last) return;
    const words = cut(textOf(paragraphs()[chosen.first - 1]), "word");
    const places = words.map((word) => word[edge]);
    const next = way > 0 ? places.find((place) => place > chosen[edge]) : places.findLast((place) => place < chosen[edge]);
    const moved = { ...chosen, [edge]: next };
    if (next !== undefined && moved.start < moved.end) choose(moved);
  };
  const stepParagraph = (way) => {
    chosen = left = null;
    highlight();
    moveTo((now || (way > 0 ? 0 : 2)) + way);
  };

  const check_radio = (selector) => {
    const radio = getForm().querySelector(selector);
    if (radio) radio.checked = true;
  };
  const cycle = (name) => {
    const radios = [...getForm().querySelectorAll(`input[name=${name}]`)];
    const at = radios.findIndex((radio) => radio.checked);
    radios[(at + 1) % radios.length].checked = true;
  };
  const goTo = (name) => {
    const field = getField(name);
    const folded = field.closest("details");
    if (folded) folded.open = true;
    field.focus();
    field.select?.();
  };
  const KEYS = {
    p: () => check_radio("[name=dimension][value=position]"),
    r: () => check_radio("[name=dimension][value=prospects]"),
    s: () => check_radio("[name=dimension][value=salience]"),
    a: () => cycle("attribution"),
    y: () => goTo("speaker"),
    c: () => goTo("conditions"),
    h: () => goTo("depends_on"),
    t: () => goTo("covers"),
    w: () => goTo("argument"),
    d: () => goTo("said_on"),
    u: () => getForm().querySelector(".take-back")?.click(),
    n: () => document.querySelector(".read-next")?.click(),
    Enter: () => goTo("holder"),
  };
  const ARROWS = {
    ArrowDown: (shift) => (shift ? stepWord("start", 1) : stepParagraph(1)),
    ArrowUp: (shift) => (shift ? stepWord("start", -1) : stepParagraph(-1)),
    ArrowRight: (shift) => (shift ? stepWord("end", 1) : stepSentence(1)),
    ArrowLeft: (shift) => (shift ? stepWord("end", -1) : stepSentence(-1)),
  };
  const act = (event) => {
    const { key, shiftKey, target } = event;
    if (ARROWS[key]) {
      if (target.matches("[type=radio]")) return false;
      ARROWS[key](shiftKey);
    } else if (/^[0-5]$/.test(key)) {
      check_radio(`[name=value][data-key="${key}"]`);
    } else if (KEYS[key] && !(key === "Enter" && target.closest("a, button, summary"))) {
      KEYS[key]();
    } else {
      return false;
    }
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || !getForm()) return;
    const { key, target } = event;
    const mine = target === document.body || target.closest?.(".reading, #coding");
    if (!mine) return;
    if ((event.ctrlKey || event.metaKey) && key === "Enter") {
      event.preventDefault();
      getForm().querySelector(event.shiftKey ? "[name=_another]" : ".primary")?.click();
    } else if (key === "Escape") {
      reading.focus();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !target.matches(typing) && act(event)) {
      event.preventDefault();
    }
  });

  // ---- The state of the quote, asked of the server: it has the rule
  let asking = null;
  let waiting = 0;
  const check = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 60);
  };
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const form = getForm();
    const body = new FormData();
    for (const name of ["quote", "prefix", "suffix"]) body.set(name, getField(name).value);
    body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const answer = await fetch(form.dataset.check, { method: "POST", body, signal: asking.signal });
      if (!answer.ok) return;
      document.getElementById("state").outerHTML = await answer.text();
      const { locator } = document.getElementById("state").dataset; // the page, where the file has pages
      if (chosen && locator) getField("locator").value = locator;
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  document.addEventListener("input", (event) => {
    if (event.target.matches("#id_quote, #id_prefix, #id_suffix")) check();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".take-over");
    if (!button) return;
    event.preventDefault(); // without scripts the server takes it over
    const passage = button.value;
    const para = paragraphs().find((each) => textOf(each).includes(passage));
    const start = para ? textOf(para).indexOf(passage) : -1;
    if (start >= 0) {
      choose({ first: numberOf(para), start, last: numberOf(para), end: start + passage.length });
    } else {
      getField("quote").value = passage;
      check();
    }
    reading.focus();
  });

  // ---- Names: two letters and Enter
  const CHOOSES = { id_holder: "actors", id_speaker: "actors", id_proposal: "proposals", id_depends_on: "proposals" };
  const NEXT = { id_holder: "proposal", id_speaker: "proposal" };
  const MOST = 8;
  let names = null;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const addRow = (row, alike = false) => {
    row.folded = [row.name, ...row.names].map(fold);
    row.written = alike ? row.slug : row.name;
  };
  const load = async () => {
    const answer = await fetch(getForm().dataset.names);
    if (!answer.ok) return;
    const read = await answer.json();
    for (const rows of Object.values(read)) {
      const often = new Map();
      for (const row of rows) often.set(row.name, (often.get(row.name) ?? 0) + 1);
      for (const row of rows) addRow(row, often.get(row.name) > 1);
    }
    names = read;
    if (document.activeElement?.id in CHOOSES) offer(document.activeElement);
  };
  // How well a row fits what is typed: 0 best, 4 not at all.
  const rank = (row, typed) => {
    if (row.folded.some((name) => name === typed)) return 0;
    if (row.folded.some((name) => name.startsWith(typed))) return 1;
    if (row.folded.some((name) => name.split(/[\s\-/(“"]+/u).some((word, at, words) => words.slice(at).join(" ").startsWith(typed)))) return 2;
    return row.folded.some((name) => name.includes(typed)) ? 3 : 4;
  };
  const readTyped = (field) => {
    if (field.id !== "id_depends_on") return { before: "", typed: field.value.trim() };
    const [, before, typed] = field.value.match(/^(.*;\s*)?(.*)$/s);
    const [, not, name] = typed.match(/^(not\s+|!)?(.*)$/s);
    return { before: (before ?? "") + (not ?? ""), typed: name.trim() };
  };
  const findOptions = (field) => {
    const { typed } = readTyped(field);
    if (!names || !typed) return [];
    const folded = fold(typed);
    return names[CHOOSES[field.id]]
      .map((row, at) => ({ row, at, rank: rank(row, folded) }))
      .filter((option) => option.rank < 4)
      .sort((one, other) => one.rank - other.rank || one.at - other.at)
      .slice(0, MOST)
      .map(({ row }) => row)
      .concat(typed.length > 1 && !names[CHOOSES[field.id]].some(({ folded: [name] }) => name === folded) ? [{ missed: typed, name: `Suggest “${typed}”`, names: [] }] : []);
  };
  let options = [];
  let active = 0;
  const list = document.createElement("ul");
  list.id = "offers";
  list.className = "offers";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  const close = () => {
    list.hidden = true;
    options = [];
    for (const id of Object.keys(CHOOSES)) {
      const field = document.getElementById(id);
      field?.setAttribute("aria-expanded", "false");
      field?.removeAttribute("aria-activedescendant");
    }
  };
  const offer = (field) => {
    options = findOptions(field);
    active = 0;
    const { typed } = readTyped(field);
    const exact = options.length === 1 && !options[0].missed && options[0].folded[0] === fold(typed) && options[0].written === typed;
    if (!options.length || exact) return close();
    field.parentElement.append(list);
    draw(field);
  };
  const draw = (field) => {
    list.replaceChildren(...options.map((row, at) => {
      const option = document.createElement("li");
      option.id = `offers-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(at === active));
      option.dataset.at = at;
      option.textContent = row.name;
      const beside = row.suggested ? "suggested" : row.names[0];
      if (beside) {
        const small = document.createElement("small");
        small.textContent = ` ${beside}`;
        option.append(small);
      }
      return option;
    }));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    field.setAttribute("aria-activedescendant", `offers-${active}`);
    list.children[active]?.scrollIntoView({ block: "nearest" });
  };
  const take = (field, row) => {
    if (row.missed) return suggest(field, row.missed);
    field.value = readTyped(field).before + row.written;
    close();
    if (NEXT[field.id]) goTo(NEXT[field.id]);
    else if (field.id === "id_proposal") getForm().focus();
  };
  // ---- What is missing is suggested in a window over the text
  const dialog = document.getElementById("suggest");
  let asksFor = null; // the field for which something is suggested
  const suggest = async (field, missed) => {
    close();
    asksFor = field;
    const kind = CHOOSES[field.id];
    const address = getForm().dataset[kind === "actors" ? "suggestActors" : "suggestProposals"];
    const answer = await fetch(`${address}?name=${encodeURIComponent(missed)}`);
    if (!answer.ok) return;
    dialog.innerHTML = await answer.text();
    htmx.process(dialog);
    dialog.showModal();
    dialog.querySelector("select, input[type=text]:placeholder-shown, textarea")?.focus();
  };
  dialog.addEventListener("click", (event) => {
    if (event.target.matches(".cancel")) dialog.close();
  });
  dialog.addEventListener("close", () => asksFor?.focus());
  document.addEventListener("suggested", (event) => {
    const { kind, ...row } = event.detail;
    addRow(row);
    names[`${kind}s`].push(row);
    const field = asksFor;
    asksFor = null; // closing must not lead back to it
    dialog.close();
    take(field, row);
  });

  const prepare = () => {
    for (const id of Object.keys(CHOOSES)) {
      const field = document.getElementById(id);
      if (!field) continue;
      for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", "offers"], ["aria-autocomplete", "list"], ["autocomplete", "off"]]) {
        field.setAttribute(name, value);
      }
    }
    getForm()?.setAttribute("tabindex", "-1");
  };
  document.addEventListener("input", (event) => {
    if (event.target.id in CHOOSES) offer(event.target);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.id in CHOOSES) close();
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the field keeps the focus
    const option = event.target.closest("[role=option]");
    if (option) take(list.parentElement.querySelector("input"), options[Number(option.dataset.at)]);
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!(field.id in CHOOSES) || event.isComposing) return;
    const { key } = event;
    if ((key === "ArrowDown" || key === "ArrowUp") && !list.hidden) {
      active = (active + (key === "ArrowDown" ? 1 : options.length - 1)) % options.length;
      draw(field);
    } else if (key === "Enter" && !event.ctrlKey && !event.metaKey) {
      if (!list.hidden) take(field, options[active]);
      else if (NEXT[field.id]) goTo(NEXT[field.id]);
      else getForm().focus();
    } else if (key === "Tab" && !list.hidden && !event.shiftKey && !options[active].missed) {
      field.value = readTyped(field).before + options[active].written;
      close();
      return;
    } else if (key === "Escape" && !list.hidden) {
      close();
    } else {
      return;
    }
    event.preventDefault();
  }, true);

  // ---- After a save the form is another one, and some paragraphs are drawn anew
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.matches(".coding") && event.detail.xhr.status === 400) {
      Object.assign(event.detail, { shouldSwap: true, isError: false });
    }
  });
  // After a paragraph was read the bar says which is next.
  document.addEventListener("htmx:afterSettle", () => {
    const bar = document.querySelector("#desk-bar[data-moved]");
    if (!bar) return;
    bar.removeAttribute("data-moved");
    chosen = null;
    highlight();
    moveTo(Number(bar.querySelector(".read-next").value));
    reading.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt?.id !== "coding" && event.target?.id !== "coding") return;
    prepare();
    moveTo(now || 1);
    const wrong = getForm().querySelector(".errorlist");
    if (wrong) {
      (wrong.parentElement.querySelector(typing) ?? getForm()).focus();
      return;
    }
    if (!getField("quote").value) [left, chosen] = [chosen ?? left, null];
    highlight();
    reading.focus({ preventScroll: true });
  });

  // What was sent and could not be taken is told where saving is; nothing that was typed is lost.
  const say = (sentence) => {
    const told = document.createElement("p");
    told.className = "error";
    told.textContent = sentence;
    getForm().querySelector(".said").replaceChildren(told);
  };
  document.addEventListener("htmx:sendError", () => say("Not saved: the server does not answer. What you typed is kept; save again."));
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    say(status === 403
      ? "Not saved: you are logged out. Log in on another page, then save again; what you typed is kept."
      : `Not saved: the server cannot take it now (${status}). What you typed is kept; save again in a moment.`);
  });

  prepare();
  load();
  if (now) {
    moveTo(now);
    reading.focus({ preventScroll: true });
  }
})();
