"""A form that comes too late is answered with what was typed into it."""

import pytest
from django.test import Client

from claims.models import Claim
from tests.admin.forms import posted, url
from tests.make import make_claim

pytestmark = pytest.mark.django_db


def test_form_of_somebody_logged_out_by_now_shows_what_was_typed(as_analyst, analyst):
    draft = make_claim(status="draft", by=analyst)
    data = posted(draft, note="typed for an hour", quote="“two\nlines”")
    as_analyst.logout()
    answer = as_analyst.post(url("change", draft.pk), data)
    page = answer.content.decode()
    assert answer.status_code == 403 and "no longer logged in" in page
    assert "typed for an hour" in page and "“two\nlines”" in page
    assert f"/admin/login/?next={url('change', draft.pk)}" in page
    assert Claim.objects.get().note == ""


def test_form_with_a_wrong_token_shows_what_was_typed_and_no_secret(analyst):
    client = Client(enforce_csrf_checks=True)
    client.force_login(analyst)
    data = {"quote": "typed for an hour", "password": "hush", "new_password1": "hush-hush", "csrfmiddlewaretoken": "x"}
    page = client.post(url("add"), data)
    assert page.status_code == 403
    assert "typed for an hour" in page.content.decode() and "hush" not in page.content.decode()
    assert "open for too long" in page.content.decode()
