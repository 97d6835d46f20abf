"""For which negotiations a source is fully coded, in the admin: lines of its form, filters, and a list of their own."""

from datetime import date

import pytest

from claims.models import PendingChange, Source, SourceCoding
from claims.services import review
from tests.admin.forms import errors, said, source_posted, url
from tests.make import (
    make_change,
    make_claim,
    make_coding,
    make_negotiation,
    make_proposal,
    make_source,
    make_topic,
    make_user,
    the_negotiation,
)
from tests.secret_talks import set_team

TYPED = {"fully_coded_by": "Ann", "fully_coded_on": "1 Feb 2022"}
DAY = date(2022, 2, 1)


@pytest.fixture
def grain(db):
    """A second negotiation, beside the first."""
    the_negotiation()
    return make_negotiation(slug="grain", title="Grain exports", short_title="Grain")


def line(of, **typed):
    return {"negotiation": of.pk, **TYPED, **typed}


def post(client, source, codings, **changes):
    data = source_posted(source, codings, **{"reason": "read whole", **changes})
    return client.post(url("change", source.pk, model="source"), data)


def faults(answer):
    """Return the errors of the lines, as one text."""
    (lines,) = (one.formset for one in answer.context["inline_admin_formsets"])
    told = [*lines.non_form_errors(), *(text for form in lines.forms for of in form.errors.values() for text in of)]
    return " ".join(map(str, told))


def told_of(source):
    return {(one.negotiation.slug, one.fully_coded_by, one.fully_coded_on) for one in source.codings.all()}


def choices(client, source):
    page = client.get(url("change", source.pk, model="source"))
    (lines,) = (one.formset for one in page.context["inline_admin_formsets"])
    return [[str(label) for _, label in form.fields["negotiation"].choices][1:] for form in lines.forms]


def test_a_new_source_and_its_codings_are_saved_in_one_step(as_analyst, analyst, grain):
    row = {"title": "Plan", "slug": "plan", "type": "report", "language": "en", "reason": "new here"}
    codings = [line(the_negotiation()), line(grain, fully_coded_by="Ben")]
    data = {**source_posted(Source(), codings), **row}
    assert as_analyst.post(url("add", model="source"), data).status_code == 302
    source = Source.objects.get()
    assert told_of(source) == {("talks", "Ann", DAY), ("grain", "Ben", DAY)}
    kept = source.codings.first().history.get()
    assert (kept.history_user, kept.history_change_reason) == (analyst, "new here")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"fully_coded_by": ""}, "fill in both or neither"),
        ({"fully_coded_on": ""}, "fill in both or neither"),
        ({"fully_coded_on": "2/1/2022"}, "is no day"),
        ({"fully_coded_on": "2942-01-01"}, "is still to come"),
        ({"fully_coded_by": "Ann | Ben"}, "without “|”"),
        ({"negotiation": 987654}, "not in the list"),
        ({"negotiation": ""}, "Fill this in"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_beside_it(as_analyst, db, typed, words):
    source = make_source()
    answer = post(as_analyst, source, [line(the_negotiation(), **typed)])
    assert words in faults(answer) and not SourceCoding.objects.exists()


def test_one_negotiation_has_one_line(as_analyst, grain):
    source = make_source()
    assert "duplicate" in faults(post(as_analyst, source, [line(grain), line(grain)])).lower()
    make_coding(source, grain)
    assert choices(as_analyst, source) == [["Grain exports", "Talks"]] * 2
    make_coding(source)
    assert choices(as_analyst, source) == [["Grain exports", "Talks"]] * 2  # and no empty line is offered


def test_what_readers_see_waits_and_the_rest_is_saved(as_analyst, grain, reviewer):
    source = make_claim().source
    answer = post(as_analyst, source, [line(the_negotiation()), line(grain)])
    assert told_of(source) == {("talks", "", None), ("grain", "Ann", DAY)}
    change = PendingChange.objects.get()
    assert (change.coding.negotiation, change.reason) == (the_negotiation(), "read whole")
    assert answer.url == url("change", change.pk, model="pendingchange")
    assert "waits for a reviewer" in said(answer) and "Saved: " in said(answer)
    page = as_analyst.get(url("change", source.pk, model="source")).content.decode()
    assert f'<a href="{answer.url}">proposed by ann</a>: read whole' in page
    panel = as_analyst.get(answer.url).content.decode()
    assert "coding of a source" in panel and "<ins>1 Feb 2022</ins>" in panel
    review.transition(change, "publish", user=reviewer, version=change.version)
    assert ("talks", "Ann", DAY) in told_of(source)


def test_a_record_and_a_coding_that_are_changed_together_are_two_changes(as_analyst, db):
    source = make_claim().source
    coding = make_coding(source)
    answer = post(as_analyst, source, [(coding, {"fully_coded_by": "Ann"})], title="Another")
    told = {(change.target, str(change.fields)) for change in PendingChange.objects.all()}
    assert told == {(source, "{'title': 'Another'}"), (coding, "{'fully_coded_by': 'Ann'}")}
    assert "2 changes that wait" in said(answer) and answer.url == url("changelist", model="pendingchange")


def test_a_line_that_somebody_else_changed_meanwhile_is_not_written_over(as_analyst, db):
    source = make_source()
    coding = make_coding(source)
    shown = source_posted(source, [(coding, TYPED)], reason="read")
    stored = SourceCoding.objects.get()
    post(as_analyst, source, [(stored, {"fully_coded_by": "Ben"})])
    answer = as_analyst.post(url("change", source.pk, model="source"), shown | {"version_shown": source.version + 1})
    assert "changed this while you had it open" in faults(answer)
    assert source.codings.get().fully_coded_by == "Ben"


def test_whoever_does_not_work_in_a_negotiation_codes_nothing_for_it(as_analyst, analyst, grain):
    source = make_source()
    make_claim(status="draft", source=source)
    hidden = make_coding(source, grain, fully_coded_by="secretive")
    set_team(grain, make_user("analyst"))
    address = url("change", source.pk, model="source")
    assert "secretive" not in as_analyst.get(address).content.decode()
    assert choices(as_analyst, source) == [["Talks"]]
    assert "not in the list" in faults(post(as_analyst, source, [line(grain)]))
    assert as_analyst.get(url("change", hidden.pk, model="sourcecoding")).status_code == 302
    post(as_analyst, source, [line(the_negotiation())])
    assert told_of(source) == {("talks", "Ann", DAY), ("grain", "secretive", DAY)}
    set_team(grain, analyst)
    assert "secretive" in as_analyst.get(address).content.decode()


def test_the_list_of_sources_shows_and_narrows_by_what_they_are_coded_for(as_analyst, grain):
    both, one, none = (make_source(title=title) for title in ("Both", "One", "None"))
    for negotiation in (the_negotiation(), grain):
        make_coding(both, negotiation)
    make_coding(one, grain, fully_coded_on=date(2022, 3, 1))
    make_coding(none, fully_coded_by="", fully_coded_on=None)
    address = url("changelist", model="source")

    def shown(query):
        return {*as_analyst.get(f"{address}?{query}").context["cl"].queryset}

    assert shown("coded=yes") == {both, one} and shown("coded=no") == {none}
    assert shown(f"coded={the_negotiation().pk}") == {both} and shown(f"coded={grain.pk}") == {both, one}
    page = as_analyst.get(f"{address}?o=-6").content.decode()
    assert "Grain: 1 Feb 2022; Talks: 1 Feb 2022" in page and "Grain: 1 Mar 2022" in page
    assert page.index(">One<") < page.index(">Both<")


def test_the_codings_have_a_list_of_their_own(as_analyst, grain):
    here, there = make_coding(make_source(title="The plan")), make_coding(negotiation=grain)
    make_proposal(added_on=date(2022, 3, 1))
    address = url("changelist", model="sourcecoding")

    def shown(query):
        return {*as_analyst.get(f"{address}?{query}").context["cl"].queryset}

    assert shown("") == {here, there} and shown(f"negotiation__id__exact={grain.pk}") == {there}
    assert shown("q=plan") == {here} and shown("reread=yes") == {here}
    page = as_analyst.get(url("change", here.pk, model="sourcecoding")).content.decode()
    assert "set “Fully coded on” to the day on which you did" in page
    assert "set “Fully coded on”" not in as_analyst.get(url("change", there.pk, model="sourcecoding")).content.decode()


def test_a_coding_is_entered_and_changed_on_its_own_page(as_analyst, db):
    source = make_claim().source
    data = {"source": source.pk, "negotiation": the_negotiation().pk, **TYPED, "version_shown": 0}
    refused = as_analyst.post(url("add", model="sourcecoding"), data)
    assert "Say why" in errors(refused)["reason"] and not SourceCoding.objects.exists()
    answer = as_analyst.post(url("add", model="sourcecoding"), data | {"reason": "read whole"})
    change = PendingChange.objects.get()
    assert answer.url == url("change", change.pk, model="pendingchange") and told_of(source) == {("talks", "", None)}
    draft = make_coding()
    typed = {**TYPED, "version_shown": draft.version, "reason": "again"}
    assert as_analyst.post(url("change", draft.pk, model="sourcecoding"), typed).status_code == 302
    assert SourceCoding.objects.get(pk=draft.pk).fully_coded_by == "Ann"


def test_a_source_that_nothing_cites_is_deleted_with_its_codings(as_reviewer, grain):
    source = make_source()
    codings = [make_coding(source), make_coding(source, grain)]
    page = as_reviewer.get(url("delete", source.pk, model="source")).content.decode()
    assert page.count("Its coding: ") == 2
    as_reviewer.post(url("delete", source.pk, model="source"), {"post": "yes"})
    assert not Source.objects.exists() and not SourceCoding.objects.exists()
    assert SourceCoding.history.filter(id__in=[one.pk for one in codings], history_type="-").count() == 2


def test_it_is_not_deleted_with_codings_that_one_does_not_see_or_of_which_a_change_was_proposed(as_reviewer, grain):
    unseen, proposed = make_source(), make_source()
    make_coding(unseen, grain)
    make_claim(source=unseen, status="draft")
    set_team(grain, make_user("analyst"))
    make_change(coding=make_coding(proposed), fully_coded_by="Ann")
    for source, words in ((unseen, "rows that you do not see"), (proposed, "1 coding of a source")):
        answer = as_reviewer.post(url("delete", source.pk, model="source"), {"post": "yes"})
        assert words in said(answer) and Source.objects.filter(pk=source.pk).exists()


@pytest.mark.parametrize("number", [1, 12])
def test_the_form_takes_as_many_queries_however_many_negotiations(as_analyst, django_assert_num_queries, number):
    source = make_source()
    for _ in range(number):
        negotiation = make_negotiation()
        make_claim(source=source, proposal=make_proposal(topic=make_topic(negotiation=negotiation)))
        make_change(coding=make_coding(source, negotiation), fully_coded_by="Ann")
    as_analyst.get(url("change", source.pk, model="source"))
    with django_assert_num_queries(23):
        assert as_analyst.get(url("change", source.pk, model="source")).status_code == 200
