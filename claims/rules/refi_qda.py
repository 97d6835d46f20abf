"""How claims stand in a project of REFI-QDA (docs/neighbours.md): as codes within one of ours, variables of sources,
and lines of descriptions."""

import re
from collections.abc import Iterable, Iterator

from .scales import NO_VALUE_WORD

NAMESPACE = "urn:QDA-XML:project:1.0"
PROJECT, SOURCES = "project.qde", "sources/"
INTERNAL = "internal://"

# Codes of ours stand within one: a topic, in it a proposal, in it a holder, in it what it says (“position +2, own”),
# and in it who says so, where that is not the holder. So one code says all of a claim, and programs that keep a passage
# for each code lose nothing.
ROOT = "Stance matrix"
LEVELS = ("topic", "proposal", "holder", "stance", "speaker")
OF_HOLDER = ("holder_kind", "side")  # lines of the description of a holder's code, and of a speaker's
OF_SPEAKER = ("speaker_kind", "speaker_for")
NO_VALUE = "no value"
_STANCE = re.compile(r"(\w+) ([-+−]?[0-9]|no value)(?:, (\w+))?")

# Columns of claims that no code holds: lines of the description of a selection.
DETAILS = (
    "said_on", "said_on_is", "label", "by_when", "probability", "conditions", "covers", "argument", "pending",
    "doubtful", "locator",
)  # fmt: skip
# Columns of sources: variables of them.
VARIABLES = (
    "source", "source_type", "source_publisher", "source_origin", "source_authors", "source_published_on", "source_url",
    "source_language",
)  # fmt: skip
QUOTES_ALONE = "quotes_alone"  # a variable: the text of the source is not held, and is made of quotes


def write_stance(dimension: str, value: int | None, attribution: str) -> str:
    """Return what a claim says as the name of a code."""
    sign = NO_VALUE if value is None else f"{value:+d}" if value else "0"
    return f"{dimension} {sign}, {attribution}"


def read_stance(name: str) -> dict[str, str]:
    """Return what such a name says by column; nothing where it is none."""
    match = _STANCE.fullmatch(name)
    if match is None:
        return {}
    dimension, value, attribution = match.groups(default="")
    said = {"dimension": dimension, "value": NO_VALUE_WORD if value == NO_VALUE else value}
    return said | {"attribution": attribution} if attribution else said


def write_lines(fields: Iterable[tuple[str, str]]) -> str:
    """Return fields as lines “name: text”, those with a text alone."""
    return "\n".join(f"{name}: {' '.join(text.split())}" for name, text in fields if text.strip())


def read_lines(text: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the fields of these names of such a text."""
    wanted = set(names)
    for line in text.splitlines():
        name, colon, said = line.partition(":")
        if colon and name.strip() in wanted:
            yield name.strip(), said.strip()
