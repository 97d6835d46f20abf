"""What files say of packages: it comes back as it was, whatever hangs together with what, and no circle comes in."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.exporters import claims as exporter
from claims.exporters import formats, lists
from claims.importers.errors import ImportFailed
from claims.importers.seeds.merge import digest_fields
from claims.importers.spreadsheet.run import import_claims
from claims.models import Claim, Part, Proposal
from claims.queries import Scope, get_snapshot, list_proposals
from claims.rules.exchange import compute_digest
from claims.rules.folding import write_name
from claims.rules.vocabulary_columns import PartOf
from tests.database import undone
from tests.importers.claim_files import Files
from tests.make import make_actor, make_claim, make_part, make_proposal, make_source, make_topic
from tests.rules.drawn_packages import packages_of
from tests.versions import read_version

pytestmark = pytest.mark.django_db

HOSTILE = ("=1+1", "'=a", "@x", "-2", 'a"b;c,d', "a: b", "#2", "no", "שלום (1)", "<b>&amp;", "Article 4", "")
places = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="|"))
SETTINGS = settings(
    max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def read_packages():
    columns = ("part__slug", "package__slug", "where", "order")
    return sorted(Part.objects.values_list(*columns))


def write(folder, rows):
    """Write rows of proposals as a CSV file."""
    path = folder / "proposals.csv"
    columns = list(dict.fromkeys(name for row in rows for name in row))
    table = formats.ExportTable("proposals", tuple(columns), [[row.get(name, "") for name in columns] for row in rows])
    path.write_bytes(b"".join(formats.stream_csv(table)))
    return path


def refusal(path, **options):
    """Import what must fail and change nothing; return its first fault."""
    before = read_packages(), Proposal.objects.count()
    with pytest.raises(ImportFailed) as failed:
        import_claims(path, **options)
    assert (read_packages(), Proposal.objects.count()) == before
    return str(failed.value.faults[0])


@SETTINGS
@given(
    packages=packages_of(6),
    where=st.lists(places, min_size=20, max_size=20),
    orders=st.lists(st.integers(0, 9999), min_size=20, max_size=20),
)
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_any_packages_without_a_circle_come_back_by_a_file_of_proposals_and_one_of_claims(
    tmp_path, extension, packages, where, orders
):
    topic, holder, source = make_topic(), make_actor(), make_source()
    with undone():
        proposals = [make_proposal(slug=f"p-{number}", title=f"P {number}: x", topic=topic) for number in range(6)]
        edges = [(package, part) for package, parts in packages.items() for part in parts]
        for (package, part), said, order in zip(edges, where, orders, strict=False):
            make_part(proposals[package], proposals[part], where=write_name(said)[:120].strip(), order=order)
        for proposal in proposals:
            make_claim(proposal=proposal, holder=holder, source=source)
        before = read_packages()
        snapshot = get_snapshot(Scope(), read_version())
        tables = {
            "proposals": lists.make_proposals_table(list_proposals(snapshot)),
            "claims": exporter.make_claims_table(Claim.objects.all()),
        }
        files = {name: tmp_path / f"{name}.{extension}" for name in tables}
        for name, table in tables.items():
            files[name].write_bytes(b"".join(formats.make_download(table, extension, name).chunks))
        for path in files.values():  # beside what is there it changes nothing
            assert import_claims(path)[:2] == (0, 0)
    for name, options in (("proposals", {}), ("claims", {"create": True})):
        with undone():
            import_claims(files[name], **options)
            assert read_packages() == before


@SETTINGS
@given(length=st.integers(1, 13))
def test_a_circle_of_any_length_is_refused_in_files_of_proposals_and_of_claims(tmp_path, length):
    titles = [f"Proposal {number}" for number in range(length)]
    rows = [{"title": title, "part_of": f"{titles[number - 1]}: Article 4"} for number, title in enumerate(titles)]
    fault = refusal(write(tmp_path, rows))
    sentence = "A proposal is no part of itself." if length == 1 else "It would go in a circle, each being part of"
    assert f":2: part_of: {sentence}" in fault
    slugs = [title.lower().replace(" ", "-") for title in titles]
    files = Files.__new__(Files)
    files.root = tmp_path
    path = files.write(
        [
            {"holder": "Ann", "proposal": slug, "part_of": slugs[number - 1], "quote": f"Words {number}."}
            for number, slug in enumerate(slugs)
        ]
    )
    assert f":2: part_of: {sentence}" in refusal(path, create=True)


def test_a_circle_with_what_the_database_holds_is_refused(tmp_path):
    inner = make_proposal(title="Inner", part_of=make_proposal(title="Outer"))
    fault = refusal(write(tmp_path, [{"title": "Outer", "part_of": inner.slug}]), update_names=True)
    assert fault.endswith("each being part of the one before: “Outer”, “Inner”, “Outer”.")


def test_what_turns_packages_round_is_no_circle(tmp_path):
    inner = make_proposal(title="Inner", slug="inner", part_of=make_proposal(title="Outer", slug="outer"))
    other = make_proposal(title="Other", slug="other")
    rows = [{"title": "Outer", "part_of": "inner: Article 2"}, {"title": "Inner", "part_of": "other"}]
    import_claims(write(tmp_path, rows), update_names=True)
    assert read_packages() == [("inner", "other", "", 0), ("outer", "inner", "Article 2", 0)]
    assert [Proposal.objects.get(pk=row.pk).version for row in (inner, other)] == [2, 1]


def test_a_file_with_one_slug_or_title_is_read_as_before(tmp_path):
    package = make_proposal(title="Bill 12: ceasefire", slug="bill-12")
    for title, said in (("One", "bill-12"), ("Two", "bill 12: CEASEFIRE"), ("Three", "Bill 12: ceasefire: annex: B")):
        import_claims(write(tmp_path, [{"title": title, "part_of": said}]))
    assert [*package.parts.order_by("pk").values_list("part__title", "where")] == [
        ("One", ""),
        ("Two", ""),
        ("Three", "annex: B"),
    ]


def test_what_a_file_does_not_say_of_a_place_stays(tmp_path):
    make_part(make_proposal(slug="treaty"), make_proposal(title="Zones"), where="Article 4", order=3)
    for said in ("treaty", "treaty: Article 4", "treaty #3", ""):
        counts = import_claims(write(tmp_path, [{"title": "Zones", "part_of": said}]), update_names=True)
        assert counts[:3] == (0, 0, 1), said
    counts = import_claims(write(tmp_path, [{"title": "Zones", "part_of": "treaty: Annex"}]), update_names=True)
    assert counts[:3] == (0, 1, 0)
    assert read_packages() == [("proposal-" + Proposal.objects.get(title="Zones").slug[9:], "treaty", "Annex", 3)]


def test_a_row_that_says_otherwise_is_a_fault_that_names_both(tmp_path):
    make_part(make_proposal(slug="treaty"), make_proposal(title="Zones", slug="zones"), where="Article 4")
    make_proposal(slug="other")
    said = "“Zones” has “treaty: Article 4” here, not “other”. An import changes no proposal."
    assert refusal(write(tmp_path, [{"title": "Zones", "part_of": "other"}])).endswith(said)
    files = Files(tmp_path)
    path = files.write([{"proposal": "zones", "part_of": "other"}])
    assert refusal(path).endswith(said)
    rows = [{"proposal": "new", "part_of": said, "quote": f"{said}."} for said in ("treaty", "other")]
    assert "“new” has “treaty” on line 2, not “other”." in refusal(files.write(rows), create=True)


def test_claims_that_name_a_package_that_there_is_not_make_it_where_they_may(tmp_path):
    files = Files(tmp_path)
    path = files.write([{"proposal": "zones", "proposal_title": "Zones", "part_of": "treaty: Article 4"}])
    assert "There is no proposal “" in refusal(path)
    files.bring(
        {"proposal": "zones", "proposal_title": "Zones", "part_of": "treaty: Article 4"},
        {"proposal": "treaty", "proposal_title": "The treaty", "quote": "Another."},
        options=["--create"],
    )
    assert read_packages() == [("zones", "treaty", "Article 4", 0)]
    assert Proposal.objects.get(slug="treaty").title == "The treaty"


def test_nobody_is_told_of_a_package_by_a_title_with_a_colon_that_there_is_not(tmp_path):
    fault = refusal(write(tmp_path, [{"title": "A", "part_of": "No such treaty: Article 4"}]))
    assert "part_of: There is no proposal “No such treaty”." in fault


# Fixtures


@pytest.fixture
def fixtures(folders):
    for slug in ("treaty", "annex"):
        folders.vocabulary["proposal", slug] = {"title": slug.title(), "definition": "Words.", "topic": "borders"}
    folders.zones = folders.vocabulary["proposal", "no-expansion"]
    return folders


def test_a_fixture_names_packages_with_where_in_them_above_or_below(fixtures):
    fixtures.zones["part_of"] = ["treaty #2: Article 4", "annex"]
    fixtures.load()
    assert read_packages() == [("no-expansion", "annex", "", 0), ("no-expansion", "treaty", "Article 4", 2)]
    assert not fixtures.outcomes()
    fixtures.zones["part_of"] = ["annex: B"]
    assert fixtures.outcomes() == {("proposal", "no-expansion"): "updated"}
    assert read_packages() == [("no-expansion", "annex", "B", 0)]
    make_part(Proposal.objects.get(slug="treaty"), Proposal.objects.get(slug="no-expansion"))
    assert fixtures.outcomes() == {("proposal", "no-expansion"): "kept"}


def test_what_was_loaded_before_there_could_be_several_packages_is_known_as_unchanged(fixtures):
    """The digest of a proposal in one package, or in none, is what it was."""
    row = Proposal(title="Zones")
    assert digest_fields(row, ["title"], {}, []) == compute_digest({"title": "Zones", "part_of": None})
    one = [PartOf("treaty")]
    assert digest_fields(row, ["title"], {}, one) == compute_digest({"title": "Zones", "part_of": "treaty"})


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (["treaty", "nothing"], "There is no proposal “nothing”, here or in the database."),
        (["no-expansion"], "A proposal is no part of itself."),
        (["treaty", "treaty: Article 4"], "names “treaty” twice."),
        ("treaty", 'names packages by their slugs in brackets, each with where in it: ["treaty: Article 4"].'),
        ([["treaty"]], 'names packages by their slugs in brackets, each with where in it: ["treaty: Article 4"].'),
        (["the treaty"], "“the treaty” does not begin with the slug of a package."),
        ([f"treaty: {'x' * 121}"], "Write at most 120 letters: these are 121."),
        (
            ["treaty: a | b"],
            "Where in a package a part stands is written without “|”, which separates places in files.",
        ),
        (["treaty: a\x00b"], "holds a null character."),
    ],
)
def test_a_fixture_with_a_wrong_package_is_refused_at_its_line(fixtures, said, reason):
    fixtures.zones["part_of"] = said
    (fault,) = fixtures.refused()
    place, _, rest = fault.partition(": part_of: ")
    assert rest == reason and place == f"talks/negotiation.toml:{fixtures.line('part_of = ', 'negotiation.toml')}"


def test_a_circle_of_fixtures_is_refused_with_its_names(fixtures):
    fixtures.zones["part_of"] = ["treaty"]
    fixtures.vocabulary["proposal", "treaty"]["part_of"] = ["annex: 1"]
    fixtures.vocabulary["proposal", "annex"]["part_of"] = ["no-expansion"]
    faults = fixtures.refused()
    assert len(faults) == 3
    names = "“No expansion”, “Annex”, “Treaty”, “No expansion”"
    assert faults[0].endswith(f"part_of: It would go in a circle, each being part of the one before: {names}.")
