"""The admin at the gate: what opens a transaction, what locks, and what does neither."""

import inspect

import pytest
from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

import claims.services.write_gate
from claims.admin.claim_form import ClaimForm
from claims.admin.kept_file import TextFileField
from claims.admin.sources import SourceForm
from claims.admin.vocabulary import SideAdmin
from claims.models import Claim, Side, Source
from claims.rules import missing_quotes, quotes
from claims.services.write_gate import editing
from tests.admin.forms import TEXT, errors, posted, read_choices, source_posted, url
from tests.make import (
    hold_text,
    make_actor,
    make_claim,
    make_proposal,
    make_remark,
    make_search,
    make_side,
    make_source,
    make_topic,
    the_negotiation,
)

# A test's own transaction would hide where the admin has none.
pytestmark = pytest.mark.django_db(transaction=True)

MAKERS = {
    "side": make_side,
    "actor": make_actor,
    "topic": make_topic,
    "proposal": make_proposal,
    "source": make_source,
    "claim": make_claim,
    "searchrecord": make_search,
    "editorialnote": make_remark,
}
# What readers do not see: the others are not deleted.
UNSEEN = {"claim": {"status": "draft"}, "searchrecord": {"published": False}, "editorialnote": {"published": False}}
each_model = pytest.mark.parametrize("model", MAKERS)


@each_model
def test_confirmed_delete_deletes_and_is_remembered(as_superuser, superuser, model):
    row = MAKERS[model](**UNSEEN.get(model, {}))
    page = url("delete", row.pk, model=model)
    assert as_superuser.get(page).status_code == 200
    assert type(row).objects.filter(pk=row.pk).exists()
    assert as_superuser.post(page, {"post": "yes"}).status_code == 302
    assert not type(row).objects.filter(pk=row.pk).exists()
    kept = type(row).history.filter(id=row.pk).first()
    assert (kept.history_type, kept.history_user, kept.history_change_reason) == ("-", superuser, "deleted")


def test_delete_of_a_row_that_is_used_or_gone_is_told(as_superuser):
    source, side = make_claim().source, make_side()
    assert as_superuser.post(url("delete", source.pk, model="source"), {"post": "yes"}).status_code == 302
    assert Source.objects.filter(pk=source.pk).exists()
    for _ in range(2):
        assert as_superuser.post(url("delete", side.pk, model="side"), {"post": "yes"}).status_code == 302
    assert not Side.objects.filter(pk=side.pk).exists()


@each_model
def test_history_is_read_only(as_superuser, model):
    page = url("history", MAKERS[model]().pk, model=model)
    assert as_superuser.get(page).status_code == 200
    assert as_superuser.post(page).status_code == 405


# What takes its time, and must not keep others from writing meanwhile; and the gate.
SLOW = {
    "the upload is read": (TextFileField, "clean"),
    "the nearest passage is looked for": (missing_quotes, "find_nearest"),
    "the quote is looked for": (quotes, "locate"),
    "the page is drawn": (Template, "render"),
    "the gate opens": (claims.services.write_gate, "Gate"),
}


@pytest.fixture
def order(monkeypatch):
    """What happens in a request, in its order, each "in a transaction" or not."""
    happened = []

    def noting(what, function):
        def noted(*args, **kwargs):
            happened.append(f"{what} in a transaction" if connection.in_atomic_block else what)
            return function(*args, **kwargs)

        return noted

    for what, (owner, name) in SLOW.items():
        monkeypatch.setattr(owner, name, noting(what, getattr(owner, name)))
    return happened


@pytest.fixture
def draft(analyst):
    return make_claim(status="draft", by=analyst, source=make_source(text=TEXT), quote="Talks go on.")


# What Django's public view does around the private one that a posted form goes to here.
AROUND_THE_FORM = """\
    @csrf_protect_m
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method in ("GET", "HEAD", "OPTIONS", "TRACE"):
            return self._changeform_view(request, object_id, form_url, extra_context)

        with transaction.atomic(using=router.db_for_write(self.model)):
            return self._changeform_view(request, object_id, form_url, extra_context)
"""


def test_django_does_around_a_posted_form_what_is_left_out_here_and_no_more():
    assert inspect.getsource(ModelAdmin.changeform_view) == AROUND_THE_FORM
    parameters = inspect.signature(ModelAdmin._changeform_view).parameters
    assert list(parameters) == ["self", "request", "object_id", "form_url", "extra_context"]


def test_the_private_view_is_called_in_one_place():
    calls = [
        path.name for path in (settings.BASE_DIR / "claims").rglob("*.py") if "._changeform_view(" in path.read_text()
    ]
    assert calls == ["versioned_admin.py"]


def test_posted_form_needs_the_token_that_django_asks_for_around_it(analyst, draft):
    client = Client(enforce_csrf_checks=True)
    client.force_login(analyst)
    assert client.post(url("change", draft.pk), posted(draft, note="x")).status_code == 403
    assert Claim.objects.get().note == ""


def begun(queries):
    return [query["sql"] for query in queries if query["sql"].startswith("BEGIN") or "FOR UPDATE" in query["sql"]]


def test_refused_post_opens_no_transaction(as_analyst, draft, order):
    data = posted(draft, quote="Talks do go on.")
    order.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = as_analyst.post(url("change", draft.pk), data)
    assert "nearest passage" in errors(answer)["quote"]
    assert set(order) == {"the nearest passage is looked for", "the quote is looked for", "the page is drawn"}
    assert begun(queries) == []


def test_quote_is_looked_for_before_the_transaction_and_once(as_analyst, draft, order):
    data = posted(draft, quote="Moscow demands guarantees")
    order.clear()
    with CaptureQueriesContext(connection) as queries:
        assert as_analyst.post(url("change", draft.pk), data).status_code == 302
    assert order == ["the quote is looked for", "the gate opens"]
    assert begun(queries)


def test_upload_is_read_and_searched_before_the_transaction(as_analyst, draft, order):
    make_claim(source=draft.source, quote="Moscow  demands", status="in-review")
    page, file = url("change", draft.source_id, model="source"), SimpleUploadedFile("t.txt", f"New. {TEXT}".encode())
    choices = read_choices(as_analyst.post(page, source_posted(draft.source, text_file=file)))
    order.clear()
    assert as_analyst.post(page, source_posted(draft.source, **choices)).status_code == 302
    assert order == ["the upload is read", "the quote is looked for", "the quote is looked for", "the gate opens"]
    assert Claim.objects.get(pk=draft.pk).quote_start == Source.objects.get().read_text().index("Talks go on.")


# Somebody else is faster, by the moment between the check and the lock


@pytest.fixture
def meanwhile(monkeypatch):
    """Return a function that lets something happen once, after a form was checked and before its row is locked."""

    def then(form, happen):
        checked, left = form.full_clean, [happen]

        def full_clean(self):
            checked(self)
            if self.is_bound and left:
                left.pop()()

        monkeypatch.setattr(form, "full_clean", full_clean)

    return then


def write(row, user, **fields):
    with editing(user, operator=True) as gate:
        row = gate.lock(type(row), row.pk)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


def test_change_between_check_and_lock_is_not_overwritten(as_analyst, draft, reviewer, meanwhile):
    meanwhile(ClaimForm, lambda: write(draft, reviewer, value=1))
    answer = as_analyst.post(url("change", draft.pk), posted(draft, value=2))
    assert "now “+1”, before “−2”; you typed “+2”" in errors(answer)["__all__"]
    assert Claim.objects.get().value == 1


def test_row_deleted_between_check_and_lock_is_told(as_analyst, draft, reviewer, meanwhile):
    def delete():
        with editing(reviewer) as gate:
            gate.lock(Claim, draft.pk).delete()

    meanwhile(ClaimForm, delete)
    assert as_analyst.post(url("change", draft.pk), posted(draft, value=2)).status_code == 302
    assert not Claim.objects.exists()


def test_text_replaced_between_check_and_lock_refuses_the_quote(as_analyst, draft, reviewer, meanwhile):
    data = posted(draft, quote="Moscow demands guarantees")
    meanwhile(ClaimForm, lambda: hold_text(draft.source, "Talks go on.", reviewer))
    assert "not in the source" in errors(as_analyst.post(url("change", draft.pk), data))["quote"]
    assert Claim.objects.get().quote == "Talks go on."


def test_quote_published_between_check_and_lock_keeps_the_text(as_analyst, draft, reviewer, meanwhile):
    upload = SimpleUploadedFile("t.txt", b"Something else.")
    page = url("change", draft.source_id, model="source")
    choices = read_choices(as_analyst.post(page, source_posted(draft.source, text_file=upload)))
    meanwhile(SourceForm, lambda: write(draft, reviewer, status="published"))
    answer = as_analyst.post(page, source_posted(draft.source, **choices))
    assert draft.public_id in errors(answer)["text_file"]
    assert Source.objects.get().read_text() == TEXT


def test_name_taken_between_check_and_save_is_told(as_reviewer, meanwhile):
    data = {"negotiation": the_negotiation().pk, "name": "East", "slug": "east", "order": 1, "version_shown": "0"}
    meanwhile(SideAdmin.form, lambda: make_side(slug="east", name="The East"))
    answer = as_reviewer.post(url("add", model="side"), data)
    assert "The side “The East” (east) goes by “east” too." in errors(answer)["slug"]
    assert Side.objects.get().name == "The East"
