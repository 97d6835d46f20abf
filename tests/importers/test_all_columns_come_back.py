"""The whole file of claims, brought into an empty database, is exported again as it was, whatever people typed."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.exporters import claims as exporter
from claims.exporters import editorial, formats, lists
from claims.importers.spreadsheet.reader import FILE_TYPES
from claims.importers.spreadsheet.run import import_claims
from claims.models import (
    Actor,
    Claim,
    Negotiation,
    Outcome,
    Proposal,
)
from claims.queries import Scope, get_snapshot, list_proposals, select_wordings
from claims.rules.exchange_columns import EXCHANGE_COLUMNS
from claims.rules.scales import Attribution
from tests.database import undone
from tests.make import (
    make_actor,
    make_claim,
    make_negotiation,
    make_outcome,
    make_part,
    make_participant,
    make_proposal,
    make_side,
    make_source,
    make_topic,
    make_wording,
)
from tests.versions import read_version

pytestmark = pytest.mark.django_db

WRITTEN_AND_READ = [extension for extension in formats.FORMATS if f".{extension}" in FILE_TYPES]
HOSTILE = (
    "=1+1",
    "'=a",
    "@x",
    "-2",
    "_x0041_",
    'a"b;c,d',
    "{}",
    "no",
    "none",
    "שלום (1)",
    "<b>&amp;",
    "null",
    "2022-01-10",
    "Article 4; Article 5",
    "a | b",
    "Zürich",
    "one\\two",
)
names = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
days = st.none() | st.dates(max_value=date(2022, 12, 31))
called = st.lists(names, min_size=15, max_size=15)


def make_world(called, day, attribution):
    """Make a claim in which whatever has a name has one of these; a number makes each the only one of its name. A
    second negotiation has a proposal, topic and side of the same slugs and names, and the same holder."""
    texts = (f"{name} {number}" for number, name in enumerate(called))
    side, other_side = make_side(name=next(texts), negotiates=False), make_side(name=next(texts), negotiates=False)
    holder = make_actor(side=side, name=next(texts), short_name=next(texts), principal=False)
    official = {"side": side, "speaks_for": holder} if attribution == Attribution.OWN else {"side": other_side}
    kind = "official" if attribution == Attribution.OWN else "expert"
    speaker = make_actor(kind, name=next(texts), short_name=next(texts), **official)
    proposal = make_proposal(
        title=next(texts), definition=next(texts), topic=make_topic(name=next(texts)), proposed_on=day
    )
    package = make_proposal(title=next(texts), topic=proposal.topic)
    make_part(package, proposal, where=next(texts).replace("|", "/"))
    source = make_source(
        title=next(texts), publisher=next(texts), origin=next(texts), authors="Lee, Ann", published_on=day,
        accessed_on=day, url="https://example.org/a", type="report", language="ru", leaked=True, grade="B",
        csl={"volume": "3"},
    )  # fmt: skip
    said = {"said_on": date(2022, 12, 31), "confirmed": "said-later" if day and day < date(2022, 12, 31) else ""}
    make_claim(value=1, holder=holder, proposal=package, source=source, note=called[0], **said)
    make_claim(
        value=1, holder=holder, speaker=speaker, attribution=attribution, proposal=proposal, source=source,
        dimension="prospects", by_when=day, probability=30, conditions=called[1], depends_on=package.slug,
        covers=called[2], argument=called[3], label=called[4], quote=called[5], quote_language="he",
        translation=called[6], locator=called[7], prefix=called[8], suffix=called[9], doubtful=True, **said,
    )  # fmt: skip
    make_twin(proposal, holder, side, source, next(texts), said)


def make_twin(proposal, holder, side, source, title, said):
    """Make a claim in another negotiation in which everything of it has the slugs and names of the first."""
    grain = make_negotiation(slug="grain", title=title, short_title="Grain")
    topic = make_topic(negotiation=grain, slug=proposal.topic.slug, name=proposal.topic.name)
    same = {"slug": proposal.slug, "title": proposal.title, "definition": proposal.definition}
    twin = make_proposal(topic=topic, proposed_on=proposal.proposed_on, **same)
    there = make_side(negotiation=grain, slug=side.slug, name=side.name, negotiates=False)
    make_participant(holder, side=there, principal=False)
    make_claim(value=-1, holder=holder, proposal=twin, source=source, **said)


def export(extension="csv"):
    table = exporter.make_claims_table(Claim.objects.order_by("public_id"), editor=True)
    assert table.columns == tuple(EXCHANGE_COLUMNS)
    return b"".join(formats.make_download(table, extension, "claims").chunks)


@pytest.mark.parametrize("extension", WRITTEN_AND_READ)
@settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(called=called, day=days, attribution=st.sampled_from([Attribution.OWN, Attribution.ATTRIBUTED]))
def test_every_column_of_the_claims_comes_back_into_an_empty_database(tmp_path, extension, called, day, attribution):
    path = tmp_path / f"claims.{extension}"
    with undone():
        make_world(called, day, attribution)
        before = export()
        path.write_bytes(export(extension))
    assert not Actor.objects.exists() and not Negotiation.objects.exists()
    with undone():
        import_claims(path, create=True, publish=True)
        after = export()
    assert after.decode().splitlines() == before.decode().splitlines()


def export_all():
    """Return the files of two negotiations, in the order in which they come in: later ones name what earlier have."""
    snapshot = get_snapshot(Scope(), read_version())
    tables = [
        lists.make_proposals_table(list_proposals(snapshot)),
        editorial.make_wordings_table(select_wordings(snapshot)),
        editorial.make_outcomes_table(Outcome.objects.order_by("public_id"), editor=True),
        exporter.make_claims_table(Claim.objects.order_by("public_id"), editor=True),
    ]
    return {table.name: b"".join(formats.make_download(table, "csv", table.name).chunks).decode() for table in tables}


@settings(max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(label=names, text=names, called=called)
def test_what_answers_wordings_comes_back_into_two_negotiations_of_the_same_names(tmp_path, label, text, called):
    with undone():
        make_world(called, None, Attribution.OWN)
        for proposal in list(Proposal.objects.filter(slug=Claim.objects.latest("pk").proposal.slug)):
            wording = make_wording(proposal, slug="draft", label=label, text=text)
            make_wording(proposal, slug="later", label=f"{label} 2", day=date(2022, 2, 2))
            source = make_source(title=f"Communiqué {proposal.pk}")
            make_outcome(proposal=proposal, wording=wording, source=source)
            make_claim(1, Claim.objects.earliest("pk").holder, proposal=proposal, wording=wording, source=source)
        before = export_all()
    with undone():
        for name, content in before.items():
            path = tmp_path / f"{name}.csv"
            path.write_text(content, encoding="utf-8")
            import_claims(path, create=True, publish=name in ("claims", "outcomes"))
        answers = set(Claim.objects.exclude(wording=None).values_list("proposal__negotiation__slug", "wording__slug"))
        after = export_all()
    assert answers == {("talks", "draft"), ("grain", "draft")}
    for name in ("wordings", "outcomes", "claims"):  # proposals that an import makes were added to the codebook today
        assert sorted(after[name].splitlines()) == sorted(before[name].splitlines()), name
