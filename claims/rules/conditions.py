"""What a condition depends on, in the exchange's own form: `slug` (granted) and `!slug` (refused or dropped)."""

import re
from collections.abc import Iterable

from .faults import BrokenRule, FaultCode

FORM = re.compile(r"!?[a-z0-9]+(?:-[a-z0-9]+)*")


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


def list_granted(depends_on: str) -> list[str]:
    """Return the slugs of the proposals that must be granted for the condition to hold."""
    return [part for part in depends_on.split() if not part.startswith("!")]


def list_slugs(depends_on: str) -> list[str]:
    """Return the slugs of all proposals that the condition names."""
    return [part.removeprefix("!") for part in depends_on.split()]
