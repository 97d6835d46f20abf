"""A negotiation written as a project of REFI-QDA is valid, and comes back as the claims that it was made of."""

from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from claims.exporters.qdpx.project import QdaProject, QdaSelection, QdaSource, make_guid
from claims.exporters.qdpx.write import make_xml, write_project
from claims.importers.qdpx.read import read_qdpx
from claims.models import Claim, Source, Topic
from claims.rules.folding import write_name
from claims.rules.scales import Attribution
from claims.rules.xml_texts import clean
from tests.make import make_actor, make_claim, make_negotiation, make_proposal, make_side, make_source, make_topic

SCHEMA = Path(__file__).parent / "refi-qda-1.0" / "Project.xsd"
HOSTILE = ["=1+1", "<b>&amp;", "'quoted'", 'a;b"c', "‮right", "𝔘🙂", "]]>", "@x / y", "ﬁ", "x" * 100]
DETAILS = {"conditions": "they talk: value: 2", "covers": "zones", "argument": "because\nvalue: 2"}
NOT_OF_A_FILE = "\ufeff\x00"  # a mark at its beginning is none of its text, and no text is held with a null character


def run(*words):
    out = StringIO()
    call_command(*words, stdout=out, stderr=out, no_color=True)
    return out.getvalue()


def read(file):
    """Return the XML of a project, which is valid."""
    with ZipFile(file) as archive:
        root = etree.fromstring(archive.read("project.qde"))
    validate(root)
    return root


def validate(root):
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)


def tell(negotiation):
    """Return what a project holds of the claims of a negotiation."""
    names = ("holder__name", "holder__kind", "speaker__name", "proposal__title", "dimension", "value", "attribution")
    names += ("said_on", "said_on_is", "conditions", "covers", "quote", "quote_start", "source__title", "pending")
    return sorted(map(str, Claim.objects.filter(proposal__negotiation=negotiation).values_list(*names)))


@pytest.fixture
def talks():
    """Talks with hostile names, each with a text that holds its quote, and claims of every dimension."""
    talks = make_negotiation(slug="talks", title="Talks <&>", short_title="Talks")
    side, topic = make_side(negotiation=talks, name="East <&>"), make_topic(negotiation=talks, name="Arms; all")
    for number, name in enumerate(HOSTILE):
        holder = make_actor(name=f"Org {name}"[:110], side=side)
        speaker = holder
        if number % 2:
            speaker = make_actor("official", name=f"Person {number} {name}"[:110], speaks_for=holder)
        quote = f"{name} said so {number}"
        source = make_source(
            title=f"Doc {number} {name}", text=f"𝔘 before. {quote}. After.", published_on=date(2022, 1, 1)
        )
        proposal = make_proposal(title=f"P{number} {name}"[:40].strip(), topic=topic)
        coded = {"holder": holder, "speaker": speaker, "proposal": proposal, "source": source, "quote": quote}
        make_claim((2, 1, 0, -1, -2)[number % 5], **coded, **DETAILS)
        make_claim(1, **coded, dimension="salience")
    expert = make_actor("expert", name="Ada")
    coded["attribution"], coded["speaker"] = Attribution.ATTRIBUTED, expert
    make_claim(None, **coded)
    return talks


@pytest.mark.django_db
def test_what_is_written_is_valid_and_comes_back_in_another_negotiation(talks, tmp_path):
    file = tmp_path / "talks.qdpx"
    total = 2 * len(HOSTILE) + 1
    assert "nothing was written" in run("export_qdpx", "talks", file, "--dry-run") and not file.exists()
    said = run("export_qdpx", "talks", file)
    assert said.startswith(f"{total} passages of {len(HOSTILE)} sources") and "belong to their publishers" in said
    root = read(file)
    assert {user.get("name") for user in root.iter("{*}User")} == {"Coder 1"}
    run("export_qdpx", "talks", tmp_path / "again.qdpx")
    assert file.read_bytes() == (tmp_path / "again.qdpx").read_bytes()
    other = make_negotiation(slug="other", title="Other", short_title="Other")
    assert run("import_qdpx", file, "other", "--publish").startswith(f"{total} created")
    assert tell(other) == tell(talks) and len(tell(other)) == total
    assert {claim.proposal.topic.name for claim in Claim.objects.filter(proposal__negotiation=other)} == {"Arms; all"}
    assert run("import_qdpx", file, "other", "--publish").startswith(f"0 created, 0 changed, {total} unchanged")


def flatten(file, flat):
    """Write a project as programs do that keep of a passage its place, its user and its codes alone."""
    with ZipFile(file) as archive, ZipFile(flat, "w") as written:
        root = etree.fromstring(archive.read("project.qde"))
        for source in root.iter("{*}TextSource"):
            places = {}
            for one in source.findall("{*}PlainTextSelection"):
                first = places.setdefault((one.get("startPosition"), one.get("endPosition")), one)
                for child in list(one):
                    one.remove(child)
                    if child.tag.endswith("Coding"):
                        first.append(child)
                if first is not one:
                    source.remove(one)
        for info in archive.infolist():
            content = etree.tostring(root) if info.filename == "project.qde" else archive.read(info)
            written.writestr(info, content)


@pytest.mark.django_db
def test_claims_on_one_passage_are_told_apart_by_codes_alone(talks, tmp_path):
    run("export_qdpx", "talks", tmp_path / "talks.qdpx")
    flatten(tmp_path / "talks.qdpx", tmp_path / "flat.qdpx")
    other = make_negotiation(slug="other", title="Other", short_title="Other")
    run("import_qdpx", tmp_path / "flat.qdpx", "other")
    names = ("holder", "speaker__name", "proposal__title", "dimension", "value", "attribution", "quote_start", "source")
    came, went = (Claim.objects.filter(proposal__negotiation=one).values_list(*names) for one in (other, talks))
    assert sorted(map(str, came)) == sorted(map(str, went)) and len(came) == 2 * len(HOSTILE) + 1


@pytest.mark.django_db
def test_only_published_claims_with_a_passage_leave_and_a_text_that_is_not_held_is_made_of_quotes(talks, tmp_path):
    proposal, source = make_proposal(topic=Topic.objects.get()), make_source(title="No text")
    make_claim(2, proposal=proposal, status="draft", quote="zz-secret")
    make_claim(2, proposal=proposal, source=source, quote="", locator="p. 2")
    make_claim(1, proposal=proposal, source=source, quote="Bell\x07 & “quote” 𝔘")
    file = tmp_path / "talks.qdpx"
    assert "Left out: 1 claims that have no passage" in run("export_qdpx", "talks", file)
    assert b"zz-secret" not in etree.tostring(read(file))
    bare = next(text for text in read_qdpx(file).texts if text.title == "No text")
    assert bare.text == "Bell\x07 & “quote” 𝔘" and bare.variables["quotes_alone"] == "yes"
    other = make_negotiation(slug="other", title="Other", short_title="Other")
    run("import_qdpx", file, "other")
    assert Claim.objects.get(proposal__negotiation=other, source=source).quote == bare.text and not source.read_text()


@pytest.mark.django_db
def test_a_negotiation_without_claims_is_valid_and_a_file_that_is_there_is_left(tmp_path):
    make_negotiation(slug="empty", title="Empty", short_title="Empty")
    file = tmp_path / "empty.qdpx"
    run("export_qdpx", "empty", file)
    assert read(file).get("name") == "Empty"
    with pytest.raises(CommandError, match="is there already"):
        run("export_qdpx", "empty", file)
    with pytest.raises(CommandError, match="not called .qdpx"):
        run("export_qdpx", "empty", tmp_path / "new.zip")
    with pytest.raises(CommandError, match="no negotiation"):
        run("export_qdpx", "nowhere", tmp_path / "new.qdpx")


texts = st.text(st.characters(codec="utf-8", exclude_characters=NOT_OF_A_FILE), max_size=40)


@settings(max_examples=30, deadline=None)
@given(texts, texts.filter(lambda text: text.strip()), texts, st.lists(texts, min_size=1, max_size=3))
def test_any_text_and_any_names_come_back(before, passage, after, names):
    assume("\n" not in (passage[0], after[:1]))  # of a line end that is parted at an end of the passage
    text = before + passage + after
    path = tuple(f"c {name}" for name in names)
    codes = {path[:end]: names[0] for end in range(1, len(path) + 1)}
    place = len(before), len(before) + len(passage)
    selection = QdaSelection(make_guid("one"), *place, 1, path, f"argument: {names[0]}")
    source = QdaSource(make_guid("source"), Source(slug="doc", title=f"t {before}"), text, True, [selection])
    project = QdaProject(f"p {before}", codes, [source], [1], 0)
    validate(make_xml(project))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "any.qdpx"
        write_project(project, file)
        back = read_qdpx(file)
    (one,) = back.texts
    (read_passage,) = one.passages
    assert one.text == text.replace("\r\n", "\n") and one.title == write_name(clean(f"t {before}"))
    assert one.text[read_passage.start : read_passage.end] == passage.replace("\r\n", "\n")
    assert back.codes[read_passage.codes[0]].path == tuple(write_name(clean(name)) for name in path)
