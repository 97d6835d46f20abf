"""By whom and when a document was fully coded: in a file, for the negotiation in whose folder that lies."""

from datetime import date

import pytest

from claims.importers.seeds.codings import CODING_NAMES, SOURCE_NAMES
from claims.importers.seeds.merge import digest_fields
from claims.models import LoadedRow, Source, SourceCoding
from claims.services.vocabulary import carry_out
from claims.services.vocabulary_merges import VocabularyMerge
from tests.make import change, make_coding, make_source

pytestmark = pytest.mark.django_db

SOURCE, CODING = ("source", "one"), ("sourcecoding", "one")
CODED = {"fully_coded_by": "Ann", "fully_coded_on": date(2022, 2, 1)}
GRAIN = """
[negotiation]
slug = "grain"
title = "Grain talks"
short_title = "Grain"
"""
DOCUMENT = """
[source]
slug = "one"
title = "One"
published_on = 2022-01-17
fully_coded_by = "Ben"
fully_coded_on = 2022-03-01
"""


@pytest.fixture
def loaded(folders):
    folders.source().update(CODED)
    folders.load()
    return folders


def read_codings():
    rows = SourceCoding.objects.order_by("negotiation__slug")
    return [(one.negotiation.slug, one.source.slug, one.fully_coded_by, one.fully_coded_on) for one in rows]


def test_a_document_is_coded_for_the_negotiation_of_its_folder(loaded):
    assert read_codings() == [("talks", "one", "Ann", date(2022, 2, 1))]
    assert loaded.outcomes() == {}


def test_each_of_two_negotiations_codes_a_document_that_they_share(loaded):
    loaded.broken["seeds/grain/negotiation.toml"] = GRAIN
    loaded.broken["seeds/grain/one.toml"] = DOCUMENT
    assert loaded.outcomes()[CODING] == "created"
    assert read_codings() == [
        ("grain", "one", "Ben", date(2022, 3, 1)),
        ("talks", "one", "Ann", date(2022, 2, 1)),
    ]
    assert loaded.outcomes() == {}
    loaded.broken["seeds/grain/one.toml"] = DOCUMENT.replace("Ben", "Li")
    assert loaded.outcomes() == {CODING: "updated"}
    assert [by for _, _, by, _ in read_codings()] == ["Li", "Ann"]


def test_a_document_that_is_not_coded_makes_no_row_and_leaves_what_somebody_wrote_here(folders):
    folders.load()
    assert not SourceCoding.objects.exists()
    make_coding(Source.objects.get())
    assert folders.outcomes() == {} and read_codings()[0][2] == "us"


def test_the_file_and_what_was_written_here_are_merged_as_all_else(loaded):
    loaded.source()["fully_coded_by"] = "Li"
    assert loaded.outcomes() == {CODING: "updated"}
    change(SourceCoding.objects.get(), fully_coded_by="an editor")
    assert loaded.outcomes() == {CODING: "kept"}
    loaded.source()["fully_coded_by"] = "Mo"
    assert loaded.outcomes() == {CODING: "conflict"} and read_codings()[0][2] == "an editor"


def test_a_document_that_is_coded_no_more_loses_it(loaded):
    for name in CODED:
        del loaded.source()[name]
    assert loaded.outcomes() == {CODING: "updated"}
    assert read_codings() == [("talks", "one", "", None)] and loaded.outcomes() == {}


def test_a_file_that_has_gone_leaves_it(loaded):
    del loaded.documents["one.toml"]
    assert loaded.outcomes()[CODING] == "kept" and len(read_codings()) == 1


def test_what_was_wrong_is_said_at_its_line(folders):
    folders.source().update(CODED, fully_coded_by="Ann | Ben")
    (fault,) = folders.refused()
    assert fault.startswith(f"talks/one.toml:{folders.line('fully_coded_by')}: fully_coded_by: Who coded it is written")
    folders.source().update(CODED, fully_coded_by="x" * 81)
    assert f"talks/one.toml:{folders.line('fully_coded_by')}: fully_coded_by:" in folders.refused()[0]


def test_after_a_merge_it_is_known_of_the_other_source(loaded):
    other = make_source()
    carry_out(VocabularyMerge(Source, Source.objects.get(slug="one").pk, other.pk), user=None, reason="the same")
    assert read_codings() == [("talks", other.slug, "Ann", date(2022, 2, 1))]
    assert CODING not in loaded.outcomes()
    loaded.source()["fully_coded_by"] = "Li"
    assert loaded.outcomes()[CODING] == "updated" and read_codings()[0][1:3] == (other.slug, "Li")


def test_after_a_merge_of_two_that_were_coded_the_later_is_known(loaded):
    other = make_source()
    make_coding(other, fully_coded_by="them", fully_coded_on=date(2022, 5, 1))
    carry_out(VocabularyMerge(Source, Source.objects.get(slug="one").pk, other.pk), user=None, reason="the same")
    assert loaded.outcomes()[CODING] == "kept" and read_codings() == [("talks", other.slug, "them", date(2022, 5, 1))]


# What was loaded before codings had rows of their own


def forget_apart():
    """Let it be known as an earlier release knew it: the record of the document and its coding together."""
    record, source = LoadedRow.objects.get(kind="source"), Source.objects.get()
    for name in CODING_NAMES:
        setattr(source, name, CODED[name])
    record.digest = digest_fields(source, (*SOURCE_NAMES, *CODING_NAMES))
    record.save()
    LoadedRow.objects.filter(kind="sourcecoding").delete()


@pytest.fixture
def before(loaded):
    forget_apart()
    return loaded


def test_what_was_loaded_together_is_known_apart(before):
    assert before.outcomes() == {}
    assert LoadedRow.objects.filter(kind="sourcecoding").count() == 1
    before.source()["fully_coded_by"] = "Li"
    assert before.outcomes() == {CODING: "updated"}


def test_what_was_edited_here_before_is_kept(before):
    change(Source.objects.get(), title="Edited")
    change(SourceCoding.objects.get(), fully_coded_by="an editor")
    assert before.outcomes() == {SOURCE: "kept", CODING: "kept"}
    assert before.outcomes() == {SOURCE: "kept", CODING: "kept"}


def test_what_has_changed_in_the_file_since_is_updated(before):
    before.source().update(title="Other", fully_coded_by="Li")
    assert before.outcomes() == {SOURCE: "updated", CODING: "updated"}
    assert Source.objects.get().title == "Other" and read_codings()[0][2] == "Li"


def test_what_has_changed_in_both_is_a_conflict_as_it_was(before):
    change(Source.objects.get(), title="Edited")
    before.source()["title"] = "Other"
    assert before.outcomes()[SOURCE] == "conflict" and Source.objects.get().title == "Edited"


def test_one_that_was_taken_back_here_before_stays_so(before):
    change(SourceCoding.objects.get(), fully_coded_by="", fully_coded_on=None)
    assert before.outcomes() == {CODING: "kept"}


def test_one_that_was_not_coded_goes_on_without_a_row(folders):
    folders.load()
    record, source = LoadedRow.objects.get(kind="source"), Source.objects.get()
    source.fully_coded_by, source.fully_coded_on = "", None
    record.digest = digest_fields(source, (*SOURCE_NAMES, *CODING_NAMES))
    record.save()
    assert folders.outcomes() == {} and not SourceCoding.objects.exists()
    folders.source().update(CODED)
    assert folders.outcomes() == {CODING: "created"}
