"""What a negotiation came to, in one sentence: which findings it is made of, in their order.

The first finding is the headline, the others go on from it; `wording/findings.py` writes them. It rests on the verdicts
alone, and says nothing of what they are made of.
"""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from .scales import VerdictKind
from .verdicts import Verdict

MOST_NAMED = 2  # proposals that are common ground, named one by one up to these
MOST_GOING_ON = 2  # findings after the headline
SPOKEN_OF = (VerdictKind.WITHIN_REACH, VerdictKind.CONTESTED, VerdictKind.REJECTED, VerdictKind.UNANSWERED)


class FindingCode(StrEnum):
    """What is found: the headlines first, then what goes on from one."""

    NOTHING_YET = "nothing-yet"  # no claim counts
    COMPARED = "compared"  # no side negotiates
    NOBODY_SPOKE = "nobody-spoke"
    COMMON_GROUND = "common-ground"
    ONLY_ON_CONDITIONS = "only-on-conditions"  # nothing is common ground, something would be
    NO_COMMON_GROUND = "no-common-ground"
    WAITING = "waiting"  # several wait on one thing that is refused
    COUNTED = "counted"  # so many have one verdict


class Judged(NamedTuple):
    """A proposal as the finding asks about it."""

    slug: str
    title: str
    verdict: Verdict


class FindingPart(NamedTuple):
    """One finding: how many proposals `number` it is about, of how many (`among`), the `titles` that it names, who
    refuses (`names`), and of which verdict they are."""

    code: FindingCode
    number: int = 0
    among: int = 0
    titles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    kind: VerdictKind | None = None


def find_main(judged: Sequence[Judged], *, claims: int, has_verdicts: bool, most_divided: str) -> list[FindingPart]:
    """Return the findings of a negotiation; `claims` is how many count, `most_divided` the title of what divides most
    where no side negotiates, if any."""
    if not claims:
        return [FindingPart(FindingCode.NOTHING_YET)]
    if not has_verdicts:
        return [FindingPart(FindingCode.COMPARED, number=len(judged), titles=(most_divided,) if most_divided else ())]
    counts = Counter(each.verdict.kind for each in judged)
    if counts[VerdictKind.NOT_SPOKEN] == len(judged):
        return [FindingPart(FindingCode.NOBODY_SPOKE)]
    return [_find_headline(judged, counts), *_go_on(judged, counts)[:MOST_GOING_ON]]


def find_awaited(judged: Sequence[Judged]) -> FindingPart | None:
    """Return on what most blocked proposals wait, the first of equals, and which principals refuse it there."""
    waiting = Counter(hinge.slug for each in judged for hinge in each.verdict.hinges)
    if not waiting:
        return None
    slug = max(waiting, key=waiting.__getitem__)
    awaited = next((each for each in judged if each.slug == slug), None)
    titles = {hinge.slug: hinge.title for each in judged for hinge in each.verdict.hinges}
    standings = awaited.verdict.standings if awaited else ()
    refusing = tuple(each.name for each in standings if each.value is not None and each.value < 0)
    return FindingPart(FindingCode.WAITING, waiting[slug], titles=(titles[slug],), names=refusing)


def _find_headline(judged: Sequence[Judged], counts: Counter[VerdictKind]) -> FindingPart:
    common = counts[VerdictKind.COMMON_GROUND]
    if common:
        titles = tuple(each.title for each in judged if each.verdict.kind == VerdictKind.COMMON_GROUND)
        named = titles if common <= MOST_NAMED else ()
        return FindingPart(FindingCode.COMMON_GROUND, common, len(judged), named)
    if counts[VerdictKind.WITHIN_REACH] or counts[VerdictKind.BLOCKED]:
        return FindingPart(FindingCode.ONLY_ON_CONDITIONS)
    return FindingPart(FindingCode.NO_COMMON_GROUND)


def _go_on(judged: Sequence[Judged], counts: Counter[VerdictKind]) -> list[FindingPart]:
    awaited = find_awaited(judged)
    counted = [FindingPart(FindingCode.COUNTED, counts[kind], kind=kind) for kind in SPOKEN_OF if counts[kind]]
    return [*([awaited] if awaited else []), *counted]
