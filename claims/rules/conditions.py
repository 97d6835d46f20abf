"""A condition in words, as it goes on after “if”, and what it depends on, in the exchange's own form: `slug` (granted)
and `!slug` (refused or dropped)."""

import re
from collections.abc import Iterable

from .faults import BrokenRule, FaultCode

# Words by which a condition joins its claim without an “if” before them.
_JOINED = re.compile(r"(if|unless|only|once|when|until|provided|as long as)\b", re.IGNORECASE)
_IF = re.compile(r"\s*if\s+(?!\s|and only\b)", re.IGNORECASE)
FORM = re.compile(r"!?[a-z0-9]+(?:-[a-z0-9]+)*")


def drop_if(words: str) -> str:
    """Return a condition without the “if” before it: of “if they pull back” “they pull back”."""
    return _IF.sub("", words, count=1) if _IF.match(words) else words


def needs_if(words: str) -> bool:
    """Tell whether a condition is to be read after an “if”: not so “unless they attack”, or none."""
    return bool(words) and not _JOINED.match(words)


def add_if(words: str) -> str:
    """Return a condition with its “if”."""
    return f"if {words}" if needs_if(words) else words


def parse(depends_on: str) -> list[tuple[str, bool]]:
    """Return the links of a `depends_on` text as (slug, granted) pairs, in order, each once.

    Raise BrokenRule where a part is not of the form `slug` or `!slug`, or a slug is to be both granted and refused.
    """
    links: dict[str, bool] = {}
    for part in depends_on.split():
        if not FORM.fullmatch(part):
            raise BrokenRule(FaultCode.NOT_A_LINK, value=part)
        slug = part.removeprefix("!")
        if links.setdefault(slug, part == slug) != (part == slug):
            raise BrokenRule(FaultCode.LINK_BOTH_WAYS, slug=slug)
    return list(links.items())


def write(links: Iterable[tuple[str, bool]]) -> str:
    """Return the text of (slug, granted) pairs; the inverse of `parse`."""
    return " ".join(slug if granted else f"!{slug}" for slug, granted in links)


def list_links(depends_on: str) -> list[tuple[str, bool]]:
    """Return the links of a text that was checked when it was written, as `parse` does: what an older version let in
    breaks nothing."""
    return [(part.removeprefix("!"), not part.startswith("!")) for part in depends_on.split()]


def list_granted(depends_on: str) -> list[str]:
    """Return the slugs of the proposals that must be granted for the condition to hold."""
    return [part for part in depends_on.split() if not part.startswith("!")]


def list_slugs(depends_on: str) -> list[str]:
    """Return the slugs of all proposals that the condition names."""
    return [part.removeprefix("!") for part in depends_on.split()]
