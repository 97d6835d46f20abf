"""What a data package takes from one installation to another: every page, byte by byte, but for its host."""

import re

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.models import Actor, Claim, Negotiation, Source
from tests.database import undone
from tests.make import (
    make_actor,
    make_claim,
    make_negotiation,
    make_proposal,
    make_source,
    make_topic,
    make_user,
    the_negotiation,
)
from tests.whole_talks import crawl, get, make_talks

pytestmark = pytest.mark.django_db


def export(path):
    call_command("export_package", the_negotiation().slug, str(path))
    return path


def take_in(path, **options):
    call_command("import_package", str(path), **options)


def test_every_page_is_the_same_in_another_installation(client, tmp_path):
    with undone():
        make_talks()
        path = export(tmp_path / "talks.zip")
        pages = crawl(client, the_negotiation().get_absolute_url())
    assert len(pages) > 60
    take_in(path)
    differ = [address for address, content in pages.items() if get(client, address) != content]
    assert differ == []


def test_what_was_taken_in_is_written_as_the_same_bytes(tmp_path):
    with undone():
        make_talks()
        first = export(tmp_path / "first.zip").read_bytes()
    take_in(tmp_path / "first.zip")
    assert export(tmp_path / "second.zip").read_bytes() == first
    call_command("check_claims")


def test_history_says_from_which_package_and_in_whose_name(tmp_path):
    reviewer = make_user("reviewer")
    with undone():
        make_talks()
        export(tmp_path / "talks.zip")
    take_in(tmp_path / "talks.zip", user=reviewer.username)
    record = Claim.history.order_by("history_id").last()
    assert record.history_user == reviewer
    assert "talks.zip, SHA-256 " in record.history_change_reason


def test_a_dry_run_changes_nothing(tmp_path):
    with undone():
        make_talks()
        export(tmp_path / "talks.zip")
    take_in(tmp_path / "talks.zip", dry_run=True)
    assert not Negotiation.objects.exists()
    assert not Actor.objects.exists()
    take_in(tmp_path / "talks.zip")
    assert Negotiation.objects.count() == 1


def test_analysts_publish_nothing(tmp_path):
    make_claim()
    analyst = make_user("analyst")
    with pytest.raises(CommandError, match="is no reviewer"):
        take_in(export(tmp_path / "talks.zip"), user=analyst.username)


def test_conflicts_are_told_row_by_row(tmp_path, capsys):
    with undone():
        make_talks()
        export(tmp_path / "talks.zip")
        actor, source = Actor.objects.first(), Source.objects.first()
        actor_fields = {"slug": actor.slug, "name": "Another", "short_name": "An", "kind": actor.kind}
        source_fields = {"slug": source.slug, "title": "Another title"}
        slug = the_negotiation().slug
        public_id = Claim.objects.published().first().public_id
    with undone():
        make_actor(side=None, **actor_fields)
        make_source(**source_fields)
        with pytest.raises(CommandError, match="nothing was changed"):
            take_in(tmp_path / "talks.zip")
    said = capsys.readouterr().err
    assert re.search(r"actors.csv:\d+: name: is “.*” in the package and “Another” here", said)
    with undone():
        make_negotiation(slug=slug)
        with pytest.raises(CommandError, match="1 invalid"):
            take_in(tmp_path / "talks.zip")
    assert f"A negotiation “{slug}” is here already" in capsys.readouterr().err
    make_claim(public_id=public_id, proposal=make_proposal(topic=make_topic(negotiation=make_negotiation())))
    with pytest.raises(CommandError, match="nothing was changed"):
        take_in(tmp_path / "talks.zip")
    assert f"“{public_id}” is the id of another one here" in capsys.readouterr().err


def test_quotes_are_checked_again_where_the_text_is_held(tmp_path, capsys):
    with undone():
        make_claim(quote="We agree.", source=make_source(slug="speech", title="A speech", text="We agree."))
        export(tmp_path / "talks.zip")
    with undone():
        take_in(tmp_path / "talks.zip")
        assert Claim.objects.get().quote_state == "exact"
    make_source(slug="speech", title="A speech", text="We refuse.")
    Source.objects.get()
    with pytest.raises(CommandError):
        take_in(tmp_path / "talks.zip")
    assert "does not stand in the text" in capsys.readouterr().err


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60))
def test_hostile_texts_come_back(tmp_path, text):
    path = tmp_path / "hostile.zip"
    path.unlink(missing_ok=True)
    with undone():
        make_claim(argument=text, quote=text, locator="p. 1", covers=text)
        export(path)
    with undone():
        take_in(path)
        claim = Claim.objects.get()
        assert (claim.argument, claim.quote, claim.covers) == (text, text, text)
