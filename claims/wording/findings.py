"""What a negotiation came to, as a headline and a sentence that goes on from it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..rules.findings import FindingCode, FindingPart, NamedProposal
from ..rules.folding import isolate
from ..rules.scales import VERDICTS, Leaning, VerdictKind
from .actors import choose_verb
from .columns import list_all
from .days import format_day
from .numbers import format_count, write_number
from .pieces import Piece, begin, join, name_proposal, read_plainly

MOST_TOGETHER = 3  # findings that stand in one sentence, the headline among them

# What one does, then what several do.
LEAN_VERBS = {
    Leaning.DIVIDED: ("divides the actors", "divide the actors"),
    Leaning.SUPPORTED: ("is supported", "are supported"),
    Leaning.OPPOSED: ("is opposed", "are opposed"),
    Leaning.MIXED: ("has no majority", "have no majority"),
    Leaning.NO_POSITION: ("has no position yet", "have no position yet"),
}


class Narrowing(NamedTuple):
    """What a reader chose of the claims and rows that a finding is about: claims said by a day, first-hand ones only,
    some in another way, and only so many `rows` of all proposals (None: all)."""

    as_of: date | None = None
    first_hand: bool = False
    otherwise: bool = False
    rows: int | None = None

    @property
    def of_claims(self) -> bool:
        """Whether only some claims count."""
        return bool(self.as_of or self.first_hand or self.otherwise)


ALL = Narrowing()


def write_main_finding(parts: Sequence[FindingPart]) -> str:
    """Write findings as one sentence, the headline first."""
    written = [_write_headline(parts[0], ALL), *_go_on(parts[1:MOST_TOGETHER], parts[0])]
    return f"{read_plainly(begin(join(written, '; ')))}."


def write_headline(parts: Sequence[FindingPart], narrowing: Narrowing = ALL) -> list[Piece]:
    """Write the first finding, without a full stop; before it what it is said of, unless that is everything."""
    return begin([*map(Piece, _write_narrowing(parts[0], narrowing)), *_write_headline(parts[0], narrowing)])


def write_rest(parts: Sequence[FindingPart]) -> list[Piece]:
    """Write what goes on from the headline as a sentence; empty where nothing does."""
    written = _go_on(parts[1:], parts[0])
    return [*begin(join(written, "; ")), Piece(".")] if written else []


def _write_narrowing(headline: FindingPart, narrowing: Narrowing) -> list[str]:
    if headline.code in (FindingCode.NOTHING_YET, FindingCode.NONE_SHOWN):
        return []
    of_rows = narrowing.rows is not None and headline.code != FindingCode.ALONE
    chosen_rows = f"of the {_count(narrowing.rows or 0, 'proposal')} shown, " if of_rows else ""
    return list(filter(None, (write_chosen_claims(narrowing), chosen_rows)))


def write_chosen_claims(narrowing: Narrowing) -> str:
    """Write by which claims something is so, as a sentence goes on from it: “as of 10 Jan 2022, ”; empty for all."""
    as_of = f"as of {format_day(narrowing.as_of)}, " if narrowing.as_of else ""
    first_hand = "by first-hand claims alone, " if narrowing.first_hand else ""
    return f"{as_of}{first_hand}{'by the claims that were chosen, ' if narrowing.otherwise else ''}"


def _write_headline(part: FindingPart, narrowing: Narrowing) -> list[Piece]:
    of_rows = narrowing.rows is not None
    nothing = "none" if of_rows else "nothing"
    match part.code:
        case FindingCode.NOTHING_YET if narrowing.of_claims:
            text = "no published claim fits"
        case FindingCode.NOTHING_YET:
            text = "nothing has been published yet: the matrix appears with the first claim"
        case FindingCode.NONE_SHOWN:
            text = "no proposal fits"
        case FindingCode.NO_POSITIONS:
            text = f"nobody has a position on {'any' if of_rows else 'any proposal'} yet"
        case FindingCode.DIVIDED:
            text = _write_divided(part, of_rows)
        case FindingCode.NONE_DIVIDED:
            text = f"{'none' if of_rows else 'no proposal'} divides the actors"
        case FindingCode.ALONE if part.leaning:
            return [*_quote(part.proposals), Piece(f" {LEAN_VERBS[part.leaning][0]}")]
        case FindingCode.NOBODY_SPOKE:
            text = "none has been taken up by a party" if of_rows else "no party has spoken on any proposal yet"
        case FindingCode.NOBODY_ANSWERED:
            text = f"{'none' if of_rows else 'no proposal'} has been answered by another side yet"
        case FindingCode.ALONE:
            return [*_name(part.proposals), Piece(f" is {_say(part.kind)}")]
        case FindingCode.COMMON_GROUND:
            return _write_common_ground(part, of_rows)
        case FindingCode.ONLY_ON_CONDITIONS:
            text = f"{nothing} is common ground without a condition"
        case _:
            text = f"{nothing} is common ground"
    return [Piece(text)]


def _write_divided(part: FindingPart, of_rows: bool) -> str:
    if part.number == part.among and not of_rows:
        return f"all {_count(part.number, 'proposal')} divide the actors"
    of_how_many = "" if of_rows else f" of {_count(part.among, 'proposal', digits=True)}"
    return f"{part.number}{of_how_many} {LEAN_VERBS[Leaning.DIVIDED][part.number != 1]}"


def _write_common_ground(part: FindingPart, of_rows: bool) -> list[Piece]:
    verb = "is" if part.number == 1 else "are"
    if part.proposals:
        return [*_name(part.proposals), Piece(f" {verb} common ground")]
    of_how_many = "" if of_rows else f" of {_count(part.among, 'proposal', digits=True)}"
    return [Piece(f"{part.number:,}{of_how_many} {verb} common ground")]


def _go_on(parts: Sequence[FindingPart], headline: FindingPart) -> list[list[Piece]]:
    """Write the findings after the headline. The first that counts says that it counts proposals; what waits is more
    where those within reach were counted before it."""
    said, within, written = headline.among > 0 and not headline.proposals, False, []
    for part in parts:
        written.append(_write_part(part, said, within, headline.code == FindingCode.ALONE))
        said = said or part.code in (FindingCode.COUNTED, FindingCode.WAITING)
        within = within or part.kind == VerdictKind.WITHIN_REACH
    return written


def _write_part(part: FindingPart, said: bool, within: bool, alone: bool) -> list[Piece]:
    several = part.number != 1
    number = write_number(part.number) if said else _count(part.number, "proposal")
    match part.code:
        case FindingCode.MOST_DIVIDED:
            return [Piece("most divided is "), *_quote(part.proposals)]
        case FindingCode.COUNTED if part.leaning:
            return [Piece(f"{number} {LEAN_VERBS[part.leaning][several]}")]
        case FindingCode.WAITING:
            who = "it" if alone else f"{number} more" if within else number
            return [Piece(f"{who} wait{'' if several else 's'} on "), *_name(part.proposals), _say_who_refuses(part)]
        case FindingCode.RED_LINE:
            return _write_red_line(part, alone)
        case _:
            return [Piece(f"{number} {'are' if several else 'is'} {_say(part.kind)}")]


def _say_who_refuses(part: FindingPart) -> Piece:
    return Piece(f", {write_who_rejects(part.names)}" if part.names else "")


def write_who_rejects(names: Sequence[str]) -> str:
    """Write who rejects what was named before: “which Russia and the US reject”."""
    return f"which {join_names(names)} {choose_verb(names, 'rejects', 'reject')}"


def _write_red_line(part: FindingPart, alone: bool) -> list[Piece]:
    """Write “Zones is a red line on both sides”, or of how many sides, where there are more than two."""
    several, (fewest, of_all) = part.number != 1, part.sides
    or_more = " or more" if several and fewest < of_all else ""
    where = Piece(f" {'are red lines' if several else 'is a red line'} on {write_sides(fewest, of_all)}{or_more}")
    if alone:
        return [Piece("it"), where]
    return [*(_name(part.proposals) or [Piece(_count(part.number, "proposal"))]), where]


def write_sides(number: int, of_all: int) -> str:
    """Write on how many of all negotiating sides something holds: “both sides”, “three sides”."""
    return "both sides" if number == of_all == 2 else f"{write_number(number)} sides"


def join_names(names: Sequence[str]) -> str:
    """Join two names or more by “and”."""
    *most, last = names
    return f"{list_all(most)} and {isolate(last)}" if most else isolate(last)


def _name(proposals: Sequence[NamedProposal]) -> list[Piece]:
    return join([[name_proposal(proposal.title, proposal.slug)] for proposal in proposals], ", ", " and ")


def _quote(proposals: Sequence[NamedProposal]) -> list[Piece]:
    """Name a proposal in quotation marks: where theses are compared, its title is a sentence."""
    return [Piece("“"), *_name(proposals), Piece("”")]


def _say(kind: VerdictKind | None) -> str:
    return VERDICTS[kind].word if kind else ""


def _count(number: int, noun: str, digits: bool = False) -> str:
    return f"{format_count(number) if digits else write_number(number)} {noun}{'' if number == 1 else 's'}"
