"""What the chip of one claim says, in lists, in what a search found and on its own page."""

import pytest

from claims.models import Claim, Source
from claims.rendering.claim_chips import draw_claim, write_claim_chip


def make(**fields):
    source = Source(leaked=fields.pop("leaked", False))
    return Claim(**{"attribution": 0, "dimension": "position", "value": 1, "source": source, **fields})


@pytest.mark.parametrize(
    ("fields", "text", "css", "words"),
    [
        ({"value": -2}, "rejects", "c v-n2", "rejects (−2)"),
        ({"conditions": "asked"}, "open if", "c v-p1 if", "open if (+1), only on a condition"),
        ({"dimension": "prospects", "value": -1}, "unlikely", "c w-n1", "unlikely (−1)"),
        ({"dimension": "salience", "value": 2}, "essential", "c w-p2", "essential (+2)"),
        ({"attribution": 1}, "open", "c v-p1", "open (+1)"),
        ({"attribution": 2}, "open", "c v-p1 weak", "open (+1), second-hand"),
        ({"attribution": 3}, "(open)", "c f", "forecast: open (+1)"),
        ({"doubtful": True, "covers": "Article 4"}, "open", "c v-p1 weak", "open (+1), in part, doubtful"),
        ({"leaked": True}, "open", "c v-p1 weak", "open (+1), leaked"),
        ({"pending": True, "value": 0}, "awaited", "c f", "awaited"),
        ({"value": None, "label": "defer"}, "“defer”", "c", "spoke, takes no stance: “defer”"),
        ({"value": 2, "label": "S-Tier"}, "supports", "c v-p2", "supports (+2)"),
    ],
)
def test_a_claim_has_the_chip_of_a_stance_that_rests_on_it_alone(fields, text, css, words):
    assert write_claim_chip(make(**fields)) == (text, css, words, False)


def test_what_people_typed_is_escaped():
    assert "&lt;b&gt;" in draw_claim(make(value=None, label="<b>")) and "<b>" not in draw_claim(
        make(value=None, label="<b>")
    )
