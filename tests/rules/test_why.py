"""The reason next to a verdict's name: which one is told of the principals' stances, and in which words."""

import pytest

from claims.rules.scales import State, VerdictKind
from claims.rules.stances import summarise
from claims.rules.verdicts import Hinge, Principal, Standing, Verdict, decide
from claims.rules.why import LONGEST_CONDITION, REASONS, Facts, WhyCode, count_waiting, explain
from claims.wording.pieces import read_plainly
from claims.wording.why import write_why
from tests.rules.cases import make_claim

CONTESTED, BLOCKED, WITHIN = VerdictKind.CONTESTED, VerdictKind.BLOCKED, VerdictKind.WITHIN_REACH
COMMON, OPEN, REJECTED = VerdictKind.COMMON_GROUND, VerdictKind.OPEN, VerdictKind.REJECTED
UNANSWERED, NOT_SPOKEN = VerdictKind.UNANSWERED, VerdictKind.NOT_SPOKEN

RUSSIA = Standing("Russia", "russia", State.STANCE, 2)
RUSSIA_NO = RUSSIA._replace(value=-2)
US = Standing("US", "west", State.STANCE, 2)
US_NO, NATO_NO = US._replace(value=-2), US._replace(name="NATO", value=-1)
US_IF = US._replace(state=State.CONDITIONAL, value=1, conditions=("Russia is constructive",))
NATO_IF = US_IF._replace(name="NATO")
NATO_OPEN, GERMANY_MIXED = NATO_NO._replace(value=0), Standing("Germany", "west", State.MIXED, None)
LONGEST, TOO_LONG = "x" * LONGEST_CONDITION, "x" * (LONGEST_CONDITION + 1)
HUB, RIM = Hinge("hub", "Pull-back"), Hinge("rim", "Rim")


def tell(kind, *standings, red_line_of=0, sides=2, awaited_by=0, parts=0, proposers=(), **fields):
    verdict = Verdict(kind, tuple(standings), **fields)
    return read_plainly(write_why(explain(Facts(verdict, red_line_of, sides, awaited_by, parts, proposers))))


@pytest.mark.parametrize(
    ("said", "known", "words"),
    [
        ((CONTESTED, RUSSIA, US_NO), {"red_line_of": 2, "awaited_by": 3}, "red line on both sides"),
        ((CONTESTED, RUSSIA, US_NO), {"red_line_of": 2, "sides": 3}, "red line on two sides"),
        ((CONTESTED, RUSSIA, US_NO), {"red_line_of": 1}, "Russia for it, US against"),
        ((CONTESTED, RUSSIA_NO, US), {"awaited_by": 3}, "three proposals wait on it"),
        ((CONTESTED, RUSSIA_NO, US), {"awaited_by": 1}, "one proposal waits on it"),
        ((CONTESTED, RUSSIA_NO, US_IF, NATO_IF), {}, "US and NATO only if Russia is constructive"),
        ((CONTESTED, RUSSIA_NO, US_IF, NATO_NO), {}, "US only if Russia is constructive"),
        ((CONTESTED, RUSSIA_NO, US_IF, NATO_OPEN, GERMANY_MIXED), {}, "US only if Russia is constructive"),
        ((CONTESTED, RUSSIA, US_IF, NATO_NO), {}, "Russia and US for it, NATO against"),
        ((CONTESTED, RUSSIA._replace(value=1), US_IF, US_NO, NATO_OPEN, GERMANY_MIXED), {},
         "Russia and US for it, US against"),
        ((CONTESTED, RUSSIA_NO, US_IF._replace(conditions=("unless they attack",))), {}, "US unless they attack"),
        ((CONTESTED, RUSSIA_NO, US_IF._replace(conditions=("a", "b"))), {}, "US only on a condition"),
        ((CONTESTED, RUSSIA_NO, US_IF._replace(conditions=(LONGEST,))), {}, f"US only if {LONGEST}"),
        ((CONTESTED, RUSSIA_NO, US_IF._replace(conditions=(TOO_LONG,))), {}, "US only on a condition"),
        ((BLOCKED, RUSSIA, US_IF), {"hinges": (HUB,)}, "waits on Pull-back"),
        ((BLOCKED, RUSSIA, US_IF), {"hinges": (HUB, RIM)}, "waits on Pull-back and Rim"),
        ((BLOCKED, RUSSIA, US_IF), {"hinges": (HUB._replace(in_part=("Russia",)),)},
         "waits on Pull-back (refused in part by Russia)"),
        ((BLOCKED, RUSSIA, US_IF._replace(in_part=True)), {"hinges": (HUB,)}, "waits on Pull-back; US in part"),
        ((WITHIN, RUSSIA, US_IF, NATO_IF), {}, "if Russia is constructive"),
        ((WITHIN, RUSSIA, US_IF, NATO_IF._replace(conditions=("b",))), {}, "US and NATO on a condition"),
        ((WITHIN, RUSSIA._replace(objections=("talks fail",)), US), {}, "Russia against it if talks fail"),
        ((WITHIN, RUSSIA._replace(objections=("a", "b")), US), {}, "Russia against it on a condition"),
        ((COMMON, RUSSIA, US), {"silent": ("NATO",)}, "NATO silent"),
        ((COMMON, RUSSIA, US), {"silent": ("NATO",), "second_hand": ("US",)}, "NATO silent; US at second hand"),
        ((COMMON, RUSSIA, US._replace(in_part=True)), {}, "US in part"),
        ((COMMON, RUSSIA, US), {"second_hand": ("US",)}, "US at second hand"),
        ((WITHIN, RUSSIA, US_IF), {"second_hand": ("US",)}, "if Russia is constructive"),
        ((COMMON, RUSSIA, US), {}, ""),
        ((OPEN, RUSSIA, US._replace(value=0)), {}, "US neither for it nor against"),
        ((OPEN, RUSSIA, US._replace(value=None, state=State.MIXED)), {}, "US neither for it nor against"),
        ((REJECTED, RUSSIA_NO, US._replace(value=0)), {}, "Russia against it"),
        ((REJECTED, RUSSIA_NO, NATO_NO, NATO_OPEN, GERMANY_MIXED), {}, "Russia and NATO against it"),
        ((UNANSWERED, RUSSIA), {"silent": ("US", "NATO")}, "US and NATO silent"),
        ((UNANSWERED, RUSSIA), {"silent": ("US", "NATO"), "no_stance": ("NATO",)}, "US silent, NATO took no stance"),
        ((UNANSWERED, RUSSIA), {"silent": ("NATO",), "no_stance": ("NATO",)}, "NATO took no stance"),
        ((UNANSWERED, RUSSIA), {"silent": tuple("ABCDE")}, "A, B and 3 more silent"),
        ((UNANSWERED, RUSSIA), {"parts": 9}, "a package: see its 9 parts"),
        ((UNANSWERED, RUSSIA), {"parts": 1}, "a package: see its 1 part"),
        ((NOT_SPOKEN,), {"proposers": ("Sokov",)}, "put forward by Sokov"),
        ((NOT_SPOKEN,), {"proposers": ("Sokov",), "parts": 2}, "a package: see its 2 parts"),
        ((NOT_SPOKEN,), {}, ""),
    ],
)  # fmt: skip
def test_the_first_reason_that_fits_is_told_in_a_few_words(said, known, words):
    assert tell(*said, **known) == words


def test_there_is_no_reason_where_the_name_of_the_verdict_says_all():
    everybody = Facts(Verdict(COMMON, (RUSSIA, US)), 0, 2, 0, 0, ())
    assert explain(everybody) is None
    assert explain(everybody._replace(verdict=Verdict(COMMON, (RUSSIA, US), silent=("NATO",)))).code == WhyCode.SILENT
    conditional = [each._replace(state=State.CONDITIONAL) for each in (RUSSIA_NO, US_NO)]
    assert explain(everybody._replace(verdict=Verdict(OPEN, tuple(conditional)))) is None


def test_every_verdict_has_reasons_to_try():
    assert set(REASONS) == set(VerdictKind)


def test_of_a_stance_the_conditions_on_which_it_is_for_and_against_are_known():
    for claims, conditions, objections in [
        ([make_claim(1, terms="asked"), make_claim(2, terms="asked")], ("asked",), ()),
        ([make_claim(1, terms="asked"), make_claim(-1, terms="not")], ("asked",), ("not",)),
        ([make_claim(2), make_claim(-2, terms="not")], (), ("not",)),
        ([make_claim(2), make_claim(1, terms="asked")], (), ()),
        ([make_claim(-1, terms="asked")], (), ()),
    ]:
        (standing,) = decide([Principal("Russia", "east", summarise(claims))], lambda slug, side: False).standings
        assert (standing.conditions, standing.objections) == (conditions, objections)


def test_what_is_waited_on_is_counted_by_proposal():
    verdicts = [Verdict(BLOCKED, hinges=(HUB, RIM)), Verdict(CONTESTED, hinges=(HUB,)), Verdict(COMMON)]
    assert count_waiting(verdicts) == {"hub": 2, "rim": 1}


def test_only_the_names_of_proposals_are_named_as_such():
    why = explain(Facts(Verdict(BLOCKED, (RUSSIA, US_IF), hinges=(HUB, RIM)), 0, 2, 0, 0, ()))
    assert [piece for piece in write_why(why) if piece.proposal] == [("Pull-back", "hub"), ("Rim", "rim")]
    assert write_why(None) == []
