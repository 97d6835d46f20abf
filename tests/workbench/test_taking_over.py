"""A quote that is not in the text: one button takes over the passage that comes nearest, without scripts too."""

import pytest

from claims.models import Claim
from tests.reader.read_pages import words
from tests.workbench.sent import QUOTE, at, typed

pytestmark = pytest.mark.django_db

FALSIFIED = "East wants a freeze of all patrols."
TAKEN = {"_take_passage": QUOTE}


def test_one_button_offers_the_passage_that_comes_nearest(coder, world):
    html = coder.post(at(), typed(quote=FALSIFIED)).content.decode()
    assert "Below is the passage that comes nearest" in words(html)
    assert html.count('name="_take_passage"') == 1 and "Use this passage" not in html


def test_where_nothing_is_near_no_button_is_offered(coder, world):
    answer = coder.post(at(), typed(quote="Quite another matter, said nowhere and by nobody"))
    assert "nor anything like it" in words(answer.content.decode())
    assert "_take_passage" not in answer.content.decode()


def test_without_scripts_the_passage_becomes_the_quote_and_all_else_stays(coder, world):
    answer = coder.post(at(), typed(quote=FALSIFIED, note="as typed") | TAKEN)
    form = answer.context["form"]
    assert (answer.status_code, form["quote"].value(), form["note"].value()) == (200, QUOTE, "as typed")
    assert "Exact" in words(answer.content.decode()) and not Claim.objects.exists()
    assert coder.post(at(), typed(note="as typed")).status_code == 200
    assert Claim.objects.get().quote == QUOTE
