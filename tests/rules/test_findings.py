"""What a negotiation came to: which findings, in which order, from which verdicts."""

from datetime import date
from itertools import zip_longest

import pytest

from claims.rules.findings import FindingCode, FindingPart, Judged, NamedProposal, find_awaited, find_main
from claims.rules.scales import Leaning, State, VerdictKind
from claims.rules.verdicts import Hinge, Standing, Verdict
from claims.wording.findings import ALL, Narrowing, write_headline, write_main_finding, write_rest
from claims.wording.pieces import read_plainly

CONTESTED, BLOCKED, WITHIN = VerdictKind.CONTESTED, VerdictKind.BLOCKED, VerdictKind.WITHIN_REACH
COMMON, OPEN, REJECTED = VerdictKind.COMMON_GROUND, VerdictKind.OPEN, VerdictKind.REJECTED
UNANSWERED, NOT_SPOKEN = VerdictKind.UNANSWERED, VerdictKind.NOT_SPOKEN


WHOLE = {"claims": 1, "has_verdicts": True, "most_divided": None, "sides": 2, "of_all": ()}


def tell(*kinds):
    return [Judged(f"p{n}", f"Proposal {n}", Verdict(kind)) for n, kind in enumerate(kinds, start=1)]


def lean(*leanings):
    return [
        Judged(f"p{n}", f"Thesis {n}", Verdict(NOT_SPOKEN), leaning=Leaning(one))
        for n, one in enumerate(leanings, start=1)
    ]


def write(told, claims=1, has_verdicts=True, most_divided=None):
    known = {"claims": claims, "has_verdicts": has_verdicts, "most_divided": most_divided}
    return write_main_finding(find_main(told, **{**WHOLE, **known}))


def write_on_page(told, narrowing=ALL, **known):
    """Return the headline and the sentence below it, as the first screen has them."""
    parts = find_main(told, **{**WHOLE, **known})
    return read_plainly(write_headline(parts, narrowing)), read_plainly(write_rest(parts))


def blocked_by(*slugs, number=1):
    """Return a proposal whose conditions depend on these, which are refused."""
    hinges = tuple(Hinge(slug, slug.capitalize()) for slug in slugs)
    return Judged(f"b{number}", f"Blocked {number}", Verdict(BLOCKED, hinges=hinges))


def refused_by(*values):
    """Return the proposal Pullback, on which Red, Blue … stand at these values."""
    names = ("Red", "Blue", "Green")
    standings = tuple(
        Standing(name, name, State.STANCE if value is not None else State.MIXED, value)
        for name, value in zip(names, values, strict=False)
    )
    return Judged("pullback", "Pullback", Verdict(CONTESTED, standings=standings))


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        ([], "No party has spoken on any proposal yet."),
        ([NOT_SPOKEN, NOT_SPOKEN], "No party has spoken on any proposal yet."),
        ([COMMON], "Proposal 1 is common ground."),
        ([BLOCKED], "Proposal 1 is blocked."),
        ([NOT_SPOKEN], "Proposal 1 is not taken up."),
        ([COMMON, COMMON, CONTESTED], "Proposal 1 and Proposal 2 are common ground; one proposal is contested."),
        ([COMMON] * 3 + [NOT_SPOKEN], "3 of 4 proposals are common ground."),
        ([COMMON] * 38 + [CONTESTED] * 1096, "38 of 1,134 proposals are common ground; 1,096 are contested."),
        ([WITHIN, WITHIN], "Nothing is common ground without a condition; two proposals are within reach."),
        ([BLOCKED, NOT_SPOKEN], "Nothing is common ground without a condition."),
        ([CONTESTED, REJECTED], "Nothing is common ground; one proposal is contested; one is rejected."),
        ([CONTESTED, REJECTED, OPEN, UNANSWERED],
         "Nothing is common ground; one proposal is contested; one is rejected."),
        ([WITHIN, CONTESTED, UNANSWERED],
         "Nothing is common ground without a condition; one proposal is within reach; one is contested."),
        ([UNANSWERED, NOT_SPOKEN], "No proposal has been answered by another side yet; one proposal is unanswered."),
        ([OPEN, OPEN], "Nothing is common ground; two proposals are open."),
    ],
)  # fmt: skip
def test_the_sentence_begins_with_what_is_common_ground_and_goes_on_with_at_most_two_findings(kinds, sentence):
    assert write(tell(*kinds)) == sentence


@pytest.mark.parametrize(
    ("kinds", "known", "headline", "rest"),
    [
        ([], {"claims": 0}, "Nothing has been published yet: the matrix appears with the first claim", ""),
        ([NOT_SPOKEN] * 2, {}, "No party has spoken on any proposal yet", ""),
        ([COMMON, CONTESTED], {}, "Proposal 1 is common ground", "One proposal is contested."),
        ([COMMON] * 38 + [CONTESTED], {}, "38 of 39 proposals are common ground", "One is contested."),
        ([WITHIN] * 3 + [CONTESTED, REJECTED, UNANSWERED], {}, "Nothing is common ground without a condition",
         "Three proposals are within reach; one is contested; one is rejected."),
        ([UNANSWERED, NOT_SPOKEN], {},
         "No proposal has been answered by another side yet", "One proposal is unanswered."),
        ([UNANSWERED], {}, "Proposal 1 is unanswered", ""),
    ],
)  # fmt: skip
def test_the_first_screen_has_the_finding_as_a_headline_and_a_sentence(kinds, known, headline, rest):
    assert write_on_page(tell(*kinds), **known) == (headline, rest)


DAY = date(2022, 1, 10)


@pytest.mark.parametrize(
    ("kinds", "narrowing", "headline"),
    [
        ([CONTESTED] * 2, Narrowing(as_of=DAY), "As of 10 Jan 2022, nothing is common ground"),
        ([CONTESTED] * 2, Narrowing(first_hand=True), "By first-hand claims alone, nothing is common ground"),
        ([CONTESTED] * 2, Narrowing(otherwise=True), "By the claims that were chosen, nothing is common ground"),
        ([CONTESTED] * 2, Narrowing(as_of=DAY, first_hand=True),
         "As of 10 Jan 2022, by first-hand claims alone, nothing is common ground"),
        ([CONTESTED] * 2, Narrowing(rows=2), "Of the two proposals shown, none is common ground"),
        ([WITHIN] * 7, Narrowing(rows=7), "Of the seven proposals shown, none is common ground without a condition"),
        ([COMMON] * 3, Narrowing(rows=3), "Of the three proposals shown, 3 are common ground"),
        ([COMMON, OPEN], Narrowing(rows=2), "Of the two proposals shown, Proposal 1 is common ground"),
        ([NOT_SPOKEN] * 2, Narrowing(rows=2), "Of the two proposals shown, none has been taken up by a party"),
        ([UNANSWERED] * 2, Narrowing(rows=2),
         "Of the two proposals shown, none has been answered by another side yet"),
        ([BLOCKED], Narrowing(as_of=DAY, rows=1), "As of 10 Jan 2022, Proposal 1 is blocked"),
    ],
)  # fmt: skip
def test_the_headline_says_of_which_claims_and_rows_it_holds(kinds, narrowing, headline):
    assert write_on_page(tell(*kinds), narrowing)[0] == headline


def test_where_no_claim_or_no_row_is_left_the_headline_says_so():
    assert write_on_page(tell(COMMON), Narrowing(as_of=DAY), claims=0) == ("No published claim fits", "")
    assert write_on_page([], Narrowing(rows=0), of_all=tell(COMMON)) == ("No proposal fits", "")


@pytest.mark.parametrize(
    ("red", "sides", "rest"),
    [
        ((2,), 2, "Proposal 1 is a red line on both sides; two proposals are contested."),
        ((2,), 3, "Proposal 1 is a red line on two sides; two proposals are contested."),
        ((1,), 2, "Two proposals are contested."),
        ((2, 2), 2, "Proposal 1 and Proposal 2 are red lines on both sides; two proposals are contested."),
        ((2, 3), 3, "Proposal 1 and Proposal 2 are red lines on two sides or more; two proposals are contested."),
        ((3, 3, 3), 3, "Three proposals are red lines on three sides; three proposals are contested."),
    ],
)
def test_what_is_a_red_line_on_more_sides_than_one_is_named(red, sides, rest):
    told = tell(*[CONTESTED] * max(2, len(red)))
    told = [each._replace(red_line_of=of) for each, of in zip_longest(told, red, fillvalue=0)]
    assert write_on_page(told, sides=sides)[1] == rest


def test_of_one_proposal_the_sentence_tells_what_it_waits_on():
    alone = blocked_by("pullback")
    told = [*tell(CONTESTED), alone, refused_by(-2, 2)]
    assert write_on_page([alone], of_all=told) == ("Blocked 1 is blocked", "It waits on Pullback, which Red rejects.")
    assert write_on_page([alone._replace(red_line_of=2)])[1] == "It waits on Pullback; it is a red line on both sides."


def test_the_sentence_links_what_it_names():
    told = [blocked_by("pullback"), blocked_by("pullback", number=2), refused_by(-2), tell(COMMON)[0]]
    parts = find_main(told, **WHOLE)
    named = [[piece for piece in write(parts) if piece.proposal] for write in (write_headline, write_rest)]
    assert named == [[("Proposal 1", "p1")], [("Pullback", "pullback")]]


def test_without_a_claim_it_says_that_nothing_has_been_published():
    for has_verdicts in (True, False):
        assert write(tell(COMMON), claims=0, has_verdicts=has_verdicts).startswith("Nothing has been published yet")


THESIS = NamedProposal("p2", "Thesis 2")


@pytest.mark.parametrize(
    ("leanings", "known", "headline", "rest"),
    [
        (["divided"] + ["supported"] * 3, {"most_divided": NamedProposal("p1", "Thesis 1")},
         "1 of 4 proposals divides the actors", "Most divided is “Thesis 1”; three are supported."),
        (["divided"] * 2 + ["opposed"] * 2 + ["mixed"] + ["no-position"] + ["supported"], {"most_divided": THESIS},
         "2 of 7 proposals divide the actors",
         "Most divided is “Thesis 2”; one is supported; two are opposed."),
        (["divided"] * 2, {"most_divided": THESIS}, "All two proposals divide the actors",
         "Most divided is “Thesis 2”."),
        (["supported", "mixed", "mixed"], {"most_divided": THESIS}, "No proposal divides the actors",
         "Most divided is “Thesis 2”; one is supported; two have no majority."),
        (["supported", "supported"], {}, "No proposal divides the actors", "Two are supported."),
        (["supported", "no-position"], {}, "No proposal divides the actors",
         "One is supported; one has no position yet."),
        (["no-position"] * 2, {}, "Nobody has a position on any proposal yet", ""),
        (["divided"], {}, "“Thesis 1” divides the actors", ""),
        (["mixed"], {}, "“Thesis 1” has no majority", ""),
        ([], {}, "Nobody has a position on any proposal yet", ""),
    ],
)  # fmt: skip
def test_where_no_side_negotiates_it_says_what_divides_the_actors(leanings, known, headline, rest):
    assert write_on_page(lean(*leanings), has_verdicts=False, **known) == (headline, rest)


@pytest.mark.parametrize(
    ("leanings", "headline"),
    [
        (["divided", "mixed"], "Of the two proposals shown, 1 divides the actors"),
        (["divided", "divided"], "Of the two proposals shown, 2 divide the actors"),
        (["mixed", "mixed"], "Of the two proposals shown, none divides the actors"),
        (["no-position"] * 2, "Of the two proposals shown, nobody has a position on any yet"),
        (["opposed"], "“Thesis 1” is opposed"),
    ],
)
def test_of_rows_that_were_chosen_it_says_what_divides_the_actors(leanings, headline):
    told = lean(*leanings)
    narrowing = Narrowing(rows=len(told))
    assert write_on_page(told, narrowing, has_verdicts=False, of_all=lean("mixed"))[0] == headline


def test_in_one_sentence_it_goes_on_with_what_divides_most():
    told = lean("divided", "mixed", "supported")
    assert write(told, has_verdicts=False, most_divided=THESIS) == (
        "1 of 3 proposals divides the actors; most divided is “Thesis 2”; one is supported."
    )


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ((-2, 2), ", which Red rejects"),
        ((-1, -2), ", which Red and Blue reject"),
        ((-1, -2, -1), ", which Red, Blue and Green reject"),
        ((0, None), ""),
    ],
)
def test_what_most_wait_on_is_named_with_who_refuses_it_before_all_else(values, refused):
    told = [
        blocked_by("pullback", number=1), blocked_by("pullback", "other", number=2), blocked_by("other", number=3),
        blocked_by("pullback", number=4), refused_by(*values), *tell(WITHIN),
    ]  # fmt: skip
    assert write(told) == (
        "Nothing is common ground without a condition; one proposal is within reach; "
        f"three more wait on Pullback{refused}."
    )


def test_of_two_that_as_many_wait_on_the_first_is_named():
    assert find_awaited([blocked_by("first", "second")]) == FindingPart(
        FindingCode.WAITING, 1, proposals=(NamedProposal("first", "First"),)
    )
    assert "; one proposal waits on First" in write([blocked_by("first", "second"), *tell(NOT_SPOKEN)])


def test_nothing_is_awaited_where_no_condition_hangs_in_vain():
    assert find_awaited(tell(COMMON, WITHIN)) is None


def test_a_name_from_right_to_left_is_isolated():
    told = [Judged("a", "הצעה", Verdict(COMMON))]
    assert write(told) == "\u2068הצעה\u2069 is common ground."
