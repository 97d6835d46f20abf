"""The admin at the gate: what opens a transaction, what locks, and what does neither."""

import pytest

from claims.models import Side, Source
from tests.admin.coding import url
from tests.make import make_actor, make_claim, make_proposal, make_side, make_source, make_topic

# A test's own transaction would hide where the admin has none.
pytestmark = pytest.mark.django_db(transaction=True)

MAKERS = {
    "side": make_side,
    "actor": make_actor,
    "topic": make_topic,
    "proposal": make_proposal,
    "source": make_source,
    "claim": make_claim,
}
each_model = pytest.mark.parametrize("model", MAKERS)


@each_model
def test_confirmed_delete_deletes_and_is_remembered(as_superuser, superuser, model):
    row = MAKERS[model]()
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
