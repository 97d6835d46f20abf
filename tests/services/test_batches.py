"""Batches: who opens them, who codes in them and until when, and what of their documents is drawn."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from claims.models import Batch, BlindCoding, Claim, SourceReading
from claims.rules.sampling import SampledSource, draw
from claims.services.batches import Coders, finish, open_batch, reopen
from claims.services.blind_codings import save_blind, take_blind_back
from claims.services.write_gate import Refused
from tests.make import (
    change,
    hold_text,
    make_actor,
    make_batch,
    make_batch_coder,
    make_claim,
    make_negotiation,
    make_proposal,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = "The East asks for a pledge.\n\nThe West says no to it.\n\nThey meet again."


@pytest.fixture
def reviewer():
    return make_user("reviewer", "rita")


@pytest.fixture
def coders():
    return [make_user("analyst", name) for name in ("ann", "ben")]


@pytest.fixture
def batch(coders):
    return make_batch([make_source(text=TEXT)], coders)


def code(coder, **fields):
    """Save what a coder says of the first document of their batch, as the page does."""
    holder = fields.pop("holder", None) or make_actor()
    said = {"value": -2, "quote": "The West says no to it.", "said_on": "2022-01-17", "speaker": holder, **fields}
    said = {"source": coder.batch.sources.first().source, "proposal": make_proposal(), "holder": holder, **said}
    coding = BlindCoding(coder=coder, **said)
    coding.full_clean()
    save_blind(coding, user=coder.user)
    return coding


def open_with(user, sources, users, **fields):
    batch = Batch(title="Twice", negotiation=make_proposal().negotiation, **fields)
    return open_batch(batch, sources, Coders(users), user=user)


# Opening


def test_a_reviewer_opens_a_batch_of_whole_documents(reviewer, coders):
    source = make_source(text=TEXT)
    batch = open_with(reviewer, [source], coders)
    place = batch.sources.get()
    assert (place.in_all, place.paragraphs, place.read_text()) == (3, [], TEXT)
    assert [coder.user for coder in batch.coders.all()] == coders and batch.blind and batch.opened_by == reviewer


def test_a_sample_can_be_drawn_again_from_what_the_batch_keeps(reviewer, coders):
    sources = [make_source(text="\n\n".join(f"Words of paragraph {n}." for n in range(20))) for _ in range(3)]
    batch = open_with(reviewer, sources, coders, stratum="source", share=25)
    drawn = {place.source.slug: place.paragraphs for place in batch.sources.all()}
    assert [len(numbers) for numbers in drawn.values()] == [5, 5, 5]
    again = [SampledSource(source.slug, source.slug, 20) for source in sources]
    assert draw(batch.public_id, again, 25) == drawn


@pytest.mark.parametrize(
    ("by", "sources", "number", "fields", "reason"),
    [
        ("analyst", 1, 2, {}, "Only a reviewer"),
        ("reviewer", 0, 2, {}, "Choose the documents"),
        ("reviewer", 1, 1, {}, "Two coders or more"),
        ("reviewer", 1, 2, {"stratum": "source", "share": 10}, "No text is held of"),
    ],
)
def test_what_cannot_be_opened_is_refused_with_the_reason(coders, by, sources, number, fields, reason):
    with pytest.raises(Refused, match=reason):
        open_with(make_user(by, "opens"), [make_source() for _ in range(sources)], coders[:number], **fields)
    assert not Batch.objects.exists()


def test_whoever_cannot_code_in_the_negotiation_is_no_coder(reviewer, coders):
    closed = make_negotiation()
    change(closed, public=False)
    with pytest.raises(Refused, match="nobody cannot code"):
        open_with(reviewer, [make_source()], [coders[0], make_user(None, "nobody")])


# Coding


def test_what_is_coded_blind_is_no_claim(batch):
    coding = code(batch.coders.first())
    assert not Claim.objects.exists() and not Claim.history.exists()
    assert coding.quote_state == "exact" and coding.history.count() == 1


def test_the_paragraph_of_what_is_coded_counts_as_read(batch):
    coder = batch.coders.first()
    code(coder)
    reading = SourceReading.objects.get()
    assert (reading.coder, reading.batch, reading.paragraphs, reading.in_all) == (coder.user, batch, [2], 3)


def test_a_quote_that_is_not_in_the_text_is_refused_with_what_is_nearest(batch):
    with pytest.raises(ValidationError, match="The West says no to it"):
        code(batch.coders.first(), quote="The West says yes to it.")
    assert not BlindCoding.objects.exists()


def test_quotes_are_proved_against_the_text_that_the_batch_was_opened_with(batch):
    place = batch.sources.get()
    hold_text(place.source, "Another text.")
    assert code(batch.coders.first()).quote_state == "exact"


def test_a_passage_that_was_not_drawn_is_refused(batch):
    place = batch.sources.get()
    change(place, paragraphs=[1])
    with pytest.raises(ValidationError, match="not drawn"):
        code(batch.coders.first())
    assert code(batch.coders.first(), quote="asks for a pledge").quote_start


def test_a_coding_without_quote_or_locator_is_refused(batch):
    with pytest.raises(ValidationError, match="cites no passage"):
        code(batch.coders.first(), quote="", locator="p. 4")  # of a text that is held it quotes


def test_the_rules_of_claims_hold_for_what_is_coded_blind(batch):
    with pytest.raises(ValidationError) as refused:
        code(batch.coders.first(), speaker=make_actor())
    assert "speaker" in refused.value.message_dict


def test_a_passage_coded_twice_by_one_coder_is_asked_about_and_that_of_another_is_not(batch):
    first, second = batch.coders.all()
    coding = code(first)
    cell = {"holder": coding.holder, "proposal": coding.proposal}
    make_claim(source=coding.source, quote=coding.quote, **cell)
    code(second, **cell)
    with pytest.raises(ValidationError, match="coded already"):
        code(first, **cell)


def test_only_the_coder_codes_in_their_name(batch, reviewer, coders):
    coding = code(batch.coders.first())
    for user in (coders[1], reviewer):
        with pytest.raises(Refused, match="no coder of this batch"):
            save_blind(coding, user=user)


def test_a_reviewer_reads_in_what_a_machine_coded(batch, reviewer, coders):
    machine = make_batch_coder(batch, machine="Model 1")
    coding = BlindCoding(
        coder=machine, source=batch.sources.get().source, holder=make_actor(), proposal=make_proposal(), value=1
    )
    coding.speaker, coding.quote, coding.said_on = coding.holder, "says no to it", date(2022, 1, 17)
    with pytest.raises(Refused, match="Only a reviewer"):
        save_blind(coding, user=coders[0])
    save_blind(coding, user=reviewer)
    assert not SourceReading.objects.exists() and coding.pk


def test_a_coding_that_is_taken_back_stays_in_the_history(batch):
    coding = code(batch.coders.first())
    pk = coding.pk
    take_blind_back(coding, user=coding.coder.user, version=coding.version)
    assert not BlindCoding.objects.exists()
    assert [row.history_type for row in BlindCoding.history.filter(id=pk)] == ["-", "+"]


# Being done


def test_the_batch_is_blind_until_the_last_coder_is_done(batch):
    first, second = batch.coders.all()
    assert finish(first, user=first.user).blind
    assert not finish(second, user=second.user).blind
    assert [*Batch.objects.comparable()] == [batch]


def test_nobody_codes_on_who_is_done_unless_a_reviewer_opens_it_again(batch, reviewer):
    coder = batch.coders.first()
    finish(coder, user=coder.user)
    with pytest.raises(Refused, match="You are done"):
        code(coder)
    with pytest.raises(Refused, match="Only a reviewer"):
        reopen(coder, user=coder.user, reason="more to say")
    with pytest.raises(Refused, match="Say why"):
        reopen(coder, user=reviewer, reason=" ")
    assert code(reopen(coder, user=reviewer, reason="a page was missed")).pk


def test_once_all_are_done_nobody_codes_blind_any_more(batch, reviewer):
    for coder in batch.coders.all():
        finish(coder, user=coder.user)
    with pytest.raises(Refused, match="All its coders are done"):
        reopen(batch.coders.first(), user=reviewer, reason="more")
    with pytest.raises(Refused, match="All its coders are done"):
        code(batch.coders.first())


def test_a_reviewer_ends_it_for_a_coder_who_is_gone_and_says_why(batch, reviewer, coders):
    first, second = batch.coders.all()
    with pytest.raises(Refused, match="Only a reviewer"):
        finish(second, user=first.user, reason="he is gone")
    with pytest.raises(Refused, match="Say why"):
        finish(second, user=reviewer)
    finish(second, user=reviewer, reason="he is gone")
    assert second.history.first().history_change_reason == "done: he is gone"
    assert Batch.objects.get().blind
