"""A static copy holds every page of a negotiation as a file, and nothing in it leads astray."""

import csv
import io
import zipfile
from hashlib import sha256

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from claims.models import Negotiation
from claims.releasing.static_copy import write
from claims.releasing.static_copy.addresses import Copied, CopyMap, Members
from tests.make import make_actor, make_claim, make_negotiation, make_proposal, make_topic, the_negotiation
from tests.releasing.read_copy import StaticCopy
from tests.walk import make_world

pytestmark = pytest.mark.django_db
SITE = "https://stances.example.org"
ARABIC = "وزارة الخارجية"
HOSTILE = "</script><b>“=1+1”\u202e&amp; ../../con"


def copy(path, site="none", negotiation=None):
    call_command("static_copy", negotiation or the_negotiation().slug, str(path), site=site)
    return StaticCopy(path)


def make_rows():
    """A world with a name in Arabic, a hostile one, one that Windows keeps, and beside it a small negotiation."""
    world = make_world(2)
    for name in (ARABIC, HOSTILE, "con"):
        actor = make_actor(name=name)
        make_claim(holder=actor, proposal=make_proposal(title=name[:40]), source=world.source, quote=f"{name}, it said")
    small = make_negotiation()
    proposal = make_proposal(topic=make_topic(negotiation=small))
    for holder in world.pair:
        make_claim(holder=holder, proposal=proposal, quote="A page\x0b break, it said.")
    return world, small


@pytest.fixture(scope="module")
def made(share_rows):
    with share_rows(make_rows) as made:
        yield made


@pytest.fixture(scope="module")
def world(made):
    return made[0]


@pytest.fixture(scope="module")
def small(made):
    return made[1]


@pytest.fixture(scope="module")
def with_site(world, tmp_path_factory, django_db_blocker):
    """The copy of a negotiation whose live site is known."""
    with django_db_blocker.unblock():
        return copy(tmp_path_factory.mktemp("copy") / "with-site", SITE)


@pytest.fixture(scope="module")
def without_site(small, tmp_path_factory, django_db_blocker):
    """That of a small negotiation where nobody knows of a live site, with room for one cell."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setitem(write.MOST, "cell", 1)
        return copy(tmp_path_factory.mktemp("copy") / "without-site", negotiation=small.slug)


def test_no_link_is_dead(with_site, without_site):
    assert with_site.list_dead() == []
    assert without_site.list_dead() == []
    assert len(with_site.links) > 1000


def test_each_kind_of_page_is_there(world, with_site):
    wanted = {
        "index.html", "404.html", "common-ground/index.html", "common-ground/robustness/index.html",
        "changes/index.html", "changes/moves/index.html", "changes/moves/feed/changes-moves-feed.xml",
        "changes/feed/changes-feed.xml",
        "contradictions/index.html", "timeline/index.html", "coverage/index.html", "agreement/index.html",
        "proposals/index.html", f"proposals/{world.proposal.slug}/index.html",
        "actors/index.html", f"actors/{world.holder.slug}/index.html", "experts/index.html", "claims/index.html",
        f"claims/{world.claim.public_id}/index.html", "sources/index.html", f"sources/{world.source.slug}/index.html",
        f"cells/{world.proposal.slug}/{world.holder.slug}/index.html", "method/index.html",
        "method/codebook/index.html", "claims/claims.csv", "matrix.xlsx", "matrix.svg", "sources/sources.ris",
    }  # fmt: skip
    assert wanted - set(with_site.files) == set()


def test_what_is_elsewhere_is_not_in_it(world, with_site):
    here = set(
        Negotiation.objects.get(pk=the_negotiation().pk).topics.values_list("proposals__claims__public_id", flat=True)
    )
    copied = {file.split("/")[1] for file in with_site.files if file.startswith("claims/") and file.count("/") == 2}
    assert copied - here == set()
    assert not [
        file for file in with_site.files if file.split("/")[0] in ("search", "admin", "login", "api", "suggest")
    ]


def test_nothing_names_a_site_that_nobody_knows(without_site):
    assert without_site.list_hosts() <= {"https://creativecommons.org", "data://", "mailto://"}
    for file in without_site.files:
        assert b"frozen-copy.invalid" not in without_site.read(file), file
    assert not [file for file in without_site.files if file.endswith((".docx", ".xml", ".jsonld"))]


def test_filters_lead_to_the_live_site_or_say_that_they_do_not_work_here(with_site, without_site):
    live, alone = with_site.pages["claims/index.html"], without_site.pages["claims/index.html"]
    sorting = f"{SITE}/{the_negotiation().slug}/claims/?sort=said_on"
    assert live.xpath(f"//th/a[@href='{sorting}'][@title='On the live site']")
    assert alone.xpath("//th/span[starts-with(@title, 'Not in this frozen copy')]")
    for page in (live, alone):
        assert page.xpath("//form | //input | //select | //*[@*[starts-with(name(), 'hx-')]]") == []
        assert "filters work on the live site" in page.text_content()


def test_each_page_says_what_it_is_and_runs_nothing_from_elsewhere(with_site):
    for file, page in with_site.pages.items():
        assert "Frozen copy" in page.text_content(), file
        assert page.xpath("//meta[@http-equiv='Content-Security-Policy']"), file
        assert page.xpath("//h1"), file
        assert not page.xpath("//script[contains(@src, 'htmx')]"), file
    matrix = with_site.pages["index.html"]
    assert matrix.xpath("//p[@class='frozen']/a[@href='#cite']")
    assert matrix.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/{the_negotiation().slug}/"]


@pytest.mark.parametrize(("of", "more"), [("with_site", False), ("without_site", True)])
def test_each_page_says_in_its_foot_what_no_copy_has(request, of, more):
    copied = request.getfixturevalue(of)
    for name in copied.pages:
        text = copied.read(name).decode()
        foot = text.rpartition("<footer")[2] if "<footer" in text else text
        assert "What this frozen copy leaves out: search, filters and other orders of lists" in foot, name
        assert ("it has no Word files, Web annotations" in foot) is more, name


def test_a_copied_link_leads_to_the_live_site(with_site, without_site):
    buttons = with_site.pages["index.html"].xpath("//button[@data-copy='link']/@data-address")
    slug = the_negotiation().slug
    assert buttons == [f"{SITE}/{slug}/release-2/{slug}/", f"{SITE}/{slug}/"]  # the newest release, and today
    assert without_site.pages["index.html"].xpath("//button[@data-copy='link']") == []


def test_a_cell_of_the_matrix_opens_on_a_page_of_its_own(world, with_site):
    cell = f"cells/{world.proposal.slug}/{world.holder.slug}/index.html"
    assert with_site.pages["index.html"].xpath(f"//table//a[@href='{cell}']")


def test_names_in_any_script_are_read_and_nothing_they_hold_is_run(with_site):
    actors = with_site.pages["actors/index.html"].text_content()
    assert ARABIC in actors
    assert HOSTILE in actors
    assert not [part for file in with_site.files for part in file.split("/") if part in ("con", "..")]


def test_files_have_names_that_every_file_system_takes(with_site):
    assert len({file.lower() for file in with_site.files}) == len(with_site.files)
    assert all(file == file.lower() and file.isascii() and len(file) < 200 for file in with_site.files)


def test_the_manifest_tells_each_file_true(with_site):
    told = {row["file"]: (int(row["bytes"]), row["sha256"]) for row in with_site.list_manifest()}
    contents = {file: with_site.read(file) for file in with_site.files if file != "files.csv"}
    assert told == {file: (len(content), sha256(content).hexdigest()) for file, content in contents.items()}


def test_a_download_holds_what_the_site_gives(client, with_site):
    given = client.get(f"/{the_negotiation().slug}/claims/?_export=csv")
    assert with_site.read("claims/claims.csv") == b"".join(given.streaming_content)
    rows = list(csv.DictReader(io.StringIO(with_site.read("claims/claims.csv").decode("utf-8-sig"))))
    assert len(rows) > 10


def test_a_page_is_cited_from_within(with_site, without_site):
    for copied in (with_site, without_site):
        links = copied.pages["index.html"].xpath("//*[@id='cite']//a[@download]/@href")
        assert [link.partition(";")[0] for link in links] == [
            "data:application/x-research-info-systems",
            "data:application/x-bibtex",
            "data:application/vnd.citationstyles.csl+json",
        ]


def test_the_same_rows_make_the_same_bytes(small, without_site, tmp_path, monkeypatch):
    monkeypatch.setitem(write.MOST, "cell", 1)
    call_command("static_copy", small.slug, str(tmp_path / "again.zip"), site="none")
    with zipfile.ZipFile(tmp_path / "again.zip") as archive:
        assert {name: archive.read(name) for name in sorted(archive.namelist())} == {
            name: without_site.read(name) for name in without_site.files
        }
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_empty_negotiation_has_a_copy_where_a_killed_process_left_one(tmp_path):
    left = tmp_path / "empty.partial" / "claims"
    left.mkdir(parents=True)
    (left / "left.html").write_text("left")
    empty = copy(tmp_path / "empty", negotiation=make_negotiation().slug)
    assert empty.list_dead() == []
    assert "agreement/index.html" in empty.files
    assert "claims/left.html" not in empty.files


def test_what_is_left_out_is_said_on_the_page(without_site):
    assert len([file for file in without_site.files if file.startswith("cells/")]) == 1
    said = "Left out of this copy: 1 of the pages of cells to which this page leads"
    assert said in without_site.pages["index.html"].text_content()


def test_downloads_take_no_room_from_pages(monkeypatch):
    monkeypatch.setitem(write.MOST, "pair", 2)
    nobody = Members(frozenset(), frozenset(), frozenset())
    walk = write._Walk(CopyMap("talks", nobody), SITE, "Frozen copy", None, None)
    files = ["a/index.html", "a/pair.csv", "a/pair.json", "b/index.html", "c/index.html"]
    admitted = [walk._admit(Copied("pair", f"/{file}", (), file)) for file in files]
    assert admitted == [True, True, True, True, False]
    assert walk.left_out == {"pair": 1}


def test_nothing_is_written_over_and_a_failure_leaves_nothing(small, tmp_path, monkeypatch):
    (tmp_path / "there").mkdir()
    with pytest.raises(CommandError, match="is there already: it is not overwritten"):
        copy(tmp_path / "there", negotiation=small.slug)
    monkeypatch.setattr(write, "PAGES_THAT_MAY_BE_GONE", ())
    with pytest.raises(CommandError, match=r"The page /.*/ answers with 200"):
        copy(tmp_path / "new", negotiation=small.slug)
    with pytest.raises(CommandError, match="answers with 200"):
        copy(tmp_path / "new.zip", negotiation=small.slug)
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_what_visitors_do_not_see_is_not_copied(tmp_path, monkeypatch):
    secret = make_negotiation(public=False)
    with pytest.raises(CommandError, match="is for its team only: a copy would show it to everybody"):
        copy(tmp_path / "secret", negotiation=secret.slug)
    with pytest.raises(CommandError, match="There is no negotiation “nowhere”"):
        copy(tmp_path / "nowhere", negotiation="nowhere")
    with pytest.raises(CommandError, match="“stances” is no address of a site"):
        copy(tmp_path / "site", site="stances", negotiation=make_negotiation().slug)
    monkeypatch.setattr(settings, "REQUIRE_LOGIN", True)
    with pytest.raises(CommandError, match="shows nothing to visitors who are not logged in"):
        copy(tmp_path / "closed", negotiation=make_negotiation().slug)
