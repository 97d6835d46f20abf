"""What a negotiation came to, in one sentence: which findings it is made of, in their order.

The first finding is the headline, the others go on from it; `wording/findings.py` writes them. It rests on verdicts and
red lines alone, or where no side negotiates on leanings, and says nothing of what they are made of.
"""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from .scales import Leaning, VerdictKind
from .verdicts import Verdict

MOST_NAMED = 2  # proposals that are common ground, or red lines, named one by one up to these
MOST_GOING_ON = 3  # findings after the headline
SPOKEN_OF = (VerdictKind.CONTESTED, VerdictKind.REJECTED, VerdictKind.OPEN, VerdictKind.UNANSWERED)
LEANED = (Leaning.SUPPORTED, Leaning.OPPOSED, Leaning.MIXED, Leaning.NO_POSITION)
UNANSWERED = frozenset({VerdictKind.UNANSWERED, VerdictKind.NOT_SPOKEN})


class FindingCode(StrEnum):
    """What is found: the headlines first, then what goes on from one."""

    NOTHING_YET = "nothing-yet"  # no claim counts
    NONE_SHOWN = "none-shown"  # the reader chose rows, and there are none
    DIVIDED = "divided"  # no side negotiates, here and in the next two
    NONE_DIVIDED = "none-divided"
    NO_POSITIONS = "no-positions"
    NOBODY_SPOKE = "nobody-spoke"
    NOBODY_ANSWERED = "nobody-answered"
    ALONE = "alone"  # there is one proposal: its verdict, or its leaning
    COMMON_GROUND = "common-ground"
    ONLY_ON_CONDITIONS = "only-on-conditions"  # nothing is common ground, something would be
    NO_COMMON_GROUND = "no-common-ground"
    MOST_DIVIDED = "most-divided"  # where no side negotiates
    WAITING = "waiting"  # several wait on one thing that is refused
    RED_LINE = "red-line"  # of more sides than one
    COUNTED = "counted"  # so many have one verdict, or one leaning


class NamedProposal(NamedTuple):
    """A proposal as a finding names it."""

    slug: str
    title: str


class Judged(NamedTuple):
    """A proposal as the finding asks about it; `red_line_of` is how many negotiating sides hold it to be a red line.

    Its leaning counts where no side negotiates.
    """

    slug: str
    title: str
    verdict: Verdict
    red_line_of: int = 0
    leaning: Leaning = Leaning.NO_POSITION

    @property
    def named(self) -> NamedProposal:
        return NamedProposal(self.slug, self.title)


class FindingPart(NamedTuple):
    """One finding: how many proposals `number` it is about, of how many (`among`), the `proposals` that it names, who
    refuses (`names`), of which verdict or leaning they are, and on how many of all negotiating `sides` they are red
    lines."""

    code: FindingCode
    number: int = 0
    among: int = 0
    proposals: tuple[NamedProposal, ...] = ()
    names: tuple[str, ...] = ()
    kind: VerdictKind | None = None
    sides: tuple[int, int] = (0, 0)
    leaning: Leaning | None = None


def find_main(
    judged: Sequence[Judged],
    *,
    claims: int,
    has_verdicts: bool,
    most_divided: NamedProposal | None,
    sides: int,
    of_all: Sequence[Judged],
) -> list[FindingPart]:
    """Return the findings about some proposals, in the order in which they stand: the headline, then what goes on.

    `claims` is how many count, `most_divided` what divides most where no side negotiates, `sides` how many negotiate,
    `of_all` every proposal where `judged` are those that a reader chose, else none.
    """
    if not claims:
        return [FindingPart(FindingCode.NOTHING_YET)]
    if of_all and not judged:
        return [FindingPart(FindingCode.NONE_SHOWN)]
    if not has_verdicts:
        return _compare(judged, most_divided)
    counts = Counter(each.verdict.kind for each in judged)
    if counts[VerdictKind.NOT_SPOKEN] == len(judged) != 1:
        return [FindingPart(FindingCode.NOBODY_SPOKE)]
    awaited, red_line = find_awaited(judged, of_all), _find_red_lines(judged, sides)
    within = _count([VerdictKind.WITHIN_REACH], counts)
    going_on = [*within, *filter(None, (awaited, red_line)), *_count(SPOKEN_OF, counts)]
    if len(judged) == 1:
        going_on = [part for part in going_on if part.code != FindingCode.COUNTED]
    return [_find_headline(judged, counts), *going_on[:MOST_GOING_ON]]


def _compare(judged: Sequence[Judged], most_divided: NamedProposal | None) -> list[FindingPart]:
    """Return the findings where no side negotiates: how many divide the actors, which most, and how many lean where."""
    counts = Counter(each.leaning for each in judged)
    if counts[Leaning.NO_POSITION] == len(judged):
        return [FindingPart(FindingCode.NO_POSITIONS)]
    if len(judged) == 1:
        return [FindingPart(FindingCode.ALONE, proposals=(judged[0].named,), leaning=judged[0].leaning)]
    divided = counts[Leaning.DIVIDED]
    going_on = [
        *([FindingPart(FindingCode.MOST_DIVIDED, proposals=(most_divided,))] if most_divided else []),
        *(FindingPart(FindingCode.COUNTED, counts[one], leaning=one) for one in LEANED if counts[one]),
    ]
    headline = FindingCode.DIVIDED if divided else FindingCode.NONE_DIVIDED
    return [FindingPart(headline, divided, len(judged)), *going_on[:MOST_GOING_ON]]


def find_awaited(judged: Sequence[Judged], of_all: Sequence[Judged] = ()) -> FindingPart | None:
    """Return on what most proposals wait, the first of equals, and which principals refuse it there; `of_all` are those
    among which it is, where it may not be one of them."""
    waiting = Counter(hinge.slug for each in judged for hinge in each.verdict.hinges)
    if not waiting:
        return None
    slug = max(waiting, key=waiting.__getitem__)
    awaited = next((each for each in of_all or judged if each.slug == slug), None)
    titles = {hinge.slug: hinge.title for each in judged for hinge in each.verdict.hinges}
    standings = awaited.verdict.standings if awaited else ()
    refusing = tuple(each.name for each in standings if each.against)
    return FindingPart(
        FindingCode.WAITING, waiting[slug], proposals=(NamedProposal(slug, titles[slug]),), names=refusing
    )


def _find_headline(judged: Sequence[Judged], counts: Counter[VerdictKind]) -> FindingPart:
    if len(judged) == 1:
        return FindingPart(FindingCode.ALONE, proposals=(judged[0].named,), kind=judged[0].verdict.kind)
    common = counts[VerdictKind.COMMON_GROUND]
    if common:
        proposals = tuple(each.named for each in judged if each.verdict.kind == VerdictKind.COMMON_GROUND)
        named = proposals if common <= MOST_NAMED else ()
        return FindingPart(FindingCode.COMMON_GROUND, common, len(judged), named)
    if counts[VerdictKind.WITHIN_REACH] or counts[VerdictKind.BLOCKED]:
        return FindingPart(FindingCode.ONLY_ON_CONDITIONS)
    return FindingPart(FindingCode.NOBODY_ANSWERED if counts.keys() <= UNANSWERED else FindingCode.NO_COMMON_GROUND)


def _find_red_lines(judged: Sequence[Judged], sides: int) -> FindingPart | None:
    """Return what is a red line of more sides than one, or None."""
    red = [each for each in judged if each.red_line_of > 1]
    if not red:
        return None
    named = tuple(each.named for each in red) if len(red) <= MOST_NAMED else ()
    fewest = min(each.red_line_of for each in red)
    return FindingPart(FindingCode.RED_LINE, len(red), proposals=named, sides=(fewest, sides))


def _count(kinds: Sequence[VerdictKind], counts: Counter[VerdictKind]) -> list[FindingPart]:
    return [FindingPart(FindingCode.COUNTED, counts[kind], kind=kind) for kind in kinds if counts[kind]]
