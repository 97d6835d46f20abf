"""What is wrong with a name that somebody typed, or that stands in a file."""

from collections.abc import Sequence

from ..rules.folding import isolate

CANDIDATES_LISTED = 5
ADD_ALIAS = " If it is another name of one that is here, add it to its aliases."


def write_several(text: str, candidates: Sequence[tuple[str, str]]) -> str:
    """Say that a text is the name of several: of each candidate its slug and its full name."""
    listed = [f"{slug} ({isolate(name)})" for slug, name in sorted(candidates)[:CANDIDATES_LISTED]]
    more = f" and {len(candidates) - CANDIDATES_LISTED} more" if len(candidates) > CANDIDATES_LISTED else ""
    return f"“{isolate(text[:80])}” is the name of several: {', '.join(listed)}{more}. Write the slug."


def write_slug_alone(text: str, slug: str, name: str) -> str:
    """Say that a text is another spelling of a row's slug and none of its names."""
    text, name = isolate(text), isolate(name)
    return (
        f"“{text}” is like the slug “{slug}” of {name}, but is none of its names. If {name} is meant, write the slug, "
        f"or add “{text}” to its aliases. If not, enter the other one by hand, with a slug of its own."
    )


def write_without_slug(name: str) -> str:
    return f"“{isolate(name)}” gives no slug, since it has neither letters nor digits: enter it by hand, with a slug."


def write_shared_slug(name: str, other: str, slug: str) -> str:
    name, other = isolate(name), isolate(other)
    return (
        f"“{name}” and “{other}” would share the slug “{slug}”: enter “{name}” by hand with a slug of its own, or add "
        f"it to the aliases of “{other}” if it is the same."
    )


def write_near(near: str | None) -> str:
    """Return a question that offers the nearest name, or nothing where there is none."""
    return f" Do you mean “{isolate(near)}”?" if near else ""
