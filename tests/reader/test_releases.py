"""Releases as readers see them: the list, the page of one, its files, and what differs between two."""

import json
import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html import unescape

import pytest
import yaml

from claims.models import Release
from claims.models.releases import STATIC_COPY
from claims.releasing import copy_lock
from claims.services.releases import store_static_copy
from tests.make import change, make_claim, make_proposal, the_negotiation
from tests.make_releases import make_release, pack
from tests.reader.read_downloads import as_dicts
from tests.reader.read_pages import page, text_of, words
from tests.secret_talks import set_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def talks():
    """Two releases: after the first a claim was added, one corrected, one withdrawn."""
    zones = make_proposal(title="Zones <of> peace", slug="zones")
    same, corrected, gone = (make_claim(value, proposal=zones) for value in (2, -1, 1))
    make_release(title="Before “Geneva”", package=pack(), verdicts={"zones": "open"}, day=date(2022, 1, 9))
    change(corrected, value=-2, quote="Never <b>.")
    change(gone, status="withdrawn")
    added = make_claim(0, proposal=zones)
    make_release(title="After Geneva", package=pack(), verdicts={"zones": "contested"}, notes="A <round> more.")
    return same, corrected, gone, added


def test_the_list_says_what_is_new_in_each_and_has_its_files(client, talks):
    html = page(client, "/talks/releases/")
    rows = [words(row) for row in re.findall(r"<tr>.*?</tr>", html, re.S)]
    assert rows[1].startswith("2 · After Geneva") and "A <round> more." in rows[1] and "One verdict moved." in rows[1]
    assert "9 Jan 2022" in rows[2] and "The first release" in rows[2] and "differs" not in rows[2]
    assert 'href="/talks/releases/1/to/2/"' in html and 'href="/talks/releases/2/talks-release-2.zip"' in html
    assert 'href="/talks/releases/"' in page(client, "/talks/")


def test_nothing_is_released_yet(client, sides):
    assert "Nothing has been released of Talks yet" in text_of(client, "/talks/releases/")
    for address in ("1/", "latest/", "latest/CITATION.cff", "latest/data-package.zip", "1/to/2/", "1/CITATION.cff"):
        assert client.get(f"/talks/releases/{address}").status_code == 404, address


def test_the_page_of_a_release_tells_people_and_programs_what_it_is(client, talks, settings):
    settings.CREATORS = "Shea, Anna; The <Peace> Institute"
    release = Release.objects.get(number=2)
    html = page(client, "/talks/releases/2/")
    told = words(html)
    assert "Everything that was published of Talks on 1 Mar 2022: three claims" in told
    assert "One claim was added, one changed, one withdrawn and one verdict moved." in told
    assert release.sha256 in told and "There is no static copy of this release yet." in told
    with copy_lock.hold_lock():  # as long as another process of this host makes some
        assert "Static copies are being made: that of this release" in text_of(client, "/talks/releases/2/")
    assert "Shea, Anna, and The <Peace> Institute. 2022. “Talks: release 2, ‘After Geneva’.”" in told
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])
    assert (data["@type"], data["version"], data["datePublished"]) == ("Dataset", "2", "2022-03-01")
    assert [one["name"] for one in data["creator"]] == ["Anna Shea", "The <Peace> Institute"]
    (file,) = data["distribution"]
    assert file["contentUrl"] == "http://testserver/talks/releases/2/talks-release-2.zip"
    assert file["sha256"] == release.sha256
    tags = dict(re.findall(r'<meta name="(citation_\w+|z:itemType)" content="([^"]*)"', html))
    assert tags["citation_date"] == "2022/03/01" and unescape(tags["citation_title"]).startswith("Talks: release 2")
    assert "This page changes" not in told
    first = text_of(client, "/talks/releases/1/")
    assert "Newest release 2: After Geneva" in first and "What is new" not in first
    assert client.get("/talks/releases/latest/").headers["Location"] == "/talks/releases/2/"


def test_the_citation_file_is_one(client, talks):
    for path in ("1/CITATION.cff", "latest/CITATION.cff"):
        answer = client.get(f"/talks/releases/{path}", follow=True)
        assert answer.status_code == 200 and answer["Content-Type"].startswith("application/yaml")
    cited = yaml.safe_load(client.get("/talks/releases/1/CITATION.cff").content)
    assert cited["cff-version"] == "1.2.0" and cited["type"] == "dataset" and cited["license"] == "CC-BY-4.0"
    assert cited["authors"] == [{"name": "The stance matrix contributors"}]
    assert (cited["version"], cited["date-released"]) == ("1", "2022-01-09")
    assert cited["title"] == "Talks: release 1, “Before “Geneva””" and cited["message"]
    assert cited["identifiers"][0]["value"] == f"sha256:{Release.objects.get(number=1).sha256}"


def test_a_file_is_sent_whole_and_may_be_kept_for_good(client, talks):
    address = "/talks/releases/1/talks-release-1.zip"
    answer = client.get(address)
    content = b"".join(answer.streaming_content)
    digest = sha256(content)
    assert content[:2] == b"PK" and answer["Content-Length"] == str(len(content))
    assert answer["ETag"] == f'"{digest.hexdigest()}"'
    assert answer["Repr-Digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    head = client.head(address)
    assert (head.status_code, head["Content-Length"]) == (200, str(len(content)))
    assert client.post(address).status_code == 405
    assert client.get("/talks/releases/1/talks-release-2.zip").status_code == 404
    latest = client.get("/talks/releases/latest/data-package.zip")
    assert (latest.status_code, latest["Location"]) == (302, "/talks/releases/2/talks-release-2.zip")


def test_the_latest_static_copy_is_that_of_the_newest_release_that_has_one(client, talks, tmp_path):
    assert client.get("/talks/releases/latest/static-copy.zip").status_code == 404
    copy = tmp_path / "copy.zip"
    copy.write_bytes(b"PK copy")
    name = store_static_copy(Release.objects.get(number=1), copy).name
    assert client.get("/talks/releases/latest/static-copy.zip")["Location"] == f"/talks/releases/1/{name}"
    assert "is being made" not in text_of(client, "/talks/releases/1/")
    assert [file.kind for file in Release.objects.get(number=1).files.all()].count(STATIC_COPY) == 1


def test_what_differs_is_told_claim_by_claim_and_leads_to_each(client, talks):
    _, corrected, gone, added = talks
    html = page(client, "/talks/releases/1/to/2/")
    told = words(html)
    assert "open contested" in told and "Zones <of> peace" in told
    assert f'href="/talks/release-1/claims/{gone.public_id}/"' in html
    assert f'href="/talks/release-2/claims/{added.public_id}/"' in html
    for number in (1, 2):
        assert f'href="/talks/release-{number}/claims/{corrected.public_id}/"' in html
    assert "<ins>Never &lt;b&gt;.</ins>" in html and f"<del>{corrected.quote}</del>" not in html
    assert "value −1 −2" in told and "17 Jan 2022" in told
    assert "One actor and two sources differ too." in told and "actor added" in told and "source withdrawn" in told
    back = client.get("/talks/releases/2/to/1/")
    assert (back.status_code, back["Location"]) == (302, "/talks/releases/1/to/2/")
    assert "No claim and no verdict differs" in text_of(client, "/talks/releases/1/to/1/")


def test_what_differs_downloads_as_a_table(client, talks):
    _, corrected, gone, added = talks
    rows = as_dicts(client, "/talks/releases/1/to/2/")
    assert rows[0] | {"change": "verdict", "proposal": "zones", "before": "open", "after": "contested"} == rows[0]
    told = {(row["change"], row["claim"], row["field"]): (row["before"], row["after"]) for row in rows[1:]}
    assert told[("changed", corrected.public_id, "value")] == ("-1", "-2")
    assert {("added", added.public_id, ""), ("withdrawn", gone.public_id, "")} <= told.keys()
    refused = client.get("/talks/releases/1/to/2/?_export=doc")
    assert refused.status_code == 400 and "not “doc”" in words(refused.content.decode())


@pytest.mark.parametrize(
    "address", ["3/", "01/", "x/", "99999999999999999999/", "1/to/3/", "latest/to/1/", "1/other.zip"]
)
def test_what_was_never_released_is_not_there(client, talks, address):
    assert client.get(f"/talks/releases/{address}").status_code == 404


def test_what_is_for_its_team_only_hides_its_releases(client, talks):
    set_team(the_negotiation(), public=False)
    for path in ("", "1/", "1/to/2/", "1/CITATION.cff", "1/talks-release-1.zip", "latest/", "latest/data-package.zip"):
        assert client.get(f"/talks/releases/{path}").status_code == 404, path
