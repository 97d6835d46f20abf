"""Wordings in the admin: on the page of their proposal, and each on its own."""

from django.db import connection

from claims.models import Wording
from tests.admin.forms import errors, said, url
from tests.make import make_actor, make_part, make_proposal, make_source, make_wording
from tests.query_counter import QueryCounter

NO_ROWS = {f"{prefix}-{name}": 0 for prefix in ("packages", "wordings") for name in ("TOTAL_FORMS", "INITIAL_FORMS")}


def proposal_posted(proposal, *wordings):
    data = {"title": proposal.title, "definition": proposal.definition, "topic": proposal.topic_id, "order": 0}
    data |= NO_ROWS | {
        "wordings-TOTAL_FORMS": len(wordings),
        "wordings-INITIAL_FORMS": sum("id" in w for w in wordings),
    }
    for number, wording in enumerate(wordings):
        data |= {f"wordings-{number}-{name}": value for name, value in {"proposal": proposal.pk, **wording}.items()}
    return data | {"version_shown": proposal.version, "reason": "a new draft"}


def test_a_wording_is_entered_on_the_page_of_its_proposal_with_a_history(as_reviewer, reviewer):
    proposal, source, actor = make_proposal(), make_source(), make_actor()
    row = {"label": "Draft of 17 December", "day": "17 Dec 2021", "text": "No\r\nmissiles.", "source": source.pk}
    data = proposal_posted(proposal, row | {"authors": [actor.pk], "locator": "Article 4"})
    assert as_reviewer.post(url("change", proposal.pk, model="proposal"), data).status_code == 302
    wording = Wording.objects.get()
    assert (wording.slug, wording.text, wording.proposal) == ("draft-of-17-december", "No\nmissiles.", proposal)
    assert list(wording.authors.all()) == [actor]
    kept = wording.history.first()
    assert (kept.history_user, kept.history_change_reason) == (reviewer, "a new draft")
    page = as_reviewer.get(url("change", proposal.pk, model="proposal")).content.decode()
    assert "No\nmissiles." in page and "Article 4" in page


def test_a_wording_without_words_or_document_is_refused_and_keeps_what_was_typed(as_reviewer):
    proposal = make_proposal()
    data = proposal_posted(proposal, {"label": "Draft", "day": "17 Dec 2021", "text": "", "source": ""})
    answer = as_reviewer.post(url("change", proposal.pk, model="proposal"), data)
    assert answer.status_code == 200 and 'value="Draft"' in answer.content.decode()
    assert not Wording.objects.exists()


def test_it_has_a_page_of_its_own_on_which_its_proposal_does_not_change(as_reviewer):
    wording, other = make_wording(text="Old words."), make_proposal()
    data = {"proposal": other.pk, "label": wording.label, "day": "2021-12-18", "text": "New words.", "locator": ""}
    data |= {"source": wording.source_id, "version_shown": wording.version, "reason": "mended"}
    assert as_reviewer.post(url("change", wording.pk, model="wording"), data).status_code == 302
    changed = Wording.objects.get()
    assert (changed.proposal, changed.text, changed.day.day) == (wording.proposal, "New words.", 18)
    page = as_reviewer.get(url("history", wording.pk, model="wording")).content.decode()
    assert "mended" in page and "<b>Text</b>" in page
    answer = as_reviewer.post(url("change", wording.pk, model="wording"), data | {"version_shown": 1})
    assert "changed this while you had it open" in errors(answer)["__all__"]


def test_its_proposal_and_its_source_are_not_deleted_while_it_stands(as_reviewer):
    wording = make_wording()
    for row in (wording.proposal, wording.source):
        answer = as_reviewer.post(url("delete", row.pk, model=row._meta.model_name), {"post": "yes"})
        assert "used by 1 wording." in said(answer)
    as_reviewer.post(url("delete", wording.pk, model="wording"), {"post": "yes"})
    assert not Wording.objects.exists() and Wording.history.filter(history_type="-").exists()


def test_the_list_finds_it_by_its_label_and_its_proposal(as_reviewer):
    wording = make_wording(make_proposal(title="Zones"), label="Geneva paper")
    for words in ("geneva", "zones"):
        page = as_reviewer.get(url("changelist", model="wording"), {"q": words}).content.decode()
        assert url("change", wording.pk, model="wording") in page
    page = as_reviewer.get(url("changelist", model="wording"), {"q": "vienna"}).content.decode()
    assert url("change", wording.pk, model="wording") not in page


def test_analysts_look_and_change_nothing(as_analyst):
    wording = make_wording(text="No missiles.")
    assert "No missiles." in as_analyst.get(url("change", wording.pk, model="wording")).content.decode()
    assert as_analyst.post(url("change", wording.pk, model="wording"), {"text": "x"}).status_code == 403


def test_the_page_of_a_proposal_asks_as_often_however_many_rows_it_has(as_reviewer):
    def count(rows):
        proposal = make_proposal()
        for _ in range(rows):
            make_part(part=proposal)
            make_wording(proposal, authors=[make_actor(), make_actor()])
        counter, address = QueryCounter(), url("change", proposal.pk, model="proposal")
        as_reviewer.get(address)
        with connection.execute_wrapper(counter):
            page = as_reviewer.get(address).content.decode()
        assert page.count("selected>Actor") == 2 * rows and page.count("selected>Proposal") >= rows
        return len(counter.statements)

    assert count(1) == count(5)


def test_whoever_only_looks_at_a_proposal_asks_as_often_however_many_wordings_and_packages_it_has(as_analyst):
    def count(rows):
        proposal = make_proposal()
        for _ in range(rows):
            make_part(part=proposal)
            make_wording(proposal, authors=[make_actor()])
        counter, address = QueryCounter(), url("change", proposal.pk, model="proposal")
        as_analyst.get(address)
        with connection.execute_wrapper(counter):
            page = as_analyst.get(address).content.decode()
        assert 'name="wordings-0-label"' not in page and all(w.source.title in page for w in proposal.wordings.all())
        return len(counter.statements)

    assert count(1) == count(5)
