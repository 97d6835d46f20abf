"""What a timeline comes to, in a heading and sentences: since when who stands where on a proposal, and what moved."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from ..rules.folding import isolate
from ..rules.scales import State
from .actors import begin_sentence, choose_verb
from .days import format_day, write_span
from .findings import join_names
from .numbers import write_number

MOST_MOVED = 3  # stances that moved, by name; of more the number is said
MOST_SENTENCES = 4  # about who stands where since when; of more the number is said
_SINCE = {  # what one has done, then what several have
    2: ("has supported it", "have supported it"),
    1: ("has been open to it", "have been open to it"),
    0: ("has been neutral on it", "have been neutral on it"),
    -1: ("has been sceptical of it", "have been sceptical of it"),
    -2: ("has rejected it", "have rejected it"),
}
_WITHOUT_VALUE = {
    State.MIXED: ("has spoken for it and against it", "have spoken for it and against it"),
    State.DEPENDS: ("has made it depend on a condition", "have made it depend on a condition"),
}


class StandsSince(NamedTuple):
    """Where a principal (its name in a sentence) stands on a proposal since a day; `own`: by its own words."""

    name: str
    since: date
    state: State
    value: int | None
    own: bool = True
    red_line: bool = False


class _Standing(NamedTuple):
    """What several may share: they are told in one sentence."""

    since: date
    state: State
    value: int | None
    own: bool


def write_title(subject: str) -> str:
    """Return the heading of the page, after what it is about: a proposal, an actor, a topic, or all."""
    return f"{isolate(subject)} over time"


class Extent(NamedTuple):
    """What the lanes of a page hold: on how many proposals, from which day to which, and of which cells (in words) the
    stance moved, None where not all lanes are on the page."""

    proposals: int
    first: date | None = None
    last: date | None = None
    moved: Sequence[str] | None = ()


def write_lede(standing: Sequence[StandsSince], extent: Extent) -> str:
    """Say since when principals stand where on the only proposal of the page; on a page about several, what there is
    to see; and what has moved."""
    if extent.first is None:
        return "Nothing has been said yet."
    groups = _group(standing)
    sentences = [_write_group(shared, names) for shared, names in groups[:MOST_SENTENCES]]
    left = sum(len(names) for _, names in groups[MOST_SENTENCES:])
    if left:
        sentences.append(f"{write_number(left)} more stand{'s' if left == 1 else ''} elsewhere")
    if not groups:
        proposals = f"{write_number(extent.proposals)} proposal{'' if extent.proposals == 1 else 's'}"
        sentences.append(f"{proposals}, {write_span(extent.first, extent.last)}")
    red = [each.name for each in standing if each.red_line]
    if red:
        sentences.append(f"it is a red line for {join_names(red)}")
    if extent.moved is not None:
        sentences.append(_write_moved(extent.moved))
    return " ".join(f"{begin_sentence(sentence)}." for sentence in sentences)


def write_left_out(empty: int, of: str) -> str:
    """Say how many lanes have nothing on them; `of` is what a lane is of."""
    if not empty:
        return ""
    lanes = f"{of} is" if empty == 1 else f"{of}s are"
    return f"{begin_sentence(write_number(empty))} {lanes} left out, since nothing was said there."


def _group(standing: Sequence[StandsSince]) -> list[tuple[_Standing, list[str]]]:
    """Return what several share with their names, by day and from those for it to those against."""
    told = [(_Standing(s.since, s.state, s.value, s.own), s.name) for s in standing]
    told.sort(
        key=lambda each: (each[0].since, each[0].value is None, -(each[0].value or 0), each[0].state, each[0].own)
    )
    return [(shared, [name for _, name in group]) for shared, group in groupby(told, key=lambda each: each[0])]


def _write_group(shared: _Standing, names: Sequence[str]) -> str:
    verbs = _WITHOUT_VALUE[shared.state] if shared.value is None else _SINCE[shared.value]
    condition = " on a condition" if shared.state == State.CONDITIONAL else ""
    account = "" if shared.own else ", by the account of others"
    return f"{join_names(names)} {choose_verb(names, *verbs)}{condition} since {format_day(shared.since)}{account}"


def _write_moved(moved: Sequence[str]) -> str:
    if not moved:
        return "no stance has moved"
    stances = f"{write_number(len(moved))} stance{' has' if len(moved) == 1 else 's have'} moved"
    return f"{stances}: {'; '.join(map(isolate, moved))}" if len(moved) <= MOST_MOVED else stances
