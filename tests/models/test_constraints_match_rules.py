"""The codebook's rules stand twice: in `rules.exchange`, for sentences, and in the database, for everybody."""

from datetime import date
from itertools import product

import pytest
from django.db import IntegrityError, models, transaction

from claims.models import Claim
from claims.rules import exchange, publishing
from claims.rules.quotes import QuoteState
from claims.rules.scales import Attribution, Dimension
from tests.make import make_actor, make_claim

pytestmark = pytest.mark.django_db


def database_refuses(claim, fields):
    try:
        with transaction.atomic():
            models.QuerySet(Claim).filter(pk=claim.pk).update(**fields)
    except IntegrityError:
        return True
    return False


def test_what_the_rows_refuse_the_database_refuses_and_nothing_else():
    claim, other = make_claim(), make_actor()
    speakers = (None, claim.holder_id, other.pk)
    verdicts = []
    for value, attribution, pending, conditions, depends_on, speaker in product(
        (None, -3, 0, 2), Attribution, (False, True), ("", " ", "if asked"), ("", "troop-pullback"), speakers
    ):
        fields = {
            "value": value,
            "attribution": attribution,
            "pending": pending,
            "conditions": conditions,
            "depends_on": depends_on,
            "speaker_id": speaker,
        }
        faults = exchange.check_claim({**fields, "holder": claim.holder_id, "speaker": speaker})
        refused = database_refuses(claim, fields)
        assert refused == bool(faults), (fields, faults)
        verdicts.append(refused)
    assert min(verdicts.count(True), verdicts.count(False)) > len(verdicts) * 0.05


def test_what_only_prospects_and_quotes_have_is_refused_of_others_by_both():
    claim = make_claim()
    verdicts = []
    for dimension, by_when, probability, quote, translation in product(
        Dimension, (None, date(2022, 3, 1)), (None, 0, 100, 101), ("", "Words."), ("", "Worte.")
    ):
        fields = {"dimension": dimension, "by_when": by_when, "probability": probability, "translation": translation}
        fields |= {"quote": quote, "locator": "p. 4"}
        faults = exchange.check_claim(fields)
        refused = database_refuses(claim, fields)
        assert refused == bool(faults), (fields, faults)
        verdicts.append(refused)
    assert min(verdicts.count(True), verdicts.count(False)) > len(verdicts) * 0.05


def test_citation_that_cannot_be_published_is_the_same_in_both():
    claim = make_claim()
    verdicts = []
    for quote, locator, state in product(("", "Words."), ("", "p. 4"), QuoteState):
        refused = database_refuses(claim, {"quote": quote, "locator": locator, "quote_state": state})
        assert refused == bool(publishing.find_citation_blockers(publishing.Citation(quote, locator, state))), (
            quote,
            locator,
            state,
        )
        verdicts.append(refused)
    assert {True, False} == set(verdicts)
