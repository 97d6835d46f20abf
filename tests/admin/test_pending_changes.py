"""What readers see, changed in the admin: kept as a change, read by a reviewer, published or returned."""

import pytest
from django.urls import reverse

from claims.models import Claim, PendingChange, SearchRecord, Source
from tests.admin.forms import TEXT, errors, posted, said, source_posted, url
from tests.make import make_change, make_claim, make_remark, make_search, make_source, make_user

pytestmark = pytest.mark.django_db


def save(client, source, **changes):
    data = source_posted(source, **{"reason": "a slip", **changes})
    return client.post(url("change", source.pk, model="source"), data)


def page_of(client, change):
    return client.get(url("change", change.pk, model="pendingchange")).content.decode()


def pass_on(client, change, name, remark=""):
    data = {"transition": name, "version": change.version, "remark": remark}
    return client.post(url("transition", change.pk, model="pendingchange"), data)


def now(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def source(db):
    source = make_source(text=TEXT, title="Talks", origin="Agency")
    make_claim(source=source, quote="Talks go on.")
    return source


def test_that_a_cited_source_was_leaked_its_grade_and_its_record_wait_for_a_reviewer_too(as_analyst, source, reviewer):
    save(as_analyst, source, leaked="on", grade="C", csl='{"volume": "3"}')
    change = PendingChange.objects.get()
    assert change.fields == {"leaked": True, "grade": "C", "csl": {"volume": "3"}} and not now(source).leaked
    as_analyst.force_login(reviewer)
    page = page_of(as_analyst, change)
    assert "<del>no</del>" in page and "<ins>yes</ins>" in page and "<ins>C: fairly reliable</ins>" in page
    pass_on(as_analyst, change, "publish")
    assert (now(source).leaked, now(source).grade, now(source).csl) == (True, "C", {"volume": "3"})


def test_an_analysts_change_of_a_cited_source_waits_for_a_reviewer_who_sees_before_and_after(
    as_analyst, source, reviewer
):
    page = as_analyst.get(url("change", source.pk, model="source")).content.decode()
    assert "they see it once a reviewer publishes that" in page
    assert "Say why" in errors(save(as_analyst, source, title="Others", reason=" "))["reason"]
    answer = save(as_analyst, source, title="Others", origin="TASS")
    change = PendingChange.objects.get()
    assert answer.url == url("change", change.pk, model="pendingchange")
    assert "waits for a reviewer" in said(answer)
    assert (now(source).title, now(source).origin) == ("Talks", "Agency")
    page = as_analyst.get(url("change", source.pk, model="source")).content.decode()
    assert url("change", change.pk, model="pendingchange") in page
    as_analyst.force_login(reviewer)
    page = page_of(as_analyst, change)
    for before, after in (("Talks", "Others"), ("Agency", "TASS")):
        assert f"<del>{before}</del>" in page and f"<ins>{after}</ins>" in page
    assert "a slip" in page and "ann" in page
    assert "published" in said(pass_on(as_analyst, change, "publish"))
    assert (now(source).title, now(source).origin) == ("Others", "TASS")
    history = as_analyst.get(url("history", source.pk, model="source")).content.decode()
    assert "change proposed by ann: a slip" in history and "rea" in history
    assert "<ins>Others</ins>" in page_of(as_analyst, change)


def test_a_new_text_of_a_cited_source_waits_too_and_both_are_shown(as_analyst, source, reviewer):
    save(as_analyst, source, text=f"Then: {TEXT}")
    change = PendingChange.objects.get()
    assert source.read_text() == TEXT
    page = page_of(as_analyst, change)
    assert all(url("text", source.pk, text.sha256, model="source") in page for text in source.texts.all())
    as_analyst.force_login(reviewer)
    pass_on(as_analyst, change, "publish")
    assert source.read_text() == f"Then: {TEXT}"


def test_nothing_is_kept_where_nothing_was_changed(as_analyst, source):
    assert "You changed nothing." in said(save(as_analyst, source))
    assert not PendingChange.objects.exists()


def test_a_source_becomes_public_while_its_form_is_open(as_analyst):
    source = make_source(title="Talks")
    data = source_posted(source, title="Others", reason="")
    make_claim(source=source)
    answer = as_analyst.post(url("change", source.pk, model="source"), data)
    assert "Say why" in errors(answer)["reason"]
    assert now(source).title == "Talks"


@pytest.mark.parametrize("make", [make_search, make_remark])
def test_a_reviewers_change_of_a_published_record_waits_for_another(as_reviewer, reviewer, make):
    row = make(by=reviewer)
    model = row._meta.model_name
    name = "searched_in" if model == "searchrecord" else "text"
    data = {"proposal": row.proposal_id, "holder": row.holder_id, "version_shown": row.version, "reason": "a slip"}
    if model == "searchrecord":
        data |= {"outcome": row.outcome, "searched_on": row.searched_on, "dimension": "", "why": ""}
    before = getattr(row, name)
    as_reviewer.post(url("change", row.pk, model=model), data | {name: "Better words."})
    change = PendingChange.objects.get()
    assert getattr(now(row), name) == before
    assert "somebody else must publish it" in page_of(as_reviewer, change)
    assert "somebody else must publish it" in said(pass_on(as_reviewer, change, "publish"))
    as_reviewer.force_login(make_user("reviewer"))
    pass_on(as_reviewer, change, "publish")
    assert getattr(now(row), name) == "Better words."


def test_a_published_claim_has_no_form_and_a_posted_one_changes_nothing(as_reviewer):
    claim = make_claim(value=-2)
    page = as_reviewer.get(url("change", claim.pk)).content.decode()
    assert 'name="_save"' not in page and "Propose a correction" in page
    answer = as_reviewer.post(url("change", claim.pk), posted(claim, value=2, quote="Else.", reason="at once"))
    assert "Else." in said(answer) and "you cannot edit it" in said(answer)
    assert (Claim.objects.get().value, Claim.objects.get().version) == (-2, 1)


@pytest.mark.parametrize("make", [make_claim, make_search, make_remark])
def test_what_is_published_is_not_deleted(client, make):
    client.force_login(make_user("superuser"))
    row = make()
    page = url("delete", row.pk, model=row._meta.model_name)
    assert "cannot be deleted. Readers see this" in said(client.post(page, {"post": "yes"}))
    assert now(row)


def test_changes_stand_on_the_desk_of_those_who_can_publish_them_and_return_to_their_author(
    as_analyst, analyst, reviewer
):
    change = make_change(by=analyst)
    front = reverse("admin:index")
    words = "1 change of what is published"
    assert words not in as_analyst.get(front).content.decode()
    as_analyst.force_login(reviewer)
    page = as_analyst.get(front).content.decode()
    assert words in page and "Also to publish" in page
    pass_on(as_analyst, change, "return", "Which edition?")
    assert words not in as_analyst.get(front).content.decode()
    as_analyst.force_login(analyst)
    page = as_analyst.get(front).content.decode()
    assert words in page and "Also returned to you" in page
    assert "Which edition?" in page_of(as_analyst, now(change))


def test_a_change_is_neither_added_nor_edited_nor_deleted_here(client):
    client.force_login(make_user("superuser"))
    change = make_change()
    assert client.get(url("add", model="pendingchange")).status_code == 403
    assert client.post(url("change", change.pk, model="pendingchange"), {"reason": "else"}).status_code == 302
    assert client.post(url("delete", change.pk, model="pendingchange"), {"post": "yes"}).status_code == 403
    assert now(change).reason == "a slip"


def test_several_changes_are_published_from_the_list(as_reviewer, analyst):
    changes = [make_change(by=analyst, title=f"Title {number}") for number in range(2)]
    rows = {"action": "publish_selected", "_selected_action": [c.pk for c in changes], "index": 0, "remark": ""}
    data = rows | {f"version-{c.pk}": c.version for c in changes} | {"_published_unread": 1}
    answer = as_reviewer.post(url("changelist", model="pendingchange"), data)
    assert "2 changes of what is published published." in said(answer)
    assert {source.title for source in Source.objects.all()} == {"Title 0", "Title 1"}


@pytest.mark.parametrize("changes", [1, 20])
def test_list_takes_as_many_queries_however_many_changes(as_reviewer, django_assert_num_queries, changes):
    for _ in range(changes):
        make_change(by=make_user("analyst"))
    # session, user, what is closed to them, permissions (2), roles, count, rows
    with django_assert_num_queries(8):
        page = as_reviewer.get(url("changelist", model="pendingchange"), {"status__exact": "in-review", "q": "slip"})
        assert page.context["cl"].result_count == changes


def test_whoever_may_not_look_sees_no_change(client):
    change = make_change()
    client.force_login(make_user(is_staff=True))
    assert client.get(url("change", change.pk, model="pendingchange")).status_code == 403
    assert pass_on(client, change, "publish").status_code == 403
    assert SearchRecord.objects.count() == 0
