"""The strip of the parties without a column: the share of each value, and who it is."""

import re

import pytest

from claims.reader.rendering.others_strip import MOST_NAMED, Spoken, draw_others
from claims.rules.scales import Dimension
from claims.rules.stances import summarise
from tests.rules.cases import make_claim, make_no_stance, make_pending

POSITION = Dimension.POSITION


def say(name, *claims):
    return Spoken(name, summarise(claims))


EU, CHINA, UN = say("EU", make_claim(-1)), say("China", make_claim(1)), say("UN", make_claim(2))
UK, POLAND = (say(name, make_claim(-2, "predicted")) for name in ("UK", "Poland"))
OPEN_IF, MIXED = say("Japan", make_claim(1, terms="asked")), say("India", make_claim(2), make_claim(-2))
ASKED, SPOKE = say("Kenya", make_pending()), say("Chad", make_no_stance(label="defer"))


def segments(*spoken):
    html = draw_others(spoken, POSITION, "/x/", " on Zones: ")
    return re.findall(r'<rect class="([\w-]+)" x="([\d.]+)%" y="5" width="([\d.]+)%" height="12"/>', html)


@pytest.mark.parametrize(
    ("spoken", "drawn"),
    [
        ([EU, UN], [("v-n1", "0", "50"), ("v-p2", "50", "50")]),
        ([UN, EU, CHINA, UK, POLAND],
         [("v-n1", "0", "20"), ("v-p1", "20", "20"), ("v-p2", "40", "20"), ("forecast", "60", "40")]),
        ([CHINA, OPEN_IF], [("v-p1", "0", "100")]),
        ([MIXED, SPOKE, ASKED, UN], [("v-p2", "0", "25"), ("no-value", "25", "50"), ("forecast", "75", "25")]),
    ],
)  # fmt: skip
def test_each_value_has_its_share_from_against_to_for_and_forecasts_come_last(spoken, drawn):
    assert segments(*spoken) == drawn


@pytest.mark.parametrize(
    ("spoken", "words"),
    [
        ([UN, EU], "sceptical: EU; supports: UN"),
        ([EU, CHINA, UK, POLAND], "sceptical: EU; open: China; forecast (rejects): UK, Poland"),
        ([OPEN_IF, CHINA], "open: China; open if: Japan"),
        ([MIXED, SPOKE, ASKED], "mixed: India; “defer”: Chad; awaited: Kenya"),
    ],
)
def test_its_name_says_who_stands_where(spoken, words):
    assert f'aria-label="Others on Zones: {words}"' in draw_others(spoken, POSITION, "/x/", " on Zones: ")


def test_of_many_at_one_value_the_first_are_named():
    many = [say(f"A{number}", make_claim(2)) for number in range(MOST_NAMED + 2)]
    assert f'A{MOST_NAMED - 1} and 2 more"' in draw_others(many, POSITION, "/x/", "")


def test_who_changed_since_a_day_is_named():
    html = draw_others([EU, UN], POSITION, "/x/", " on Zones: ", ["UN"])
    assert 'class="strip changed"' in html and "; changed since then: UN" in html


def test_where_nobody_has_said_anything_there_is_no_strip():
    assert draw_others([], POSITION, "/x/", "") == ""


def test_what_people_typed_is_escaped():
    html = draw_others([say("<b>", make_claim(2))], POSITION, "/x/", "")
    assert "<b>" not in html and "&lt;b&gt;" in html
