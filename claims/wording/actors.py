"""How an actor is called in a sentence, which verb follows, and what is said of actors that do not fit together."""

import re
from collections.abc import Sequence
from enum import StrEnum

from ..rules.folding import isolate

SPEAKS_FOR_PARTY = "An official speaks for a party or a coalition."


class Article(StrEnum):
    """Before which names of an actor a sentence writes “the”."""

    NONE = ""
    THE = "the"
    THE_FULL_NAME = "the-full-name"


ARTICLES = {
    Article.NONE: "no “the”: Russia, NATO, Joe Biden",
    Article.THE: "“the” before both names: the United States, the US",
    Article.THE_FULL_NAME: "“the” before the full name only: the Alliance of Small Island States, AOSIS",
}
_BEGINS_WITH_THE = re.compile(r"the\s+", re.IGNORECASE)


class PluralName(str):
    """The name of an actor that is several, as a sentence has it: “the Baltic states”. It travels as any other name
    does, and `choose_verb` knows it; a text made of it is a plain one."""


def call_in_sentence(name: str, article: str, plural: bool = False) -> str:
    """Return the full name of an actor as it goes on within a sentence: “the United States”, “Russia”. One that begins
    with its article has it once: “the Elders” of “The Elders”."""
    called = f"the {_BEGINS_WITH_THE.sub('', name, count=1)}" if article else name
    return PluralName(called) if plural else called


def call_shortly_in_sentence(short_name: str, article: str, plural: bool = False) -> str:
    """Return the short name of an actor likewise: “the US”, “NATO”."""
    return call_in_sentence(short_name, "" if article == Article.THE_FULL_NAME else article, plural)


def choose_verb(names: Sequence[str], of_one: str, of_several: str) -> str:
    """Return the verb that follows names: “Russia rejects”, “Russia and Belarus reject”, “the Baltic states reject”."""
    several = len(names) > 1 or any(isinstance(name, PluralName) for name in names)
    return of_several if several else of_one


def begin_sentence(text: str) -> str:
    """Return a text as it begins a sentence: “The US”."""
    return f"{text[:1].upper()}{text[1:]}"


def write_wrong_side(official: str, party: str, side: str) -> str:
    """Say that an official is entered on another side than the party for which it speaks."""
    official, party, side = map(isolate, (official, party, side))
    return f"“{official}” speaks for {party}, which is of {side}: an official is on its party's side."
