"""What a list comes to: its heading and the sentence below it, from what was counted of its rows."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from ..rules.findings import LEANED
from ..rules.folding import isolate
from ..rules.scales import OUTCOMES, VERDICTS, Leaning, OutcomeKind, VerdictKind
from .actors import begin_sentence
from .days import format_day
from .findings import ALL, LEAN_VERBS, Narrowing, write_chosen_claims
from .numbers import write_number


class ListFinding(NamedTuple):
    """What a list begins with; the sentence is empty where there is nothing to add."""

    headline: str
    lede: str = ""


class ListedClaims(NamedTuple):
    """How many claims are listed, of how many holders, from how many sources, how many of them first-hand (None where
    so many are not counted one by one), and the day of the newest."""

    claims: int
    holders: int | None = None
    sources: int | None = None
    first_hand: int | None = None
    newest: date | None = None


class ListedSources(NamedTuple):
    """How many sources are listed, how many of them fully coded, with how many claims, texts of how many origins, and
    the day of the newest."""

    sources: int
    fully_coded: int = 0
    claims: int = 0
    origins: int = 0
    newest: date | None = None


class ListedProposals(NamedTuple):
    """How many proposals are listed, with which verdicts, what became of them, on how many somebody takes a stance, and
    the title of the one that divides most; where no side negotiates, with which leanings instead of verdicts."""

    proposals: int
    verdicts: Mapping[VerdictKind, int]
    outcomes: Mapping[OutcomeKind, int]
    has_verdicts: bool = True
    with_stance: int = 0
    most_divided: str = ""
    leanings: Mapping[Leaning, int] = MappingProxyType({})


class ListedActors(NamedTuple):
    """How many actors are listed: parties, coalitions and experts, called by `kind` where all are of one; of them those
    whose own words decide a stance, those of whom only others speak, and how many `officials` speak for how many."""

    actors: int
    first_hand: int = 0
    told_of: int = 0
    officials: int = 0
    spoken_for: int = 0
    kind: str = ""

    @property
    def silent(self) -> int:
        return self.actors - self.first_hand - self.told_of


def tell_claims(listed: ListedClaims, narrowing: Narrowing = ALL) -> ListFinding:
    """Say of how many holders and from how many sources claims are, and how many are first-hand."""
    if not listed.claims:
        return say_none("claim", "No claim has been published yet", narrowing)
    of = f" of {count_things(listed.holders, 'holder')}" if listed.holders else ""
    sources = f"{',' if of else ''} from {count_things(listed.sources, 'source')}" if listed.sources else ""
    headline = f"{count_things(listed.claims, 'claim')}{of}{sources}"
    day = _day(listed.newest)
    if listed.claims == 1:
        how = "first-hand, said" if listed.first_hand else "said"
        return make_finding(headline, narrowing, f"{how} on {day}" if day else "")
    share = "" if listed.first_hand is None else _say_share(listed.first_hand, listed.claims, "first-hand")
    return make_finding(headline, narrowing, share, f"the newest was said on {day}" if day else "")


def tell_sources(listed: ListedSources, narrowing: Narrowing = ALL) -> ListFinding:
    """Say how many sources are fully coded, and how much is drawn from them."""
    if not listed.sources:
        return say_none("source", "No source is cited yet", narrowing)
    one = listed.sources == 1
    coded = _say_how_many(listed.fully_coded, listed.sources, "fully coded")
    drawn = "is drawn" if listed.claims == 1 else "are drawn"
    claims = f"{count_things(listed.claims, 'claim')} {drawn} from {'it' if one else 'them'}"
    origins = "" if one or not listed.origins else f", texts of {count_things(listed.origins, 'origin')}"
    newest = f"{'it' if one else 'the newest'} came out on {_day(listed.newest)}" if listed.newest else ""
    return make_finding(f"{count_things(listed.sources, 'source')}, {coded}", narrowing, f"{claims}{origins}", newest)


def tell_proposals(listed: ListedProposals, narrowing: Narrowing = ALL) -> ListFinding:
    """Say how many proposals are taken up and common ground, and how many have which other verdict; where no side
    negotiates, on how many actors take a stance and which divides most."""
    number = listed.proposals
    if not number:
        return say_none("proposal", "No proposal has been put forward yet", narrowing)
    if not listed.has_verdicts:
        among = "the one proposal" if number == 1 else _among(listed.with_stance, number, "proposal", narrowing)
        headline = f"actors take a stance on {among}" if listed.with_stance else "no actor takes a stance yet"
        divided = f"most divided is “{isolate(listed.most_divided)}”" if listed.most_divided else ""
        return make_finding(headline, narrowing, _say_leanings(listed.leanings), divided)
    if number == 1:
        (kind,) = listed.verdicts
        return make_finding(f"one proposal, {VERDICTS[kind].word}", narrowing, _say_outcomes(listed))
    return make_finding(
        _say_taken_up(listed, narrowing), narrowing, _say_verdicts(listed.verdicts), _say_outcomes(listed)
    )


def _say_leanings(leanings: Mapping[Leaning, int]) -> str:
    """Say how many divide the actors, how many are supported and so on; nothing of those without a position."""
    numbers = [(leaning, leanings.get(leaning, 0)) for leaning in (Leaning.DIVIDED, *LEANED)]
    return ", ".join(
        f"{write_number(number)} {LEAN_VERBS[leaning][number != 1]}"
        for leaning, number in numbers
        if number and leaning != Leaning.NO_POSITION
    )


def tell_actors(listed: ListedActors, narrowing: Narrowing = ALL) -> ListFinding:
    """Say how many parties, coalitions and experts are heard first-hand, and of the others how they are known."""
    officials, called = _say_officials(listed), listed.kind or "party or expert"
    if not listed.actors:
        none = say_none("actor", "No actor has been entered yet", narrowing)
        return make_finding(officials, narrowing) if officials else none
    if listed.actors == 1:
        by_whom = "heard first-hand" if listed.first_hand else "known only from what others say"
        return make_finding(f"one {called}, {'without a claim' if listed.silent else by_whom}", narrowing, officials)
    among = _among(listed.first_hand, listed.actors, called, narrowing)
    told = f"{_are(listed.told_of)} known only from what others say" if listed.told_of else ""
    silent = f"{write_number(listed.silent)} {'has' if listed.silent == 1 else 'have'} no claim"
    others = ", ".join(filter(None, (told, silent if listed.silent else "")))
    return make_finding(
        f"{among} {'is' if listed.first_hand < 2 else 'are'} heard first-hand", narrowing, others, officials
    )


def write_negotiations(number: int) -> str:
    """Say how many negotiations there are: “Four negotiations.”"""
    return (
        f"{begin_sentence(count_things(number, 'negotiation'))}." if number else "No negotiation has been entered yet."
    )


def make_finding(headline: str, narrowing: Narrowing, *clauses: str) -> ListFinding:
    """Make a heading, with the claims that it is by where a reader chose some, and of the clauses, of which some may be
    empty, one sentence."""
    begun = begin_sentence(f"{write_chosen_claims(narrowing)}{headline}")
    written = "; ".join(filter(None, clauses))
    return ListFinding(begun, f"{begin_sentence(written)}." if written else "")


def say_none(noun: str, at_all: str, narrowing: Narrowing) -> ListFinding:
    """Say that a list is empty: as the reader chose it, as of a day, or `at_all`."""
    if narrowing.rows is not None or narrowing.first_hand or narrowing.otherwise:
        return ListFinding(f"No {noun} fits")
    return ListFinding(f"As of {_day(narrowing.as_of)}, there is no {noun}" if narrowing.as_of else at_all)


def count_things(number: int, noun: str) -> str:
    """Write “one claim”, “five claims”, “130 claims”."""
    return f"{write_number(number)} {noun if number == 1 else _name_several(noun)}"


def _say_taken_up(listed: ListedProposals, narrowing: Narrowing) -> str:
    number, common = listed.proposals, listed.verdicts.get(VerdictKind.COMMON_GROUND, 0)
    taken_up = number - listed.verdicts.get(VerdictKind.NOT_SPOKEN, 0)
    headline = f"{_among(taken_up, number, 'proposal', narrowing)} {'is' if taken_up < 2 else 'are'} taken up"
    return f"{headline}; {_are(common, 'none')} common ground" if taken_up else headline


def _say_verdicts(verdicts: Mapping[VerdictKind, int]) -> str:
    """Count the verdicts that the headline has not: “two are contested, one blocked”."""
    rest = [kind for kind in VerdictKind if verdicts.get(kind) and kind not in _IN_HEADLINE]
    return ", ".join(
        f"{_are(verdicts[kind]) if kind == rest[0] else write_number(verdicts[kind])} {VERDICTS[kind].word}"
        for kind in rest
    )


def _say_outcomes(listed: ListedProposals) -> str:
    """Count what became of them: “what became of them: one agreed, two refused”."""
    counted = [kind for kind in OutcomeKind if listed.outcomes.get(kind)]
    if not counted:
        return ""
    if listed.proposals == 1:
        return f"what became of it: {OUTCOMES[counted[0]].word}"
    words = ", ".join(f"{write_number(listed.outcomes[kind])} {OUTCOMES[kind].word}" for kind in counted)
    return f"what became of them: {words}"


def _say_officials(listed: ListedActors) -> str:
    if not listed.officials:
        return ""
    speak = f"{count_things(listed.officials, 'official')} {'speaks' if listed.officials == 1 else 'speak'} for"
    one = listed.spoken_for == 1
    if not listed.actors:
        return f"{speak} {'one other' if one else f'{write_number(listed.spoken_for)} others'}"
    return f"{speak} {'one' if one else write_number(listed.spoken_for)} of them"


def _say_share(number: int, of_all: int, words: str) -> str:
    """Say how many are so: “all are first-hand”, “none is first-hand”, “12 are first-hand”."""
    return f"all are {words}" if number == of_all else f"{_are(number, 'none')} {words}"


def _say_how_many(number: int, of_all: int, words: str) -> str:
    """Say how many of some are so: “all of them fully coded”, of one “not fully coded yet”."""
    if of_all == 1:
        return words if number else f"not {words} yet"
    if number == of_all:
        return f"all of them {words}"
    return f"{write_number(number)} of them {words}" if number else f"none of them {words} yet"


def _among(number: int, of_all: int, noun: str, narrowing: Narrowing) -> str:
    """Write “7 of 23 proposals”, “all 23 proposals”, “none of the 5 proposals shown”."""
    rows, of_some = _name_several(noun), narrowing.rows is not None
    end = " shown" if of_some else ""
    if number == of_all == 2:
        return f"both {rows}{end}"
    if number == of_all:
        return f"all {of_all:,} {rows}{end}"
    return f"{f'{number:,}' if number else 'none'} of {'the ' if of_some else ''}{of_all:,} {rows}{end}"


def _are(number: int, nothing: str = "no") -> str:
    return f"{write_number(number) if number else nothing} {'is' if number < 2 else 'are'}"


def _name_several(noun: str) -> str:
    return _PLURALS.get(noun, f"{noun}s")


def _day(day: date | None) -> str:
    return format_day(day) if day else ""


_PLURALS = {
    "party or expert": "parties and experts",
    "party": "parties",
    "recorded search": "recorded searches",
}
_IN_HEADLINE = frozenset({VerdictKind.COMMON_GROUND, VerdictKind.NOT_SPOKEN})
