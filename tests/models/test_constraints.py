"""Every check constraint, broken once: refused by the database whoever writes, and told to analysts in words."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from claims.models import DataVersion
from claims.rules.documents import DocumentType, PageStart
from claims.rules.faults import FaultCode
from claims.rules.quotes import QuoteState
from claims.rules.scales import Attribution
from claims.services.original_files import NewOriginal, keep_original
from claims.services.write_gate import editing
from claims.wording.exchange import SENTENCES
from tests.make import (
    make_actor,
    make_answer,
    make_batch,
    make_batch_coder,
    make_blind_coding,
    make_blind_suggestion,
    make_change,
    make_claim,
    make_coding,
    make_comment,
    make_event,
    make_member,
    make_negotiation,
    make_old_address,
    make_outcome,
    make_part,
    make_participant,
    make_profile,
    make_proposal,
    make_remark,
    make_search,
    make_settlement,
    make_source,
    make_user,
    make_wording,
)

pytestmark = pytest.mark.django_db


def make_original():
    """Make a text with the file that it was taken from."""
    text = make_source(text="Words.").texts.get()
    original = NewOriginal("plan.pdf", b"%PDF", DocumentType.PDF, pages=(PageStart(0, "1"),))
    with editing(make_user("analyst")) as gate:
        keep_original(gate, text, original)
    return text.originals.get()


def make_forecast():
    """Make a forecast that a coder of a batch coded."""
    return make_blind_coding(1, attribution=Attribution.PREDICTED, speaker=make_actor("expert"))


# constraint: a valid row, what breaks it, and the field at which full_clean says so
BROKEN = {
    "actor_kind_known": (lambda: make_actor(side=None), {"kind": "party-goer"}, "kind"),
    "actor_article_known": (lambda: make_actor(side=None), {"article": "a"}, "article"),
    "actor_official_speaks_for": (lambda: make_actor(side=None), {"kind": "official"}, "__all__"),
    "import_profile_has_name": (make_profile, {"name": ""}, "name"),
    "participant_ends_after_it_begins": (
        lambda: make_participant(since=date(2022, 1, 2)),
        {"until": date(2022, 1, 1)},
        "until",
    ),
    "member_ends_after_it_begins": (
        lambda: make_member(since=date(2022, 1, 2)),
        {"until": date(2022, 1, 1)},
        "until",
    ),
    "negotiation_days_in_order": (
        lambda: make_negotiation(first_day=date(2022, 1, 10)),
        {"last_day": date(2022, 1, 9)},
        "__all__",
    ),
    "part_not_of_itself": (make_part, lambda row: {"package_id": row.part_id}, "package"),
    "part_place_without_bar": (make_part, {"where": "Article 4 | annex"}, "where"),
    "event_kind_known": (make_event, {"kind": "party"}, "kind"),
    "event_days_in_order": (make_event, {"last_day": date(2022, 1, 9)}, "last_day"),
    "event_locator_in_source": (make_event, {"locator": "p. 2"}, "source"),
    "old_address_of_one_row": (make_old_address, {"slug": "old", "actor_id": None}, None),
    "actor_suggestion_known": (make_actor, {"suggestion": "maybe"}, None),
    "proposal_suggestion_known": (make_proposal, {"suggestion": "maybe"}, None),
    "wording_has_text": (make_wording, {"text": ""}, "text"),
    "wording_not_too_long": (make_wording, {"text": "x" * 20_001}, "text"),
    "proposal_not_variant_of_itself": (make_proposal, lambda row: {"variant_of_id": row.pk}, "__all__"),
    "proposal_defined": (make_proposal, {"definition": ""}, "definition"),
    "source_type_known": (make_source, {"type": "rumour"}, "type"),
    "source_grade_known": (make_source, {"grade": "G"}, "grade"),
    "source_titled": (make_source, {"title": ""}, "title"),
    "source_text_not_empty": (lambda: make_source(text="Words.").texts.get(), {"text": ""}, "text"),
    "original_file_type_known": (make_original, {"media_type": "image/png"}, "media_type"),
    "source_coding_by_and_on": (make_coding, {"fully_coded_by": ""}, "__all__"),
    "source_coding_by_without_bar": (make_coding, {"fully_coded_by": "Ann | Ben"}, "fully_coded_by"),
    "claim_value_on_scale": (make_claim, {"value": 3}, "value"),
    "claim_dimension_known": (make_claim, {"dimension": "mood"}, "dimension"),
    "claim_attribution_known": (lambda: make_claim(attribution=3), {"attribution": 4}, "attribution"),
    "claim_said_on_is_known": (make_claim, {"said_on_is": "hearsay"}, "said_on_is"),
    "claim_status_known": (make_claim, {"status": "lost"}, "__all__"),
    "claim_quote_state_known": (make_claim, {"quote_state": "good"}, "__all__"),
    "claim_pending_is_zero": (make_claim, {"pending": True}, "pending"),
    "claim_forecast_has_value": (
        lambda: make_claim(1, attribution=Attribution.PREDICTED),
        {"value": None},
        "value",
    ),
    "claim_by_when_of_prospects": (make_claim, {"by_when": date(2022, 3, 1)}, "by_when"),
    "claim_probability_of_prospects": (make_claim, {"probability": 30}, "probability"),
    "claim_probability_in_per_cent": (lambda: make_claim(dimension="prospects"), {"probability": 101}, "probability"),
    "claim_translation_of_quote": (
        lambda: make_claim(locator="p. 4", translation="Never."),
        {"quote": ""},
        "translation",
    ),
    "claim_depends_on_condition": (make_claim, {"depends_on": "troop-pullback"}, "conditions"),
    "claim_own_has_speaker": (make_claim, {"speaker_id": None}, None),  # filled in
    "claim_reported_has_no_speaker": (make_claim, {"attribution": Attribution.REPORTED}, "speaker"),
    "claim_second_hand_has_other_speaker": (make_claim, {"attribution": Attribution.ATTRIBUTED}, "speaker"),
    "search_dimension_known": (make_search, {"dimension": "mood"}, "dimension"),
    "search_outcome_known": (make_search, {"outcome": "found"}, "outcome"),
    "search_says_when_and_where": (make_search, {"searched_in": ""}, "__all__"),
    "search_says_why_not_applicable": (lambda: make_search(why="no vote"), {"why": ""}, "__all__"),
    "proposal_days_in_order": (
        lambda: make_proposal(proposed_on=date(2022, 1, 2)),
        {"withdrawn_on": date(2022, 1, 1)},
        "__all__",
    ),
    "review_comment_says_something": (make_comment, {"text": ""}, None),
    "remark_has_text": (make_remark, {"text": ""}, "text"),
    "pending_change_of_one_row": (make_change, {"source_id": None}, "__all__"),
    "pending_change_status_known": (make_change, {"status": "lost"}, "__all__"),
    "pending_change_has_reason": (make_change, {"reason": ""}, "__all__"),
    "remark_answers_two_claims": (make_answer, {"later_claim_id": None}, "__all__"),
    "remark_is_signed": (make_remark, {"signed_by": ""}, "__all__"),
    "claim_quote_not_too_long": (make_claim, {"quote": "x" * 2001}, "quote"),
    "claim_published_is_cited": (make_claim, {"quote": ""}, "quote"),
    "outcome_kind_known": (make_outcome, {"kind": "won"}, "kind"),
    "outcome_status_known": (make_outcome, {"status": "lost"}, "__all__"),
    "outcome_quote_state_known": (make_outcome, {"quote_state": "good"}, "__all__"),
    "outcome_quote_not_too_long": (make_outcome, {"quote": "x" * 2001}, "quote"),
    "outcome_published_is_cited": (make_outcome, {"quote": ""}, "quote"),
    "batch_titled": (make_batch, {"title": ""}, "title"),
    "batch_stratum_known": (make_batch, {"stratum": "mood", "share": 10}, "stratum"),
    "batch_share_of_strata": (make_batch, {"share": 10}, "__all__"),
    "batch_settled_when_done": (make_batch, {"settled_on": date(2022, 1, 2)}, None),
    "batch_coder_is_one": (make_batch_coder, {"machine": ""}, "__all__"),
    "blind_coding_value_on_scale": (make_blind_coding, {"value": 3}, "value"),
    "blind_coding_dimension_known": (make_blind_coding, {"dimension": "mood"}, "dimension"),
    "blind_coding_attribution_known": (make_forecast, {"attribution": 4}, "attribution"),
    "blind_coding_said_on_is_known": (make_blind_coding, {"said_on_is": "hearsay"}, "said_on_is"),
    "blind_coding_pending_is_zero": (make_blind_coding, {"pending": True}, "pending"),
    "blind_coding_forecast_has_value": (
        make_forecast,
        {"value": None},
        "value",
    ),
    "blind_coding_by_when_of_prospects": (make_blind_coding, {"by_when": date(2022, 3, 1)}, "by_when"),
    "blind_coding_probability_of_prospects": (make_blind_coding, {"probability": 30}, "probability"),
    "blind_coding_probability_in_per_cent": (
        lambda: make_blind_coding(dimension="prospects"),
        {"probability": 101},
        "probability",
    ),
    "blind_coding_translation_of_quote": (
        lambda: make_blind_coding(translation="Mots."),
        {"quote": ""},
        "translation",
    ),
    "blind_coding_depends_on_condition": (make_blind_coding, {"depends_on": "troop-pullback"}, "conditions"),
    "blind_coding_own_has_speaker": (make_blind_coding, {"speaker_id": None}, None),  # filled in
    "blind_coding_reported_has_no_speaker": (make_blind_coding, {"attribution": Attribution.REPORTED}, "speaker"),
    "blind_coding_second_hand_has_other_speaker": (
        make_blind_coding,
        {"attribution": Attribution.ATTRIBUTED},
        "speaker",
    ),
    "blind_coding_quote_not_too_long": (make_blind_coding, {"quote": "x" * 2001}, "quote"),
    "blind_coding_quote_stands_in_text": (make_blind_coding, {"quote_state": "missing"}, None),
    "blind_suggestion_of_one_row": (make_blind_suggestion, {"actor_id": None}, None),
    "settlement_decision_known": (make_settlement, {"decision": "lost", "reason": "so"}, "decision"),
    "settlement_takes_a_coding": (make_settlement, {"coding_id": None}, "__all__"),
    "settlement_gives_reason": (make_settlement, {"decision": "edited"}, "__all__"),
    "settlement_dimension_known": (make_settlement, {"dimension": "mood"}, "dimension"),
    "settlement_attribution_known": (make_settlement, {"attribution": 4}, "attribution"),
}
# The codebook's own rules, which full_clean must say in the very words of the rule.
MESSAGES = {
    "claim_value_on_scale": SENTENCES[FaultCode.VALUE_OFF_SCALE],
    "claim_quote_not_too_long": SENTENCES[FaultCode.QUOTE_TOO_LONG],
    "outcome_quote_not_too_long": SENTENCES[FaultCode.QUOTE_TOO_LONG],
    "claim_pending_is_zero": SENTENCES[FaultCode.PENDING_WITH_VALUE],
    "claim_forecast_has_value": SENTENCES[FaultCode.FORECAST_WITHOUT_VALUE],
    "claim_depends_on_condition": SENTENCES[FaultCode.LINK_WITHOUT_CONDITION],
    "claim_own_has_speaker": SENTENCES[FaultCode.OWN_WITHOUT_SPEAKER],
    "claim_reported_has_no_speaker": SENTENCES[FaultCode.REPORTED_WITH_SPEAKER],
    "claim_second_hand_has_other_speaker": SENTENCES[FaultCode.SECOND_HAND_WITHOUT_OTHER],
}

CONSTRAINTS = {
    constraint.name: constraint
    for model in apps.get_app_config("claims").get_models()
    for constraint in model._meta.constraints
    if isinstance(constraint, models.CheckConstraint) and model is not DataVersion  # which nobody edits
}


def broken(name):
    """Return a valid row and the columns that break the constraint."""
    make, changes, _ = BROKEN[name]
    row = make()
    return row, changes(row) if callable(changes) else changes


def refused_by(name):
    """Expect the database to refuse, naming the constraint."""
    return pytest.raises(IntegrityError, match=name)


# Of rows that are never changed: `test_releases.py` breaks them as they are made.
AS_THEY_ARE_MADE = {"release_counts_from_1", "release_has_name", "release_file_kind_is_one"}


def test_every_constraint_is_broken_here_once():
    assert CONSTRAINTS.keys() - AS_THEY_ARE_MADE == BROKEN.keys()


@pytest.mark.parametrize("name", BROKEN)
def test_database_refuses_it_from_a_queryset(name):
    row, changes = broken(name)
    with refused_by(name), transaction.atomic():
        models.QuerySet(type(row)).filter(pk=row.pk).update(**changes)


@pytest.mark.parametrize("name", BROKEN)
def test_database_refuses_it_from_raw_sql(name):
    row, changes = broken(name)
    columns_of = {field.attname: field.column for field in row._meta.concrete_fields}
    columns = ", ".join(f"{connection.ops.quote_name(columns_of[name])} = %s" for name in changes)
    with refused_by(name), transaction.atomic(), connection.cursor() as cursor:
        # S608: columns of ours, values as parameters
        cursor.execute(f"UPDATE {row._meta.db_table} SET {columns} WHERE id = %s", [*changes.values(), row.pk])  # noqa: S608


@pytest.mark.parametrize("name", [name for name, (_, _, field) in BROKEN.items() if field])
def test_full_clean_refuses_it_at_the_field_to_blame(name):
    row, changes = broken(name)
    for field, value in changes.items():
        setattr(row, field, value)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    messages = refusal.value.message_dict[BROKEN[name][2]]
    assert name not in MESSAGES or MESSAGES[name] in messages


@pytest.mark.parametrize("name", BROKEN)
def test_it_has_a_sentence_for_analysts(name):
    row, changes = broken(name)
    for field, value in changes.items():
        setattr(row, field, value)
    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()
    sentence = CONSTRAINTS[name].violation_error_message
    assert sentence in refusal.value.messages
    assert "is violated" not in sentence  # Django's own, which names the constraint


def test_published_claim_whose_quote_is_missing_is_refused_by_the_database():
    claim = make_claim()
    with refused_by("claim_published_is_cited"), transaction.atomic():
        models.QuerySet(type(claim)).filter(pk=claim.pk).update(quote_state=QuoteState.MISSING)
    draft = make_claim(status="draft", quote="")
    with refused_by("claim_published_is_cited"), transaction.atomic():
        models.QuerySet(type(claim)).filter(pk=draft.pk).update(status="published")


def test_fully_coded_needs_both_by_whom_and_when():
    coding = make_coding()
    for half in ({"fully_coded_by": ""}, {"fully_coded_on": None}):
        with refused_by("source_coding_by_and_on"), transaction.atomic():
            models.QuerySet(type(coding)).filter(pk=coding.pk).update(**half)
    assert make_coding(fully_coded_by="", fully_coded_on=None).version == 1


def test_official_needs_a_party_and_nobody_else_has_one():
    official = make_actor("official")
    with refused_by("actor_official_speaks_for"), transaction.atomic():
        models.QuerySet(type(official)).filter(pk=official.pk).update(kind="expert")


def test_forecast_cannot_be_pending():
    claim = make_claim(value=0, attribution=Attribution.PREDICTED)
    with refused_by("claim_pending_is_zero"), transaction.atomic():
        models.QuerySet(type(claim)).filter(pk=claim.pk).update(pending=True)


@pytest.mark.parametrize("attribution", [Attribution.ATTRIBUTED, Attribution.PREDICTED])
def test_second_hand_needs_a_speaker_other_than_the_holder(attribution):
    claim = make_claim(attribution=attribution)
    for speaker in (None, claim.holder_id):
        with refused_by("claim_second_hand_has_other_speaker"), transaction.atomic():
            models.QuerySet(type(claim)).filter(pk=claim.pk).update(speaker_id=speaker)


def test_checks_that_hold_are_one_query():
    claim = make_claim()
    with CaptureQueriesContext(connection) as queries:
        claim.validate_constraints()
    assert len([query for query in queries if "COALESCE" in query["sql"]]) == 1


def test_each_check_that_fails_is_told():
    claim = make_claim(locator="p. 4")
    claim.value, claim.said_on_is = 3, "hearsay"
    with pytest.raises(ValidationError) as refused:
        claim.validate_constraints()
    failed = ("claim_value_on_scale", "claim_said_on_is_known")
    assert refused.value.messages == [CONSTRAINTS[name].violation_error_message for name in failed]


@pytest.mark.parametrize("left_out", ["conditions", "covers", "quote"])
def test_a_check_fails_though_others_cannot_be_asked(left_out):
    """Those of a column that is left out, or that is derived of one."""
    claim = make_claim()
    claim.value = 3
    with pytest.raises(ValidationError) as refused:
        claim.validate_constraints(exclude={left_out})
    assert refused.value.messages == [CONSTRAINTS["claim_value_on_scale"].violation_error_message]
    claim.value = 2
    claim.validate_constraints(exclude={left_out})


def test_data_version_stays_one_row():
    with refused_by("data_version_is_one_row"), transaction.atomic():
        DataVersion.objects.create(pk=2)
