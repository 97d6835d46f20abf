"""On what two actors agree and on what they differ most, as the page of the pair begins."""

from datetime import date

import pytest

from claims.rules.measures.pairs import find_extremes
from claims.rules.scales import Dimension
from claims.wording.pair_finding import PairFound, write_pair_headline, write_pair_lede
from claims.wording.pieces import Piece, read_plainly
from tests.rules.cases import make_stance

PROPOSALS = [(title, title.lower()) for title in ("Zones", "Talks", "Arms", "Trade", "Ships")]


def found(*values, conditional=False, **fields):
    """Return what is told of two who stand at these values, a pair of them a proposal, None for a blank."""
    terms = "if asked" if conditional else ""
    stances = [(make_stance(a), make_stance(b, terms=terms) if b is not None else make_stance()) for a, b in values]
    usual = {"dimension": Dimension.POSITION}
    return PairFound(("Russia", "the US"), find_extremes(stances), PROPOSALS, **{**usual, **fields})


BOTH = "on which both have a value"


@pytest.mark.parametrize(
    "what, headline",
    [
        (found(), "Russia and the US cannot be compared"),
        (found((2, None), (None, 1)), "Russia and the US cannot be compared"),
        (found((2, 2)), f"Russia and the US agree on the one proposal {BOTH}"),
        (found((2, 1)), f"Russia and the US differ on the one proposal {BOTH}"),
        (found((2, 2), (1, 1)), f"Russia and the US agree on all two proposals {BOTH}"),
        (found((2, 1), (2, -2)), f"Russia and the US agree on none of the two proposals {BOTH}"),
        (found((2, 2), (2, -2), (1, None)), f"Russia and the US agree on one of the two proposals {BOTH}"),
        (
            found((2, 2), (2, -2), conditional=True),
            f"With every condition met, Russia and the US agree on one of the two proposals {BOTH}",
        ),
        (
            found((2, 2), as_of=date(2022, 1, 10), dimension=Dimension.SALIENCE),
            f"As of 10 Jan 2022, in salience, Russia and the US agree on the one proposal {BOTH}",
        ),
    ],
)
def test_the_headline_counts_on_how_many_proposals_they_agree(what, headline):
    assert write_pair_headline(what) == headline


@pytest.mark.parametrize(
    "what, lede",
    [
        (found(), "On no proposal do both have a value."),
        (found((2, 2)), "They agree on Zones."),
        (found((2, 1)), "They differ on Zones, where they are one step of four apart."),
        (
            found((2, 2), (1, 1), (2, -2), (1, 0)),
            "They agree on Zones and Talks; they differ most on Arms, where they stand at opposite ends.",
        ),
        (found((2, 0), (0, 2)), "They differ on Zones and Talks, where they are two steps of four apart."),
        (found(*[(1, 1)] * 5), "They agree on Zones, Talks and three more."),
        (found(*[(1, 1)] * 3), "They agree on Zones, Talks and Arms."),
    ],
)
def test_the_sentence_names_where_they_agree_and_where_they_differ_most(what, lede):
    assert read_plainly(write_pair_lede(what)) == lede


def test_proposals_can_be_linked():
    assert Piece("Talks", "talks") in write_pair_lede(found((2, 1), (2, -2)))
