"""Two sources made one: their texts, and every quote that stands in one of them."""

from datetime import date

import pytest

from claims.models import Source, SourceText
from claims.services import vocabulary
from claims.services.vocabulary_merges import VocabularyMerge
from claims.services.write_gate import Refused, editing
from tests.make import (
    make_change,
    make_claim,
    make_coding,
    make_negotiation,
    make_outcome,
    make_source,
    make_user,
    the_negotiation,
)

pytestmark = pytest.mark.django_db


def merge(gone, kept, user=None):
    return vocabulary.carry_out(VocabularyMerge(Source, gone.pk, kept.pk), user=user, reason="they mean the same")


def refusal(gone, kept):
    with pytest.raises(Refused) as refused:
        merge(gone, kept)
    assert Source.objects.filter(pk=gone.pk).exists()
    return str(refused.value)


def now(row):
    return type(row).objects.get(pk=row.pk)


def test_of_two_sources_the_text_of_one_serves_both_and_every_quote_is_looked_for_in_it():
    gone, kept = make_source(text="Talks go on. We stop."), make_source()
    moved, there = make_claim(source=gone, quote="We stop."), make_claim(source=kept, quote="Talks go on.")
    outcome = make_outcome(source=gone, quote="Talks go on.")
    merge(gone, kept, make_user("reviewer"))
    assert kept.read_text() == "Talks go on. We stop." and now(kept).text_sha256
    assert {now(row).quote_state for row in (moved, there, outcome)} == {"exact"}
    assert {now(row).source for row in (moved, there, outcome)} == {kept}


def test_a_text_that_lacks_a_published_quote_is_refused():
    gone, kept = make_source(text="We stop."), make_source(text="We go on.")
    claim = make_claim(source=gone, quote="We stop.")
    words = refusal(gone, kept)
    assert claim.public_id in words and "“We stop.” is not in this text." in words


def test_both_texts_are_kept_and_one_of_them_is_current():
    gone, kept = make_source(text="We stop. (reprint)"), make_source(text="We stop.")
    make_claim(source=gone, quote="We stop.")
    merge(gone, kept)
    assert kept.read_text() == "We stop." and SourceText.objects.filter(source=kept).count() == 2


def test_a_source_of_which_a_change_waits_is_not_merged():
    gone, kept = make_source(), make_source()
    make_change(source=gone)
    assert "waits for a reviewer" in refusal(gone, kept)


def test_a_claim_said_after_the_day_of_the_other_source_is_refused():
    gone, kept = make_source(), make_source(published_on=date(2021, 1, 1))
    make_claim(source=gone)
    assert "later" in refusal(gone, kept)


def test_a_quote_stays_in_the_language_in_which_it_is():
    gone, kept = make_source(language="ru"), make_source(language="en")
    claim = make_claim(source=gone, quote="Мы остановимся.")
    remarks = merge(gone, kept).remarks
    assert now(claim).language == "ru" and any("“ru” goes and “en” stays" in one for one in remarks)


def test_they_are_fully_coded_for_all_negotiations_for_which_one_of_them_is():
    gone, kept = make_source(), make_source()
    here, there = the_negotiation(), make_negotiation()
    make_coding(kept, here, fully_coded_by="us")
    coding = make_coding(gone, there, fully_coded_by="them")
    change = make_change(coding=coding, fully_coded_by="Ann")
    assert not [one for one in merge(gone, kept).remarks if "fully coded" in one]
    assert {(one.negotiation, one.fully_coded_by) for one in kept.codings.all()} == {(here, "us"), (there, "them")}
    assert now(change).coding == now(coding) and now(change).target_version == now(coding).version
    assert now(coding).history.latest("history_id").history_change_reason.startswith("merged")


EARLY, LATE = date(2022, 2, 1), date(2022, 3, 1)


@pytest.mark.parametrize(
    ("of_gone", "of_kept", "stays", "told"),
    [
        (("A", EARLY), ("B", LATE), ("B", LATE), "by A on 1 Feb 2022 goes and by B on 1 Mar 2022 stays"),
        (("A", LATE), ("B", EARLY), ("A", LATE), "by B on 1 Feb 2022 goes and by A on 1 Mar 2022 stays"),
        (("A", EARLY), ("B", EARLY), ("B", EARLY), "by A on 1 Feb 2022 goes and by B on 1 Feb 2022 stays"),
        (("A", EARLY), ("A", EARLY), ("A", EARLY), ""),
        (("A", EARLY), ("", None), ("A", EARLY), ""),
        (("", None), ("B", EARLY), ("B", EARLY), ""),
    ],
)
def test_of_two_codings_for_one_negotiation_the_later_stays(of_gone, of_kept, stays, told):
    gone, kept = make_source(), make_source()
    for source, (by, day) in ((gone, of_gone), (kept, of_kept)):
        make_coding(source, fully_coded_by=by, fully_coded_on=day)
        make_claim(source=source)
    remarks = " ".join(merge(gone, kept).remarks).translate({ord(mark): None for mark in "\u2068\u2069"})
    coding = kept.codings.get()
    assert (coding.fully_coded_by, coding.fully_coded_on) == stays
    assert told in remarks and ("fully coded" in remarks) == bool(told)


def test_where_both_are_coded_a_change_of_one_that_waits_is_decided_first():
    gone, kept = make_source(), make_source()
    codings = [make_coding(source) for source in (gone, kept)]
    for coding in codings:
        change = make_change(coding=coding, fully_coded_by="Ann")
        assert "waits for a reviewer" in refusal(gone, kept)
        with editing(None):
            change.status = "returned"
            change.save()
    assert "returned to their authors are dropped: 1" in " ".join(merge(gone, kept).remarks)
    assert kept.codings.get().changes.count() == 1
