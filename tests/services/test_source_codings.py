"""Saying for which negotiation a source is fully coded: at once where readers do not see it cited, else by a change."""

from datetime import date

import pytest

from claims.models import DataVersion, PendingChange, SourceCoding
from claims.services import review
from claims.services.source_codings import save_coding
from claims.services.write_gate import Refused, editing
from tests.make import make_claim, make_coding, make_negotiation, make_source, make_user, the_negotiation

pytestmark = pytest.mark.django_db

DONE = {"fully_coded_by": "Ann", "fully_coded_on": date(2022, 2, 1)}


@pytest.fixture
def ann(db):
    return make_user("analyst", "ann")


def save(coding, user, reason="read"):
    with editing(user, reason) as gate:
        if coding.pk:
            gate.lock(SourceCoding, coding.pk, coding.version)
        return save_coding(gate, coding)


def publish(change, user):
    return review.transition(change, "publish", user=user, version=change.version)


def test_of_a_source_that_only_drafts_cite_there_it_is_said_at_once(ann):
    source = make_claim(status="draft").source
    assert save(SourceCoding(source=source, negotiation=the_negotiation(), **DONE), ann) is None
    coding = source.codings.get()
    assert (coding.fully_coded_by, coding.history.get().history_user) == ("Ann", ann)


def test_what_readers_see_of_another_negotiation_alone_hinders_nothing(ann):
    source, other = make_claim().source, make_negotiation()
    assert save(SourceCoding(source=source, negotiation=other, **DONE), ann) is None
    assert source.codings.get().negotiation == other and not PendingChange.objects.exists()


def test_where_readers_see_it_cited_a_reviewer_publishes_it(ann):
    source, reviewer = make_claim().source, make_user("reviewer")
    number = DataVersion.current()
    change = save(SourceCoding(source=source, negotiation=the_negotiation(), **DONE), ann, "read whole")
    coding = source.codings.get()
    assert (change.target, coding.fully_coded_by, coding.fully_coded_on) == (coding, "", None)
    assert change.fields == {"fully_coded_by": "Ann", "fully_coded_on": date(2022, 2, 1)}
    publish(change, reviewer)
    coding.refresh_from_db()
    assert (coding.fully_coded_by, coding.fully_coded_on) == ("Ann", date(2022, 2, 1))
    kept = coding.history.latest("history_id")
    assert kept.history_user == reviewer and "change proposed by ann: read whole" in kept.history_change_reason
    assert DataVersion.current() > number


def test_nobody_writes_past_four_eyes_or_publishes_their_own(ann):
    coding = make_coding(make_claim().source)
    coding.fully_coded_by = "Ben"
    with pytest.raises(Refused, match="Readers see this coding of a source"), editing(ann) as gate:
        gate.save(coding)
    reviewer = make_user("reviewer")
    change = save(SourceCoding.objects.get(), reviewer) or save(coding, reviewer)
    with pytest.raises(Refused, match="somebody else must publish it"):
        publish(change, reviewer)
    assert SourceCoding.objects.get().fully_coded_by == "us"


def test_a_change_that_says_half_is_refused_where_it_is_published(ann):
    coding = make_coding(make_claim().source)
    coding.fully_coded_on = None
    change = save(coding, ann)
    with pytest.raises(Refused, match="fill in both or neither"):
        publish(change, make_user("reviewer"))


def test_it_is_taken_back_by_saying_neither(ann):
    coding = make_coding(make_claim().source)
    coding.fully_coded_by, coding.fully_coded_on = "", None
    publish(save(coding, ann), make_user("reviewer"))
    assert not SourceCoding.objects.done().exists() and coding.history.count() == 2


def test_it_stays_of_its_source_and_its_negotiation():
    coding = make_coding()
    for name, other in (("source", make_source()), ("negotiation", make_negotiation())):
        row = SourceCoding.objects.get(pk=coding.pk)
        setattr(row, name, other)
        with pytest.raises(Exception, match="Its source and its negotiation cannot change"):
            row.full_clean()
