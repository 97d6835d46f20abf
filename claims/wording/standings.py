"""Where the principals stand on one proposal, in sentences: “Russia supports it. The US is open to it only if …”."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from ..rules.scales import VALUES, State, VerdictKind
from ..rules.verdicts import Standing, Verdict
from .actors import begin_sentence, choose_verb
from .conditions import write_condition
from .findings import join_names
from .numbers import write_number
from .pieces import Piece, begin, join, name_proposal

MOST_NAMED = 4  # of one standing; of more the number is said
MOST_SENTENCES = 5  # about who stands where; who has a standing of its own beyond them is counted

# What one does, then what several do.
_VERBS = {
    2: ("supports it", "support it"),
    1: ("is open to it", "are open to it"),
    0: ("is neutral on it", "are neutral on it"),
    -1: ("is sceptical of it", "are sceptical of it"),
    -2: ("rejects it", "reject it"),
}
_SEVERAL_WAYS = {
    State.MIXED: ("has spoken for it and against it", "have spoken for it and against it"),
    State.DEPENDS: (
        "is for it or against it, depending on a condition",
        "are for it or against it, each on a condition",
    ),
}


class Refusal(NamedTuple):
    """A proposal on which a condition hangs in vain, and the principals (names) that refuse it."""

    slug: str
    title: str
    by: tuple[str, ...]


class _Said(NamedTuple):
    """What a principal's standing says of it, apart from who it is: the same words are said once for all."""

    state: State
    value: int | None
    in_part: bool
    conditions: tuple[str, ...]
    objections: tuple[str, ...]


def write_standings(verdict: Verdict, refusals: Sequence[Refusal] = ()) -> list[Piece]:
    """Say who stands where on a proposal, who refuses what its conditions depend on, and who is silent.

    Principals that say the same share a sentence, in the order in which the first of them stands in the verdict.
    """
    if verdict.kind == VerdictKind.NOT_SPOKEN:
        return [Piece("No party has spoken on it.")]
    groups = _group(verdict.standings)
    sentences = [_write_group(said, names) for said, names in groups[:MOST_SENTENCES]]
    left = sum(len(names) for _, names in groups[MOST_SENTENCES:])
    if left:
        sentences.append([Piece(f"{left} more {'stands' if left == 1 else 'stand'} elsewhere")])
    if refusals:
        sentences.append(_write_refusals(refusals))
    silent = [name for name in verdict.silent if name not in verdict.no_stance]
    for names, one, several in (
        (verdict.no_stance, "has spoken and takes no stance", "have spoken and take no stance"),
        (silent, "has not spoken", "have not spoken"),
    ):
        if names:
            sentences.append([Piece(f"{_name(names)} {choose_verb(names, one, several)}")])
    return join([[*begin(sentence), Piece(".")] for sentence in sentences], " ")


def write_compared(counts: Sequence[int]) -> list[Piece]:
    """Say how many actors stand at each value, from the highest: where no side negotiates, nothing else is to say.

    `counts` are from the lowest value on.
    """
    number_of = [(n, value) for value, n in zip(VALUES, reversed(counts), strict=True) if n]
    if not number_of:
        return [Piece("Nobody has a position on it yet.")]
    (first, value), *others = number_of
    parts = [
        f"{write_number(first)} actor{'' if first == 1 else 's'} {_VERBS[value][first > 1]}",
        *(f"{write_number(n)} {_VERBS[value][n > 1]}" for n, value in others),
    ]
    *most, last = parts
    sentence = f"{', '.join(most)} and {last}" if most else last
    return [Piece(f"{begin_sentence(sentence)}.")]


def write_silent(names: Sequence[str], blank_of: str) -> str:
    """Say who has not spoken, after what a blank says: “Nothing in 5 sources of NATO.”; empty for nobody."""
    return f"{blank_of} {_name(names)}." if names else ""


def _group(standings: Sequence[Standing]) -> list[tuple[_Said, list[str]]]:
    said = [(_Said(s.state, s.value, s.in_part, s.conditions, s.objections), s.name) for s in standings]
    places = {words: place for place, (words, _) in reversed(list(enumerate(said)))}
    ordered = sorted(said, key=lambda each: places[each[0]])
    return [(words, [name for _, name in group]) for words, group in groupby(ordered, key=lambda each: each[0])]


def _write_group(said: _Said, names: Sequence[str]) -> list[Piece]:
    verbs = _VERBS[said.value] if said.value is not None else _SEVERAL_WAYS[said.state]
    words = [f"{_name(names)} {choose_verb(names, *verbs)}"]
    if said.state == State.CONDITIONAL:
        words.append(_write_conditions(said.conditions))
    if said.in_part:
        words.append("on a part of it")
    objections = [write_condition(words) for words in said.objections]
    tail = f", but not {' or '.join(objections)}" if objections else ""
    return [Piece(f"{' '.join(words)}{tail}")]


def _write_conditions(conditions: Sequence[str]) -> str:
    """Say on which conditions only; a condition that begins with a word of its own says “only” by itself."""
    written = [write_condition(words) for words in conditions if words]
    if len(written) != 1:
        return "only on conditions" if written else "only on a condition"
    return f"only {written[0]}" if written[0].startswith("if ") else written[0]


def _write_refusals(refusals: Sequence[Refusal]) -> list[Piece]:
    """Say on what it waits: “it waits on Troop pull-back, which Russia rejects”."""
    named = [
        [
            name_proposal(refusal.title, refusal.slug),
            Piece(f", which {_name(refusal.by)} {choose_verb(refusal.by, 'rejects', 'reject')}" if refusal.by else ""),
        ]
        for refusal in refusals
    ]
    return [Piece("it waits on "), *join(named, "; on ", "; and on ")]


def _name(names: Sequence[str]) -> str:
    """Name a few by “and”, of many the first, and how many more."""
    if len(names) <= MOST_NAMED:
        return join_names(names)
    return join_names([*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} more"])
