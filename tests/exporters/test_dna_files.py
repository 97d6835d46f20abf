"""A negotiation written as a file of DNA 3 comes back as the claims that it was made of."""

import csv
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.importers.dna.read import read_dna
from claims.models import Claim, Topic
from claims.rules.scales import Attribution
from tests.make import make_actor, make_claim, make_negotiation, make_proposal, make_side, make_source, make_topic

pytestmark = pytest.mark.django_db
HOSTILE = ["=1+1", "<b>&amp;", "'quoted'", 'a;b"c', "‮right", "𝔘🙂", "-- DROP TABLE", "@x", "ﬁ", "x" * 100]


def run(*words):
    out = StringIO()
    call_command(*words, stdout=out, stderr=out, no_color=True)
    return out.getvalue()


def tell(negotiation):
    """Return what DNA can hold of the claims of a negotiation."""
    rows = Claim.objects.filter(proposal__negotiation=negotiation).values_list(
        "holder__name", "speaker__name", "proposal__title", "value", "quote", "quote_start", "source__title"
    )
    return sorted(map(str, rows))


@pytest.fixture
def talks():
    """Talks with hostile names, of which every second has a speaker, each with a text that holds its quote."""
    talks = make_negotiation(slug="talks", title="Talks", short_title="Talks")
    side, topic = make_side(negotiation=talks, name="East <&>"), make_topic(negotiation=talks, name="Arms; all")
    for number, name in enumerate(HOSTILE):
        holder = make_actor(name=f"Org {name}"[:110], side=side)
        speaker = (
            make_actor("official", name=f"Person {number} {name}"[:110], speaks_for=holder) if number % 2 else holder
        )
        quote = f"{name} said so {number}"
        source = make_source(title=f"Doc {number} {name}", text=f"𝔘 before. {quote}. After.")
        proposal = make_proposal(title=f"P{number} {name}"[:40].strip(), topic=topic)
        value = (2, 1, -1, -2)[number % 4]
        make_claim(value, holder=holder, speaker=speaker, proposal=proposal, source=source, quote=quote)
    return talks


def test_what_is_written_comes_back_in_another_negotiation(talks, tmp_path):
    file = tmp_path / "talks.dna"
    said = f"{len(HOSTILE)} statements of {len(HOSTILE)} documents"
    tried = run("export_dna", "talks", file, "--dry-run")
    assert tried.startswith(said) and "Only tried" in tried and not list(tmp_path.iterdir())
    assert run("export_dna", "talks", file).startswith(said)
    other = make_negotiation(slug="other", title="Other", short_title="Other")
    run("import_dna", file, "other", "--publish")
    assert tell(other) == tell(talks) and len(tell(other)) == len(HOSTILE)
    assert {claim.proposal.topic.name for claim in Claim.objects.filter(proposal__negotiation=other)} == {"Arms; all"}


passages = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=20)


@settings(deadline=None, max_examples=8)
@given(words=st.lists(passages | st.sampled_from(HOSTILE), min_size=1, max_size=3, unique=True))
def test_whatever_was_said_comes_back(words):
    with transaction.atomic():
        talks, other = (make_negotiation(slug=slug, title=slug, short_title=slug) for slug in ("talks", "other"))
        topic, holder = make_topic(negotiation=talks), make_actor(name="East", side=make_side(negotiation=talks))
        text = f"{words[0]} 🙂 " + "\n".join(f"<{n}> {word} <{n}>." for n, word in enumerate(words))
        source = make_source(title="Minutes", text=text)
        for place, word in enumerate(words):
            proposal = make_proposal(title=f"P{place} {word}"[:40].strip(), topic=topic)
            make_claim((2, -1)[place % 2], holder=holder, proposal=proposal, source=source, quote=f"<{place}> {word} <")
        with TemporaryDirectory() as folder:
            file = Path(folder) / "talks.dna"
            run("export_dna", "talks", file)
            run("import_dna", file, "other", "--publish")
        assert tell(other) == tell(talks) and len(tell(other)) == len(words)
        transaction.set_rollback(True)


def test_only_published_positions_with_a_sign_leave(talks, tmp_path):
    proposal = make_proposal(topic=Topic.objects.get())
    make_claim(2, proposal=proposal, status="draft", quote="zz-secret")
    make_claim(2, proposal=proposal, dimension="salience")
    make_claim(2, proposal=proposal, attribution=Attribution.PREDICTED, speaker=make_actor("expert"))
    make_claim(0, proposal=proposal)
    file = tmp_path / "talks.dna"
    assert "Left out: 1 of the value 0" in run("export_dna", "talks", file)
    assert len(read_dna(file).statements) == len(HOSTILE) and b"zz-secret" not in file.read_bytes()


def test_the_table_of_events_has_a_row_a_statement(talks, tmp_path):
    file = tmp_path / "talks.csv"
    run("export_dna", "talks", file)
    text = file.read_text(encoding="utf-8")
    assert text.startswith('"statement_id";"time";"person";"organization";"concept";"agreement";"start_position"')
    rows = list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == len(HOSTILE) and {row["agreement"] for row in rows} == {"0", "1"}
    assert {"a,b'c said so 3", "'=1+1 said so 0"} <= {row["text"] for row in rows}
    assert rows[0]["time"].endswith(" 00:00:00") and int(rows[0]["start_position"]) == 11  # the first letter is two


def test_a_file_that_is_there_is_left_as_it_is(talks, tmp_path):
    file = tmp_path / "talks.dna"
    file.write_text("mine")
    with pytest.raises(CommandError, match="is there already: it is not overwritten"):
        run("export_dna", "talks", file)
    with pytest.raises(CommandError, match="is there already: it is not overwritten"):
        run("export_dna", "talks", file, "--dry-run")
    with pytest.raises(CommandError, match="no negotiation"):
        run("export_dna", "nowhere", tmp_path / "new.dna")
    with pytest.raises(CommandError, match="neither"):
        run("export_dna", "talks", tmp_path / "new.txt")
    assert file.read_text() == "mine" and [path.name for path in tmp_path.iterdir()] == ["talks.dna"]
