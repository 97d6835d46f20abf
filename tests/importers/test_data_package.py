"""What a data package takes from one installation to another: every page, byte by byte, but for its host."""

import html
import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.models import Actor, Claim, Negotiation, Source
from claims.rules.scales import Attribution
from claims.services.write_gate import editing
from tests.database import undone
from tests.make import (
    make_actor,
    make_answer,
    make_claim,
    make_contradiction,
    make_event,
    make_member,
    make_negotiation,
    make_outcome,
    make_proposal,
    make_remark,
    make_search,
    make_side,
    make_source,
    make_topic,
    make_user,
    make_wording,
    the_negotiation,
)

pytestmark = pytest.mark.django_db


# Tokens; and the day on which a feed without entries was asked for.
NEVER_EQUAL = re.compile(rb'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|<updated>[^<]*[.][0-9]{6}[+]00:00')
LINK = re.compile(rb'href="(/[^"#]*)')
MOST_PAGES = 250


def export(path):
    call_command("export_package", the_negotiation().slug, str(path))
    return path


def take_in(path, **options):
    call_command("import_package", str(path), **options)


def make_talks():
    """Make a negotiation with something in each table of a package."""
    side, other = make_side(negotiates=True), make_side(negotiates=True)
    coalition = make_actor("coalition", side=side)
    member = make_member(coalition=coalition).member
    east, west = make_actor(side=other), make_actor(side=other, principal=False)
    official = make_actor("official", side=None, speaks_for=east)
    whole = make_proposal(proposers=[east])
    part = make_proposal(topic=whole.topic, proposers=[west], part_of=whole, aliases="One\nAnother | name")
    variant = make_proposal(topic=whole.topic, variant_of=part)
    source = make_source(csl={"volume": "3"}, fully_coded_by="us", fully_coded_on=date(2022, 2, 1))
    wording = make_wording(whole, [east, west], source=source)
    make_claim(holder=coalition, speaker=member, proposal=whole, source=source)
    make_claim(1, east, speaker=official, proposal=whole, source=source, wording=wording)
    make_claim(None, west, proposal=part, conditions="asked", depends_on=whole.slug, locator="=1+1")
    make_claim(2, east, proposal=variant, attribution=Attribution.ATTRIBUTED, speaker=west, argument='"a",\r\nb')
    make_claim(-1, make_actor("expert", side=other, principal=False), proposal=whole, dimension="prospects")
    make_answer(make_contradiction(holder=east, proposal=part, source=source))
    make_outcome(proposal=whole, source=source, locator="p. 1")
    make_search(holder=west, proposal=whole)
    make_remark(holder=east, proposal=whole)
    make_event(source=source, place="Geneva")
    make_event(source=make_source())
    correct(make_claim(0, east, proposal=part, source=source, note="not for readers"))
    make_claim(0, east, proposal=part, source=source, status="draft")


def correct(claim):
    """Publish another value of a claim, as another version of it."""
    claim.refresh_from_db()
    with editing(None, "corrected") as gate:
        claim.value = 1
        gate.save(claim)


def crawl(client, start):
    """Return {address: content} of a page and all that it leads to."""
    pages, waiting = {}, [start]
    while waiting and len(pages) < MOST_PAGES:
        address = waiting.pop(0)
        if address in pages or address.startswith(("/static/", "/admin/", "/workbench/", "/method/")):
            continue
        pages[address] = get(client, address)
        waiting += [html.unescape(link.decode()) for link in LINK.findall(pages[address])]
    return pages


def get(client, address):
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        return b"a workbook"  # which says when it was made
    return str(response.status_code).encode() + NEVER_EQUAL.sub(b"", content)


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
