"""A release holds what was published at one moment, and says so."""

import io
from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from claims.models import Release
from claims.releasing import make
from claims.releasing.lookup import find_release
from claims.releasing.make import NotReleased, check_words, make_release
from tests.make import change, make_actor, make_claim, make_negotiation, make_proposal, make_side, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def talks():
    """Talks of two sides, one of which has not spoken yet."""
    talks = make_negotiation()
    east, west = (make_actor(side=make_side(negotiation=talks), principal=True) for _ in range(2))
    proposal = make_proposal(topic=make_topic(negotiation=talks))
    return make_claim(1, proposal=proposal, holder=east), proposal, west


def release(claim, title="Round", **options):
    written = options.pop("write", None)
    return make_release(
        claim.proposal.negotiation, title, "", **{"user": None, "progress": make_progress(written)} | options
    )


def make_progress(written):
    from contextlib import contextmanager

    @contextmanager
    def progress(name, total):
        if written and name == "claims":
            written()
        yield lambda count: None

    return progress


def read_claims(frozen):
    with ZipFile(io.BytesIO(b"".join(frozen.files.get(kind="package").read()))) as package:
        return package.read("claims.csv").decode()


def test_a_release_holds_the_package_the_day_and_the_verdicts(talks, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    claim, proposal, west = talks
    first = release(claim, "Before they met")
    assert (first.number, first.title, first.verdicts) == (1, "Before they met", {proposal.slug: "unanswered"})
    assert claim.public_id in read_claims(first)
    make_claim(1, proposal=proposal, holder=west)
    second = release(claim)
    assert (second.number, second.verdicts) == (2, {proposal.slug: "common-ground"})
    assert read_claims(first).count("\n") < read_claims(second).count("\n")
    frozen = find_release(proposal.negotiation, 1)
    assert sha256(frozen.package.read_bytes()).hexdigest() == first.sha256 == frozen.sha256
    assert find_release(proposal.negotiation, 3) is None and find_release(make_negotiation(), 1) is None
    assert [path.name for path in tmp_path.iterdir()] == ["releases"]  # nothing is left of the work


def test_what_is_published_meanwhile_is_in_it_too(talks):
    claim, proposal, west = talks
    late = []

    def publish_once():
        if not late:
            late.append(make_claim(1, proposal=proposal, holder=west))

    made = release(claim, write=publish_once)
    assert late[0].public_id in read_claims(made)
    assert made.verdicts == {proposal.slug: "common-ground"}


def test_while_others_publish_all_the_time_nothing_is_released(talks):
    claim, proposal, west = talks
    with pytest.raises(NotReleased, match="try again in a minute"):
        release(claim, write=lambda: make_claim(1, proposal=proposal, holder=west))
    assert not Release.objects.exists()


def test_nothing_is_released_where_nothing_is_published_or_has_changed(talks):
    claim, _, _ = talks
    draft = make_claim(1, proposal=make_proposal(topic=make_topic(negotiation=make_negotiation())), status="draft")
    with pytest.raises(NotReleased, match="Nothing is published in this negotiation yet"):
        release(draft)
    release(claim)
    with pytest.raises(NotReleased, match="Nothing that is published has changed since release 1"):
        release(claim)
    change(claim, value=2)
    assert release(claim).number == 2


@pytest.mark.parametrize(("title", "field"), [("", "title"), ("   ", "title"), ("a" * 81, "title")])
def test_bad_words_are_told_before_anything_is_written(talks, title, field):
    with pytest.raises(ValidationError) as refused:
        check_words(talks[0].proposal.negotiation, title, "")
    assert list(refused.value.message_dict) == [field]


def test_the_command_releases_in_a_reviewers_name(talks, monkeypatch, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("claims.management.commands.release.prepare_release", lambda release: release.package)
    slug = talks[0].proposal.negotiation.slug
    rea, ann = make_user("reviewer", "rea"), make_user("analyst", "ann")
    said = io.StringIO()
    call_command("release", slug, "Round one", "--as", rea.username, "--notes", "All is new.", "--no-copy", stdout=said)
    made = Release.objects.get()
    assert (made.title, made.notes, made.made_by) == ("Round one", "All is new.", rea)
    assert made.made_with == make.read_product_version()
    assert said.getvalue().startswith("Release 1, “Round one”, of ") and made.sha256 in said.getvalue()
    for arguments, reason in (
        ([slug, "Again"], "Nothing that is published has changed"),
        ([slug, "Again", "--as", ann.username], "is no reviewer"),
        (["nowhere", "Again"], "There is no negotiation “nowhere”"),
        ([slug, ""], "title: "),
    ):
        with pytest.raises(CommandError, match=reason):
            call_command("release", *arguments)
