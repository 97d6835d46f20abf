"""Users last: whoever wrote, reviewed or did anything in the admin is deactivated, never deleted."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import ProtectedError

from claims.models import Claim, EditorialNote
from claims.services import review
from claims.services.write_gate import editing
from tests.make import make_claim, make_negotiation, make_remark, make_search, make_source, make_user
from tests.secret_talks import set_team

pytestmark = pytest.mark.django_db


def review_one(user):
    review.transition(make_claim(status="in-review"), "publish", user=user, version=1)


def delete_one(user):
    claim = make_claim()
    with editing(user, "twice", operator=True):
        claim.delete()


def log_one(user):
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(user=user, content_type=kind, object_id="1", object_repr="somebody", action_flag=CHANGE)


def join_team(user):
    """A team that is left empty would let all editors in."""
    set_team(make_negotiation(), user)


DEEDS = {
    "wrote a claim": lambda user: make_claim(by=user),
    "wrote a remark": lambda user: make_remark(by=user),
    "recorded a search": lambda user: make_search(by=user),
    "described a source": lambda user: make_source(by=user),
    "published a claim of somebody else": review_one,
    "deleted a row": delete_one,
    "is named in the admin's log": log_one,
    "is in a team": join_team,
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_user_who_did_anything_is_not_deleted_one_by_one_or_many_at_once(deed):
    user = make_user("reviewer", "doer")
    DEEDS[deed](user)
    for delete in (user.delete, User.objects.filter(username="doer").delete):
        with pytest.raises(ProtectedError), transaction.atomic():
            delete()
    assert User.objects.filter(username="doer").exists()


def test_a_user_who_did_nothing_yet_may_go():
    make_user("analyst", "mistyped").delete()
    assert not User.objects.filter(username="mistyped").exists()


def test_a_coder_never_becomes_empty_without_a_version():
    ann = make_user("analyst")
    claim = make_claim(by=ann)
    with pytest.raises(ProtectedError):
        ann.delete()
    claim.refresh_from_db()
    assert (claim.coder, claim.written_by, claim.version) == (ann, ann, 1)
    assert Claim.history.get().history_user == ann


def test_a_signed_remark_is_nobodys_once_its_author_is_gone():
    """Nobody rewrites it under that name; a reviewer takes it back."""
    ann, reviewer, other = make_user("analyst", is_active=False), make_user("reviewer"), make_user("analyst")
    by_ann = make_remark(by=ann, published=False)
    of_old = make_remark(by=None, published=False)  # of a time when authors could be deleted
    for remark in (by_ann, of_old):
        assert remark.coder in (ann, None)
        for user in (ann, reviewer, other, make_user("superuser")):
            assert not review.may_edit(remark, user)
        published = review.transition(remark, "publish", user=reviewer, version=remark.version)
        review.transition(published, "take back", user=reviewer, version=published.version, reason="outdated")
        assert not EditorialNote.objects.get(pk=remark.pk).published
