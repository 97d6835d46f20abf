// Returns what is wrong with how the page is laid out, in words: whether it is wider than the window, which texts are cut
// or lie on others, which targets are too small to hit. Beside it: tests/browser/layout.py.
() => {
  const TARGET = 24; // pixels, less what browsers round
  const faults = [];
  const root = document.documentElement;
  const scrolls = ({ overflowX, overflowY }) => [overflowX, overflowY].some((way) => /auto|scroll/.test(way));
  const cuts = ({ overflowX, overflowY }) => [overflowX, overflowY].some((way) => /hidden|clip/.test(way));

  function* listAncestors(element) {
    for (let each = element; each && each !== document.body; each = each.parentElement) yield each;
  }
  const isForEyes = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest(".unseen, .skip:not(:focus), .visually-hidden, .skip-to-content-link") &&
    parseFloat(getComputedStyle(element).fontSize) > 0;
  const describe = (element) => {
    const words = (element.getAttribute("aria-label") ?? element.textContent).trim().replace(/\s+/g, " ").slice(0, 40);
    const [parent, own] = [element.parentElement, element].map((each) => `${each?.localName}.${each?.className}`);
    return `${parent} > ${own} “${words}”`;
  };

  // The part of a box that is not scrolled out of sight, or null.
  const seePart = (element, box) => {
    let { left, top, right, bottom } = box;
    for (const each of listAncestors(element.parentElement)) {
      if (!scrolls(getComputedStyle(each))) continue;
      const around = each.getBoundingClientRect();
      [left, top] = [Math.max(left, around.left), Math.max(top, around.top)];
      [right, bottom] = [Math.min(right, around.right), Math.min(bottom, around.bottom)];
    }
    return right > left && bottom > top ? new DOMRect(left, top, right - left, bottom - top) : null;
  };

  // ---- The page as a whole ----
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter(
      (each) => seePart(each, each.getBoundingClientRect())?.right > root.clientWidth + 1,
    );
    faults.push(`wider than the window, ${root.scrollWidth} > ${root.clientWidth}: ${wide.slice(-2).map(describe)}`);
  }
  for (const each of document.querySelectorAll(".scroll")) {
    const over = each.scrollHeight - each.clientHeight;
    if (scrolls(getComputedStyle(each)) && over > 0 && over < 12) faults.push(`scrolls by ${over}: ${describe(each)}`);
  }
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((each) => each.checkVisibility());
  levels.forEach((each, place) => {
    const [level, before] = [each, levels[place - 1]].map((heading) => Number(heading?.localName[1] ?? 0));
    if (level > before + 1) faults.push(`heading skips a level: ${describe(each)}`);
  });

  // ---- Texts ----
  const lines = []; // of text as it is drawn, one box each
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const [node, element] = [walker.currentNode, walker.currentNode.parentElement];
    if (!node.data.trim() || /^(script|style|title|option|textarea)$/i.test(element.localName)) continue;
    if (!isForEyes(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const part = box.width > 1 && seePart(element, box);
      if (part) lines.push({ element, box, part });
    }
  }
  const cut = lines.filter(({ element, box }) =>
    [...listAncestors(element)].some((each) => {
      const style = getComputedStyle(each);
      if (style.display === "inline" || !cuts(style) || each.closest("[title]")) return false;
      const around = each.getBoundingClientRect();
      return box.right > around.right + 2 || box.left < around.left - 2 || box.bottom > around.bottom + 4;
    }),
  );
  for (const { element } of cut) faults.push(`cut: ${describe(element)}`);

  const isStuck = ({ element }) => [...listAncestors(element)].some((each) => getComputedStyle(each).position === "sticky");
  lines.sort((one, other) => one.part.top - other.part.top);
  lines.forEach((one, place) => {
    for (const other of lines.slice(place + 1)) {
      if (other.part.top > one.part.bottom - 3) break;
      if (one.element === other.element || isStuck(one) !== isStuck(other)) continue;
      const across = Math.min(one.part.right, other.part.right) - Math.max(one.part.left, other.part.left);
      const down = Math.min(one.part.bottom, other.part.bottom) - other.part.top;
      if (across > 2 && down > 0.45 * Math.min(one.part.height, other.part.height))
        faults.push(`lies on another: ${describe(one.element)} and ${describe(other.element)}`);
    }
  });

  // ---- Targets: a link within a sentence may be as low as its line, and small marks of a drawing stand in a table ----
  const measure = (element) => {
    const label = element.matches("[type=checkbox], [type=radio]") && element.labels[0];
    const boxes = [...(label || element).getClientRects(), ...[...element.children].flatMap((each) => [...each.getClientRects()])];
    const after = getComputedStyle(element, "::after");
    const beyond = after.position === "absolute" ? Math.max(0, -parseFloat(after.top)) : 0;
    return {
      width: Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left)),
      height: Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top)) + 2 * beyond,
    };
  };
  const standsInSentence = (link) => {
    if (link.localName !== "a" || getComputedStyle(link).display !== "inline") return false;
    const block = [...listAncestors(link.parentElement)].find((each) => getComputedStyle(each).display !== "inline");
    const words = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const { data, parentElement } = words.currentNode;
      if (/[\p{L}\d]/u.test(data) && !parentElement.closest("a, button, .unseen")) return true;
    }
    return false;
  };
  for (const each of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (each.type === "hidden" || each.disabled || !isForEyes(each) || each.closest(".stacked-mark")) continue;
    const { width, height } = measure(each);
    if (width > TARGET - 0.6 && height > TARGET - 0.6) continue;
    if (!standsInSentence(each)) faults.push(`target of ${Math.round(width)} × ${Math.round(height)}: ${describe(each)}`);
  }
  return [...new Set(faults)];
}
