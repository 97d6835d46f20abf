"""A published claim's address lasts: corrected it says what changed, withdrawn it says so, versions have addresses."""

from html import unescape

import pytest
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from claims.models import Claim
from claims.services import corrections
from claims.services.review import transition
from claims.services.write_gate import editing
from tests.make import make_actor, make_claim, make_proposal, make_source, make_user

pytestmark = pytest.mark.django_db


def read(client, claim, query="", status=200):
    answer = client.get(f"/claims/{claim.public_id}/{query}")
    assert answer.status_code == status
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


def write(claim, **fields):
    """Write fields of a claim as an editor, whatever its state."""
    with editing(make_user("reviewer"), "a secret reason", operator=True) as gate:
        row = gate.lock(Claim, claim.pk)
        for name, value in fields.items():
            setattr(row, name, value)
        gate.save(row)
    return row


def correct(claim, **fields):
    draft = corrections.propose(claim, user=make_user("analyst"), version=claim.version, reason="a secret reason")
    draft = transition(write(draft, **fields), "submit", user=make_user("reviewer"), version=draft.version + 1)
    return transition(draft, "publish", user=make_user("reviewer"), version=draft.version)


def withdraw(claim, reason="The source was a forgery."):
    return transition(claim, "withdraw", user=make_user("reviewer"), version=claim.version, reason=reason)


def test_a_corrected_claim_says_what_changed_and_when(client):
    claim = correct(make_claim(value=-2), value=-1)
    page = read(client, claim)
    assert f"Corrected on {localdate():%-d %b %Y}: value −2 → −1" in page
    assert "a secret reason" not in page


def test_a_claims_page_says_when_it_was_first_published_and_leads_to_that_version(client):
    claim = make_claim(status="draft", value=-2)
    assert read(client, claim, status=404)
    claim = write(claim, status="published")
    page = read(client, claim)
    assert f"Published first on {localdate():%-d %b %Y}" in page and "as version" not in page
    claim = correct(claim, value=-1)
    html = client.get(claim.get_absolute_url()).content.decode()
    assert f'href="{claim.get_absolute_url()}?version=2">as version 2</a>' in html
    assert f"as version 2, corrected {localdate():%-d %b %Y} (what was corrected)" in read(client, claim)


def test_an_earlier_version_leads_to_those_beside_it_and_to_none_that_was_not_published(client):
    claim = write(make_claim(status="draft", value=-2), status="published")
    for value in (-1, 0, 1):
        claim = correct(claim, value=value)
    assert "Before it" not in read(client, claim, "?version=2") and "After it: version 3." in read(
        client, claim, "?version=2"
    )
    assert "Before it: version 2. After it: version 4." in read(client, claim, "?version=3")
    html = client.get(claim.get_absolute_url() + "?version=3").content.decode()
    assert all(f'{claim.get_absolute_url()}?version={number}"' in html for number in (2, 4)) and "version=1" not in html


def test_every_field_that_readers_see_is_told_and_no_other(client):
    before, after = make_actor(name="Old hand"), make_actor(name="New hand")
    claim = make_claim(holder=before, quote="Never.", note="my doubt")
    source, proposal = make_source(title="The better source"), make_proposal(title="The right proposal")
    claim = correct(
        claim,
        holder=after,
        speaker=after,
        quote="Perhaps.",
        conditions="they go",
        source=source,
        proposal=proposal,
        note="none",
    )
    page = read(client, claim)
    for words in (
        "Old hand → New hand",
        "Never. → Perhaps.",
        "conditions (empty) → if they go",
        "→ The better source",
        "→ The right proposal",
    ):
        assert words in page
    assert "my doubt" not in page and "note" not in page.partition("Corrections")[2].partition("Cite")[0]


def test_a_claim_whose_note_alone_changed_is_not_called_corrected(client):
    claim = make_claim(note="my doubt")
    assert "Corrected on" not in read(client, write(claim, note="no doubt"))


def test_each_earlier_published_version_has_an_address(client):
    first = make_claim(value=-2, quote="Never.")
    second = correct(first, value=-1, quote="Hardly.")
    third = correct(second, value=1, quote="Perhaps.")
    assert [first.version, second.version, third.version] == [1, 2, 3]
    for number, quote, others in ((1, "“Never.”", "“Perhaps.”"), (2, "“Hardly.”", "“Never.”")):
        page = read(client, first, f"?version={number}")
        assert quote in page and others not in page and "An earlier version." in page
        assert f"version {number}" in page and f"?version={number}" in page  # in what is cited
        html = client.get(f"{first.get_absolute_url()}?version={number}").content.decode()
        address = f"http://testserver{first.get_absolute_url()}?version={number}"
        assert f'<link rel="canonical" href="{address}">' in html
    for query in ("", "?version=3", "?version="):
        assert "“Perhaps.”" in read(client, first, query) and "An earlier version." not in read(client, first, query)


def test_versions_from_before_publication_have_none(client):
    draft = make_claim(status="draft", quote="As a draft.")
    claim = write(write(draft, quote="In review.", status="in-review"), quote="Published.", status="published")
    assert claim.version == 3
    for number in (1, 2):
        page = read(client, claim, f"?version={number}", status=404)
        assert "As a draft." not in page and "In review." not in page


@pytest.mark.parametrize("version", ["0", "-1", "4", "two", "9" * 40, "1.0", "²", "%00", "1%202"])
def test_a_version_that_is_none_is_no_page(client, version):
    read(client, make_claim(), f"?version={version}", status=404)


def test_a_withdrawn_claims_address_says_so_with_the_reason_and_since_when_and_none_of_its_content(client):
    claim = correct(make_claim(quote="Never.", holder=make_actor(name="The holder")), quote="Perhaps.")
    withdraw(claim)
    for query in ("", "?version=1", "?version=2", "?version=3", "?version=two"):
        page = read(client, claim, query, status=410)
        assert "This claim was withdrawn" in page and "“The source was a forgery.”" in page
        assert f"first published here on {localdate():%-d %b %Y} and was withdrawn on {localdate():%-d %b %Y}" in page
        assert not any(words in page for words in ("Never.", "Perhaps.", "The holder"))


def test_a_claim_that_was_never_published_has_no_page_though_it_was_withdrawn(client):
    claim = make_claim(status="in-review")
    withdraw(claim)
    assert "forgery" not in read(client, claim, status=404)
    published = make_claim()
    draft = corrections.propose(published, user=make_user("analyst"), version=published.version)
    withdraw(draft)
    read(client, draft, status=404)


def test_the_reason_of_another_act_is_not_told_as_that_of_the_withdrawal(client):
    claim = make_claim()
    write(claim, status="withdrawn", review_comment="a remark among editors")
    page = read(client, claim, status=410)
    assert "secret" not in page and "among editors" not in page and "The reason" not in page


def test_an_earlier_version_that_names_what_is_gone_names_it_as_it_was(client):
    gone = make_source(title="A document that is gone")
    claim = correct(make_claim(source=gone), source=make_source())
    with editing(make_user("reviewer"), "twice"):
        for draft in Claim.objects.filter(source=gone):
            draft.delete()
        gone.delete()
    assert "A document that is gone" in read(client, claim, "?version=1")
    assert "A document that is gone (no longer there) →" in read(client, claim)


def test_an_earlier_version_is_kept_by_caches_like_any_page(client, django_assert_max_num_queries):
    claim = correct(make_claim(value=-2), value=1)
    address = f"/claims/{claim.public_id}/?version=1"
    answer = client.get(address)
    assert "public" in answer["Cache-Control"]
    with django_assert_max_num_queries(1):
        assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    withdraw(Claim.objects.get(pk=claim.pk))
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 410 and "no-store" in again["Cache-Control"]


def test_no_page_of_a_version_reads_a_text(client, django_assert_num_queries):
    claim = correct(make_claim(value=-2, source=make_source(text="A long text."), quote="A long text."), value=1)
    # version, claim, its versions, holder, speaker (the holder, known by then), proposal, topic,
    # negotiation, source; the negotiations of the head; actors, participants and proposals, which tell whether there
    # are verdicts
    with django_assert_num_queries(14) as queries:
        client.get(f"/claims/{claim.public_id}/?version=1")
    assert not [query["sql"] for query in queries if "claims_sourcetext" in query["sql"]]
