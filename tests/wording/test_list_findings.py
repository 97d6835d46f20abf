"""What each list begins with: none, one, many, filtered, as of a day, and where no side negotiates."""

from datetime import date

import pytest

from claims.rules.scales import Leaning, OutcomeKind, VerdictKind
from claims.wording.findings import ALL, Narrowing
from claims.wording.list_findings import (
    ListedActors,
    ListedClaims,
    ListedProposals,
    ListedSources,
    tell_actors,
    tell_claims,
    tell_proposals,
    tell_sources,
)

NEWEST = date(2022, 1, 17)
SOME, ON_A_DAY = Narrowing(rows=1), Narrowing(as_of=date(2022, 1, 10))
FIRST_HAND = Narrowing(first_hand=True)
K, L = VerdictKind, Leaning


@pytest.mark.parametrize(
    ("listed", "narrowing", "headline", "lede"),
    [
        (ListedClaims(0), ALL, "No claim has been published yet", ""),
        (ListedClaims(0), SOME, "No claim fits", ""),
        (ListedClaims(0), ON_A_DAY, "As of 10 Jan 2022, there is no claim", ""),
        (ListedClaims(1, 1, 1, 1, NEWEST), ALL, "One claim of one holder, from one source",
         "First-hand, said on 17 Jan 2022."),
        (ListedClaims(1, 1, 1, 0, NEWEST), SOME, "One claim of one holder, from one source", "Said on 17 Jan 2022."),
        (ListedClaims(130, 18, 5, 57, NEWEST), ALL, "130 claims of 18 holders, from five sources",
         "57 are first-hand; the newest was said on 17 Jan 2022."),
        (ListedClaims(34, 1, 4, 34, NEWEST), SOME, "34 claims of one holder, from four sources",
         "All are first-hand; the newest was said on 17 Jan 2022."),
        (ListedClaims(3, 2, 1, 0, NEWEST), ON_A_DAY, "As of 10 Jan 2022, three claims of two holders, from one source",
         "None is first-hand; the newest was said on 17 Jan 2022."),
        (ListedClaims(870_213, sources=6_200, newest=NEWEST), ALL, "870,213 claims from 6,200 sources",
         "The newest was said on 17 Jan 2022."),
        (ListedClaims(20_000, newest=NEWEST), SOME, "20,000 claims", "The newest was said on 17 Jan 2022."),
    ],
)  # fmt: skip
def test_a_list_of_claims_says_whose_they_are_and_from_how_many_sources(listed, narrowing, headline, lede):
    assert tell_claims(listed, narrowing) == (headline, lede)


@pytest.mark.parametrize(
    ("listed", "narrowing", "headline", "lede"),
    [
        (ListedSources(0), ALL, "No source is cited yet", ""),
        (ListedSources(0), SOME, "No source fits", ""),
        (ListedSources(1, 1, 12, 1, NEWEST), ALL, "One source, fully coded",
         "Twelve claims are drawn from it; it came out on 17 Jan 2022."),
        (ListedSources(1, 0, 1, 1), SOME, "One source, not fully coded yet", "One claim is drawn from it."),
        (ListedSources(5, 5, 130, 3, NEWEST), ALL, "Five sources, all of them fully coded",
         "130 claims are drawn from them, texts of three origins; the newest came out on 17 Jan 2022."),
        (ListedSources(40, 3, 1, 1), ON_A_DAY, "As of 10 Jan 2022, 40 sources, three of them fully coded",
         "One claim is drawn from them, texts of one origin."),
        (ListedSources(2, 0, 0, 2), ALL, "Two sources, none of them fully coded yet",
         "No claims are drawn from them, texts of two origins."),
    ],
)  # fmt: skip
def test_a_list_of_sources_says_how_many_are_fully_coded(listed, narrowing, headline, lede):
    assert tell_sources(listed, narrowing) == (headline, lede)


def proposals(verdicts, outcomes=None, **fields):
    return ListedProposals(sum(verdicts.values()), verdicts, outcomes or {}, **fields)


def compared(number, with_stance, most_divided=""):
    return ListedProposals(number, {}, {}, has_verdicts=False, with_stance=with_stance, most_divided=most_divided)


@pytest.mark.parametrize(
    ("listed", "narrowing", "headline", "lede"),
    [
        (proposals({}), ALL, "No proposal has been put forward yet", ""),
        (proposals({}), SOME, "No proposal fits", ""),
        (proposals({K.BLOCKED: 1}), SOME, "One proposal, blocked", ""),
        (proposals({K.NOT_SPOKEN: 1}, {OutcomeKind.REFUSED: 1}), ALL, "One proposal, not taken up",
         "What became of it: refused."),
        (proposals({K.CONTESTED: 3, K.BLOCKED: 2, K.WITHIN_REACH: 3, K.COMMON_GROUND: 1, K.UNANSWERED: 6,
                    K.NOT_SPOKEN: 8}), ALL,
         "15 of 23 proposals are taken up; one is common ground",
         "Three are contested, two blocked, three within reach, six unanswered."),
        (proposals({K.COMMON_GROUND: 2}, {OutcomeKind.AGREED: 1}), ALL,
         "Both proposals are taken up; two are common ground", "What became of them: one agreed."),
        (proposals({K.NOT_SPOKEN: 4}), ALL, "None of 4 proposals is taken up", ""),
        (proposals({K.OPEN: 1, K.NOT_SPOKEN: 4}), SOME,
         "1 of the 5 proposals shown is taken up; none is common ground", "One is open."),
        (proposals({K.REJECTED: 5}), SOME, "All 5 proposals shown are taken up; none is common ground",
         "Five are rejected."),
        (proposals({}), FIRST_HAND, "No proposal fits", ""),
        (proposals({K.NOT_SPOKEN: 4}), FIRST_HAND, "By first-hand claims alone, none of 4 proposals is taken up", ""),
        (proposals({K.REJECTED: 1, K.NOT_SPOKEN: 1}), ON_A_DAY,
         "As of 10 Jan 2022, 1 of 2 proposals is taken up; none is common ground", "One is rejected."),
        (compared(38, 38, "Speed limit"), ALL, "Actors take a stance on all 38 proposals",
         "Most divided is “Speed limit”."),
        (compared(38, 37, "Speed limit")._replace(
            leanings={L.DIVIDED: 1, L.MIXED: 27, L.SUPPORTED: 9, L.NO_POSITION: 1}
        ), ALL, "Actors take a stance on 37 of 38 proposals",
         "One divides the actors, nine are supported, 27 have no majority; most divided is “Speed limit”."),
        (compared(38, 0), SOME, "No actor takes a stance yet", ""),
        (compared(1, 1)._replace(leanings={L.OPPOSED: 1}), ALL, "Actors take a stance on the one proposal",
         "One is opposed."),
    ],
)  # fmt: skip
def test_a_list_of_proposals_says_how_many_are_taken_up_or_compared(listed, narrowing, headline, lede):
    assert tell_proposals(listed, narrowing) == (headline, lede)


@pytest.mark.parametrize(
    ("listed", "narrowing", "headline", "lede"),
    [
        (ListedActors(0), ALL, "No actor has been entered yet", ""),
        (ListedActors(0), SOME, "No actor fits", ""),
        (ListedActors(19, 11, 5, 6, 3), ALL, "11 of 19 parties and experts are heard first-hand",
         "Five are known only from what others say, three have no claim; six officials speak for three of them."),
        (ListedActors(2, 2), ALL, "Both parties and experts are heard first-hand", ""),
        (ListedActors(7, 1, 6, kind="expert"), SOME, "1 of the 7 experts shown is heard first-hand",
         "Six are known only from what others say."),
        (ListedActors(3, 0, 2, 1, 1, kind="party"), ON_A_DAY,
         "As of 10 Jan 2022, none of 3 parties is heard first-hand",
         "Two are known only from what others say, one has no claim; one official speaks for one of them."),
        (ListedActors(1, 1, kind="expert"), SOME, "One expert, heard first-hand", ""),
        (ListedActors(1, 0, 1), ALL, "One party or expert, known only from what others say", ""),
        (ListedActors(1), ALL, "One party or expert, without a claim", ""),
        (ListedActors(0, officials=6, spoken_for=3), SOME, "Six officials speak for three others", ""),
        (ListedActors(0, officials=1, spoken_for=1), SOME, "One official speaks for one other", ""),
    ],
)  # fmt: skip
def test_a_list_of_actors_says_how_many_are_heard_first_hand(listed, narrowing, headline, lede):
    assert tell_actors(listed, narrowing) == (headline, lede)
