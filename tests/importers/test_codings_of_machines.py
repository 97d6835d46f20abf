"""A machine's output enters as a coder of a batch: its quotes are proved, and it sees nothing of the others."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from claims.models import Batch, BatchCoder, BlindCoding, Claim
from claims.queries.batch_units import read_comparison
from claims.services import settling
from claims.services.batches import finish
from claims.services.write_gate import editing
from tests.importers.claim_files import Files
from tests.make import (
    make_batch,
    make_batch_coder,
    make_batch_source,
    make_blind_coding,
    make_claim,
    make_negotiation,
    make_proposal,
    make_source,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = "No expansion, ever. Talks may begin.\n\nThe rest is silence."
ROW = {"source_title": "One", "source_published_on": "2022-01-17", "quote": "No expansion, ever."}


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


@pytest.fixture
def source(files):
    return make_source(title="One", text=TEXT, published_on=date(2022, 1, 17))


@pytest.fixture
def batch(source):
    """A batch that one person has coded, and is done with."""
    batch = make_batch([source])
    done = make_batch_coder(batch, make_user("analyst", username="ann"), done_at=timezone.now())
    make_batch_coder(batch, make_user("analyst", username="bob"))
    assert done.done_at
    return batch


def bring(files, batch, *rows, options=(), coder="model-1", **write):
    out = StringIO()
    path = files.write([ROW | row for row in rows], name=write.pop("name", "model.csv"), **write)
    call_command("import_codings", batch.public_id, path, "--coder", coder, *options, stdout=out, stderr=out)
    return out.getvalue()


def refuse(files, batch, *rows, **options):
    out = StringIO()
    path = files.write([ROW | row for row in rows], name=options.pop("name", "model.csv"))
    chosen = ["--coder", options.pop("coder", "model-1"), *options.pop("options", ())]
    with pytest.raises(CommandError) as refused:
        call_command("import_codings", options.pop("named", batch.public_id), path, *chosen, stdout=out, stderr=out)
    return f"{out.getvalue()}{refused.value}"


def test_a_machine_is_a_coder_that_is_done_with_its_file(files, batch):
    told = bring(files, batch, {}, {"proposal": "talks", "value": 1, "quote": "Talks may begin."})
    assert told == "2 codings of “model-1”.\n"
    coder = BatchCoder.objects.get(machine="model-1")
    assert coder.done_at is not None and coder.user is None
    coded = BlindCoding.objects.filter(coder=coder)
    assert [(c.proposal.slug, c.value, c.quote_state) for c in coded] == [
        ("no-expansion", 2, "exact"),
        ("talks", 1, "exact"),
    ]
    assert not Claim.objects.exists() and Batch.objects.get().blind  # bob is not done


def test_once_all_are_done_it_is_compared_like_any_other(files, source):
    done = timezone.now()
    batch = make_batch([source])
    ann = make_batch_coder(batch, make_user("analyst"), done_at=done)
    make_batch_coder(batch, None, machine="model-1")
    make_blind_coding(
        1, coder=ann, quote="No expansion, ever.", holder=files.moscow, proposal=files.expansion, source=source
    )
    bring(files, batch, {})
    assert not Batch.objects.get().blind
    assert BatchCoder.objects.filter(batch=batch).count() == 2  # it was named when the batch was opened
    compared = read_comparison(Batch.objects.get())
    assert compared.numbers.values == (0, 1) and compared.units[0].differences == ("value",)


def test_where_nobody_found_anything_all_is_settled_until_a_machine_does(files, source):
    users = [make_user("analyst"), make_user("analyst")]
    batch = make_batch([source], users)
    for user in users:
        finish(batch.coders.get(user=user), user=user)
    assert Batch.objects.get().settled_on is not None
    bring(files, batch, {})
    assert Batch.objects.get().settled_on is None and not Batch.objects.get().blind


@pytest.mark.parametrize(
    "row, told",
    [
        ({"quote": "Expansion for ever."}, ":3: quote: “Expansion for ever.” is not in the source's text"),
        ({"quote": ""}, ":3: quote:"),
        ({"holder": "nobody"}, ":3: holder:"),
        ({"proposal": "nothing"}, ":3: proposal:"),
        ({"value": 7}, ":3: value: A value lies between"),
        ({"value": ""}, ":3: value:"),
        ({"source_title": "Two"}, ":3: source: This document is not in the batch."),
        ({"dimension": "mood"}, ":3: dimension:"),
        ({"depends_on": "talks"}, ":3: conditions:"),
        ({"said_on": "yesterday"}, ":3: said_on:"),
        ({"quote": "No expansion, ever. Talks may begin.\n\nThe rest is silence."}, "long-quote"),
        ({}, ":3: is the same as line 2"),
    ],
)
def test_each_fault_is_told_by_line_and_column_and_nothing_is_entered(files, batch, row, told):
    text = refuse(files, batch, {}, row)
    assert told in text and "1 invalid; nothing was changed." in text
    assert not BlindCoding.objects.exists() and not BatchCoder.objects.exclude(machine="").exists()


def test_rows_that_stand_are_entered_without_the_others_where_that_is_wanted(files, batch):
    rows = [{}, {"quote": "Invented."}, {"holder": "nobody"}, {"proposal": "talks", "quote": "Talks may begin."}]
    told = bring(files, batch, *rows, options=["--skip-bad"])
    assert "2 codings of “model-1”, 2 rows left out." in told and "model.csv:3: quote:" in told
    assert BlindCoding.objects.count() == 2


def test_a_file_of_bad_rows_alone_enters_nothing_even_so(files, batch):
    assert "1 invalid" in refuse(files, batch, {"quote": "Invented."}, options=["--skip-bad"])


def test_trying_changes_nothing(files, batch):
    assert "Only tried" in bring(files, batch, {}, options=["--dry-run"])
    assert not BlindCoding.objects.exists() and BatchCoder.objects.filter(batch=batch).count() == 2


def test_a_warning_may_be_accepted_or_confirmed_by_its_row(files, batch):
    long = {"quote": TEXT}
    bring(files, batch, long, options=["--accept-warnings"])
    assert BlindCoding.objects.get().confirmed == "long-quote"
    bring(files, batch, long | {"confirmed": "long-quote"}, coder="model-2")


def test_it_enters_once_under_a_name(files, batch):
    bring(files, batch, {})
    assert "“model-1” has entered what it coded already" in refuse(files, batch, {})
    bring(files, batch, {}, coder="model-1, second run")
    assert BatchCoder.objects.exclude(machine="").count() == 2


def test_nobody_is_added_once_settling_has_begun(files, batch):
    coded = make_blind_coding(coder=batch.coders.first(), quote="Talks may begin.")
    with editing(None) as gate:
        row = gate.lock(Batch, batch.pk)
        row.done_at = timezone.now()
        gate.save(row)
    settling.take_none(row, {coded.pk: coded.version}, user=make_user("reviewer"), reason="r")
    assert "is being settled" in refuse(files, batch, {})


def test_it_learns_nothing_of_what_others_coded(files, batch):
    """Neither of the claims that are there, nor of codings: no row is one of them, and none is said to be coded."""
    there = make_claim(source=batch.sources.get().source, quote="No expansion, ever.", holder=files.moscow)
    make_blind_coding(
        coder=batch.coders.first(), quote="No expansion, ever.", holder=files.moscow, proposal=files.expansion
    )
    told = bring(files, batch, {"claim": there.public_id, "version": 1, "status": "published"})
    assert told == "1 coding of “model-1”.\n"
    assert BlindCoding.objects.get(coder__machine="model-1").value == 2


def test_a_quote_outside_of_the_sample_is_refused(files, source):
    batch = make_batch(stratum="source", share=50)
    make_batch_source(batch, source, paragraphs=[2])
    assert "was not drawn" in refuse(files, batch, {})
    bring(files, batch, {"quote": "The rest is silence."})


def test_a_text_that_is_not_held_proves_nothing(files):
    batch = make_batch([make_source(title="One", published_on=date(2022, 1, 17))])
    assert "No text is held of this document" in refuse(files, batch, {})


def test_a_proposal_of_another_negotiation_is_refused(files, batch):
    other = make_negotiation(slug="other")
    make_proposal(slug="elsewhere", topic=make_topic(negotiation=other))
    assert "another negotiation" in refuse(files, batch, {"negotiation": "other", "proposal": "elsewhere"})


@pytest.mark.parametrize(
    "options, told",
    [
        ({"coder": " "}, "--coder: give the model a name"),
        ({"coder": "x" * 81}, "--coder: give the model a name"),
        ({"named": "nothing"}, "There is no batch “nothing”"),
        ({"options": ["--as", "nobody"]}, "--as: “nobody” is no analyst"),
        ({"options": ["--as", "ann"]}, "ann is no reviewer"),
        ({"options": ["--encoding", "klingon"]}, "is no encoding"),
        ({"name": "model.txt"}, "is neither .csv nor .xlsx"),
    ],
)
def test_what_is_asked_for_wrongly_is_refused(files, batch, options, told):
    assert told in refuse(files, batch, {}, **options)
    assert not BlindCoding.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"holder\n", b"name,side\nx,y\n", b"\xff\xfe\xff"])
def test_a_file_of_something_else_is_refused(files, batch, content):
    path = files.root / "model.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("import_codings", batch.public_id, path, "--coder", "model-1", stderr=StringIO())
    assert not BlindCoding.objects.exists()


def test_excel_and_a_reviewer_s_name_are_taken(files, batch):
    rea = make_user("reviewer", username="rea")
    bring(files, batch, {}, name="model.xlsx", options=["--as", "rea"])
    coding = BlindCoding.objects.get()
    assert coding.history.get().history_user == rea
    assert coding.history.get().history_change_reason == "imported from model.xlsx"
