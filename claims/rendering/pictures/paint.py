"""How a drawing's classes look where no stylesheet goes along: attributes of SVG, in the colours of a light page."""

from collections.abc import Mapping, Set

from ...rules.scales import Dimension
from ..palette import (
    AGREEMENT_SHADES,
    EXPERT_MARK,
    LEANING_COLOURS,
    PAGE_COLOURS,
    SIDE_MARKS,
    VALUE_SHADES,
    VERDICT_COLOURS,
    Shade,
    get_leaning_class,
    get_verdict_class,
)

SMALL, DATA = 12, 13  # pixels: letters of drawings, and of names

INK, SOFT, PAPER, LINE, RULE, FAINT = (
    PAGE_COLOURS[name].light for name in ("ink", "soft", "paper", "line", "rule", "faint")
)
METER, TRACK, FIELD, LINK = (PAGE_COLOURS[name].light for name in ("meter", "track", "field", "link"))
SHADES: Mapping[str, Shade] = {
    shade.css: shade for shade in (*VALUE_SHADES[Dimension.POSITION].values(), *AGREEMENT_SHADES)
}
_SIDES = {mark.css: mark.fill.light for mark in (*SIDE_MARKS, EXPERT_MARK)}
VERDICTS: Mapping[str, str] = {get_verdict_class(kind): colour.light for kind, colour in VERDICT_COLOURS.items()} | {
    get_leaning_class(leaning): colour.light for leaning, colour in LEANING_COLOURS.items()
}
_REFUSED = SHADES["v-n2"].background.light
_OUTLINED = {"stroke": PAPER, "stroke-width": "4", "paint-order": "stroke", "stroke-linejoin": "round"}

_LINES: Mapping[str, Mapping[str, str]] = {
    "axis": {"stroke": LINE},
    "gap": {"stroke": RULE, "stroke-width": "5"},
    "frame": {"fill": "none", "stroke": LINE},
    "wait": {"stroke": SOFT, "stroke-width": "2"},
    "joint": {"stroke": SOFT, "stroke-width": "1.5"},
    "knot": {"fill": PAPER, "stroke": LINK, "stroke-width": "2"},
    "event": {"stroke": SOFT, "stroke-dasharray": "1 3"},
    "reach": {"fill": FIELD},
    "reach-now": {"stroke": INK, "stroke-width": "2"},
    "dot": {"fill": INK},
    "ring": {"fill": PAPER, "stroke": INK, "stroke-width": "2.5"},
    "dash": {"fill": "none", "stroke": INK, "stroke-width": "2", "stroke-dasharray": "4 2"},
    "whole": {"fill": TRACK},
    "part": {"fill": METER},
    "published": {"fill": SOFT},
    "meter": {"stroke": METER, "stroke-width": "4"},
    "track": {"stroke": TRACK, "stroke-width": "4"},
    "base": {"stroke": SOFT, "fill": "none"},
}
HIDDEN = frozenset({"target", "narrow", "hole"})  # room to hit a mark, what is for phones, what only hides


def paint(tag: str, css: Set[str], around: Set[str]) -> dict[str, str]:
    """Return the attributes of an element of a drawing; `css` are its classes, `around` those of what it stands in."""
    shade = next((SHADES[name] for name in (*css, *around) if name in SHADES), None)
    if tag == "text":
        return _paint_text(css, around, shade)
    painted = {name: value for each in css if each in _LINES for name, value in _LINES[each].items()}
    side = next((_SIDES[name] for name in css if name in _SIDES), None)
    if side:
        painted |= {"fill": PAPER if "weak" in css else side, "stroke": side, "stroke-width": "2"}
    verdict = next((VERDICTS[name] for name in css if name in VERDICTS), None)
    if verdict:
        painted["fill"] = verdict
    if "no" in css:
        painted["stroke"] = _REFUSED
    if "open" in css:
        painted["stroke-dasharray"] = "4 4"
    if "hold" in css:
        painted |= _paint_stretch(css, shade)
    elif "bar" in css and shade:
        painted |= {"fill": shade.background.light, "stroke": SOFT, "stroke-width": "0.75"}
    elif tag == "rect" and not painted:
        painted |= paint_ground(around, shade)
    return painted


def paint_ground(css: Set[str], shade: Shade | None) -> dict[str, str]:
    """Return how the ground of a chip looks: hollow where the evidence is thin."""
    if shade is None:
        return {"fill": SOFT}
    if "weak" in css:
        return {"fill": PAPER, "stroke": (shade.edge or shade.background).light, "stroke-width": "1.5"}
    return {"fill": shade.background.light}


def find_ink(css: Set[str]) -> str:
    """Return the colour of the word of a chip with these classes."""
    shade = next((SHADES[name] for name in css if name in SHADES), None)
    if shade and "weak" not in css:
        return shade.ink.light
    return SOFT if "f" in css else INK


def _paint_stretch(css: Set[str], shade: Shade | None) -> dict[str, str]:
    dashed = {"stroke-dasharray": "6 3"} if "if" in css else {}
    return {
        "stroke": shade.background.light if shade else RULE,
        "stroke-width": "2" if "weak" in css else "4",
        **dashed,
    }


def _paint_text(css: Set[str], around: Set[str], shade: Shade | None) -> dict[str, str]:
    painted = {"fill": find_ink(around) if shade or "f" in around else INK, "font-size": str(SMALL)}
    if css & {"soft", "on", "times"}:
        painted["fill"] = SOFT
    if "letter" in css:
        painted |= {"fill": PAPER, "font-weight": "700"}
    if "strong" in css:
        painted |= {"font-size": str(DATA), "font-weight": "600"}
    if css & {"on", "times"} or ("f" in around and not shade):
        painted |= _OUTLINED
    for name, anchor in (("mid", "middle"), ("end", "end")):
        if name in css:
            painted["text-anchor"] = anchor
    if "count" in css or "bars" in around:
        painted["text-anchor"] = "middle"
    return painted
