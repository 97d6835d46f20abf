"""A batch whose coders are done: the numbers, what they said side by side, and settling it."""

import csv
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Batch, Claim, Settlement
from claims.services import settling
from claims.services.write_gate import editing
from tests.make import (
    make_actor,
    make_batch,
    make_batch_coder,
    make_blind_coding,
    make_claim,
    make_negotiation,
    make_proposal,
    make_source,
    make_user,
)
from tests.reader.read_pages import words

pytestmark = pytest.mark.django_db

TEXT = "East wants a freeze. West is open to it.\n\nNo date was set. North said nothing."


class CodedTwice:
    """A batch of one document: two coders code one cell alike, one otherwise, and one of them alone a third."""

    def __init__(self):
        self.source = make_source(title="Geneva talks", text=TEXT)
        self.ann, self.bob = make_user("analyst", username="ann"), make_user("analyst", username="bob")
        self.rea = make_user("reviewer", username="rea")
        done = timezone.now()
        self.batch = make_batch([self.source], title="Geneva, twice", done_at=done)
        self.first = make_batch_coder(self.batch, self.ann, done_at=done)
        self.second = make_batch_coder(self.batch, self.bob, done_at=done)
        proposal = make_proposal(title="Patrol freeze")
        east = {"quote": "East wants a freeze.", "holder": make_actor(short_name="East"), "proposal": proposal}
        west = {"quote": "West is open to it.", "holder": make_actor(short_name="West"), "proposal": proposal}
        north = {"quote": "North said nothing.", "holder": make_actor(short_name="North"), "proposal": proposal}
        self.alike = [make_blind_coding(coder=coder, value=2, **east) for coder in (self.first, self.second)]
        self.otherwise = [
            make_blind_coding(coder=self.first, value=1, **west),
            make_blind_coding(coder=self.second, value=0, conditions="East agrees", **west),
        ]
        self.alone = [make_blind_coding(coder=self.second, value=-1, note="a guess", **north)]

    def at(self, page="compare", *more):
        return reverse(f"workbench:{page}", args=[self.batch.negotiation.slug, self.batch.public_id, *more])

    def send(self, client, unit, **fields):
        codings = " ".join(f"{coding.pk}.{coding.version}" for coding in unit)
        return client.post(self.at("settle"), {"codings": codings, **fields})


@pytest.fixture
def coded(db):
    return CodedTwice()


@pytest.fixture
def reviewer(client, coded):
    client.force_login(coded.rea)
    return client


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return words(answer.content.decode())


# Who sees it, and when


def test_coders_and_reviewers_see_it_once_all_are_done(client, coded):
    for user in (coded.ann, coded.bob, coded.rea):
        client.force_login(user)
        assert "The coders agree on 1 of 2 values" in read(client, coded.at())
    with editing(None) as gate:
        batch = gate.lock(Batch, coded.batch.pk)
        batch.done_at = None
        gate.save(batch)
    for user in (coded.ann, coded.bob, coded.rea):
        client.force_login(user)
        for page in (coded.at(), coded.at("settled-otherwise", coded.first.pk), coded.at("settle-alike")):
            assert client.get(page).status_code == 403


def test_nobody_else_sees_it(client, coded):
    pages = [coded.at(), coded.at("settled-otherwise", coded.first.pk), coded.at("settle-alike")]
    for page in pages:
        assert client.get(page).status_code == 302  # to log in
    for user in (make_user("analyst"), make_user()):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {403}
    client.force_login(coded.rea)
    other = make_negotiation()
    address = reverse("workbench:compare", args=[other.slug, coded.batch.public_id])
    assert client.get(address).status_code == 404


def test_coders_read_and_do_not_settle(client, coded):
    client.force_login(coded.ann)
    html = client.get(coded.at()).content.decode()
    assert 'name="take"' not in html and "settle-alike" not in html
    assert coded.send(client, coded.otherwise, take=coded.otherwise[0].pk).status_code == 403
    assert client.get(coded.at("settle-alike")).status_code == 403
    assert not Settlement.objects.exists()


# What it shows


def test_the_numbers_come_first(reviewer, coded):
    text = read(reviewer, coded.at())
    assert "Alpha, ordinal 0.833 2 units, 2 pairs" in text
    assert "Same value 1 of 2 (50 %)" in text and "Same finding 2 of 3 (67 %)" in text
    assert text.index("ann and bob, value against value") < text.index("Two to settle one by one, one coded alike.")


def test_values_stand_against_each_other(reviewer, coded):
    html = reviewer.get(coded.at()).content.decode()
    table = words(html[html.index('class="plain numbers confusion"') :].split("</table>")[0])
    assert "Position: same value 1 of 2 (50 %)" in table
    assert "+1 open · · 1 · ·" in table and "+2 supports · · · · 1" in table


def test_differences_come_first_each_in_its_paragraph(reviewer, coded):
    html = reviewer.get(coded.at()).content.decode()
    text = words(html)
    assert "West on Patrol freeze" in text and "Other value; other condition" in text
    assert "Not found by ann" in text and "Nothing coded here." in text
    assert text.index("West on Patrol freeze") < text.index("North on Patrol freeze") < text.index("Coded alike: 1")
    assert '<mark class="coded" title="ann, bob">West is open to it.</mark>' in html
    assert "a guess" in text and "if East agrees" in text


def test_the_page_takes_as_many_queries_for_one_unit_as_for_forty(reviewer, coded, django_assert_num_queries):
    reviewer.get(coded.at())  # what the frame of every page keeps
    with django_assert_num_queries(13):  # of them of the batch: itself, its coders, its codings, the texts
        reviewer.get(coded.at())
    for number in range(40):
        quote, holder = ("No date was set.", make_actor(short_name=f"A{number}"))
        make_blind_coding(coder=coded.first, quote=quote, holder=holder, proposal=coded.alike[0].proposal)
    reviewer.get(coded.at())
    with django_assert_num_queries(13):
        text = words(reviewer.get(coded.at()).content.decode())
    assert "Differences: page 1 of 2" in text


# Settling


def test_a_coding_is_taken_and_the_next_unit_comes_up(reviewer, coded):
    taken, other = coded.otherwise
    answer = coded.send(reviewer, coded.otherwise, take=other.pk, reason="Only if East agrees.")
    assert answer.url == f"{coded.at()}#unit-{coded.alone[0].pk}"
    text = read(reviewer, coded.at())
    assert "Settled and published: West on Patrol freeze, taken from bob." in text
    assert "One to settle one by one, one coded alike." in text and "Settled: 1" in text
    assert "“Only if East agrees.” Settled by rea" in text
    assert Claim.objects.get().conditions == "East agrees"


def test_no_claim_needs_a_reason_and_what_was_typed_is_kept(reviewer, coded):
    answer = coded.send(reviewer, coded.alone, none="1", reason=" ")
    assert answer.status_code == 409 and "Say why there is no claim" in words(answer.content.decode())
    assert coded.send(reviewer, coded.alone, none="1", reason="Rule 7.").status_code == 302
    assert "Settled: no claim on North on Patrol freeze." in read(reviewer, coded.at())
    assert not Claim.objects.exists()


def test_a_claim_in_the_way_is_told_with_the_reason_kept(reviewer, coded):
    west = coded.otherwise[0]
    there = make_claim(source=coded.source, quote=west.quote, value=-2, holder=west.holder, proposal=west.proposal)
    answer = coded.send(reviewer, coded.otherwise, take=west.pk, reason="As it says")
    text = answer.content.decode()
    assert answer.status_code == 409 and there.public_id in text and ">As it says</textarea>" in text


@pytest.mark.parametrize("codings", ["", "x", "1", "1.x", "99999999999999999999.1", "0.0", "7.7 8.8"])
@pytest.mark.parametrize("sent", [{"take": "1"}, {"take": "x"}, {"none": "1", "reason": "r"}, {}])
def test_what_is_no_unit_settles_nothing(reviewer, coded, codings, sent):
    answer = reviewer.post(coded.at("settle"), {"codings": codings, **sent})
    assert answer.status_code in (302, 409) and not Settlement.objects.exists()


def test_what_changed_meanwhile_is_not_settled_unseen(reviewer, coded):
    with editing(None) as gate:
        gate.save(gate.lock(type(coded.alone[0]), coded.alone[0].pk))
    answer = coded.send(reviewer, coded.alone, take=coded.alone[0].pk)
    assert answer.status_code == 409 and "changed since your page" in words(answer.content.decode())
    assert not Claim.objects.exists()


def test_what_is_coded_alike_is_settled_at_once_and_asked_about_before(reviewer, coded):
    text = read(reviewer, coded.at("settle-alike"))
    assert "1 unit that all coded alike: settle it now, unseen?" in text and not Settlement.objects.exists()
    assert (
        reviewer.post(coded.at("settle-alike"), {"number": "5"}).status_code == 200
    )  # there are others than were seen
    assert not Settlement.objects.exists()
    assert reviewer.post(coded.at("settle-alike"), {"number": "1"}).url == coded.at()
    assert "One settled, one of them published." in read(reviewer, coded.at())
    assert Settlement.objects.get().decision == "taken"


def test_a_batch_that_is_settled_says_so(reviewer, coded):
    for unit in (coded.alike, coded.otherwise, coded.alone):
        coded.send(reviewer, unit, take=unit[0].pk)
    text = read(reviewer, coded.at())
    assert "Nothing is left to settle." in text and "Settled: 3" in text
    assert Batch.objects.get(pk=coded.batch.pk).settled_on is not None


def test_reviewers_download_all_codings_with_how_they_were_settled(reviewer, client, coded):
    coded.send(reviewer, coded.otherwise, take=coded.otherwise[0].pk, reason="=No condition")
    text = b"".join(reviewer.get(coded.at("download-codings")).streaming_content).decode("utf-8-sig")
    rows = {(row["coder"], row["quote"]): row for row in csv.DictReader(StringIO(text))}
    assert len(rows) == 5 and len({row["unit"] for row in rows.values()}) == 3
    taken, other = rows["ann", "West is open to it."], rows["bob", "West is open to it."]
    assert (taken["taken"], other["taken"], taken["decision"], taken["reason"]) == (
        "yes",
        "",
        "taken",
        "'=No condition",
    )
    assert (other["value"], other["conditions"], other["attribution"]) == ("0", "East agrees", "own")
    assert taken["settled_as"] == Claim.objects.get().public_id and other["differences"] == "value conditions"
    assert rows["bob", "North said nothing."]["decision"] == ""
    client.force_login(coded.ann)
    assert client.get(coded.at("download-codings")).status_code == 403


# What was settled against a coder


def test_a_coder_sees_what_was_settled_otherwise_and_why(client, coded):
    client.force_login(coded.rea)
    for unit, fields in (
        (coded.alike, {"take": coded.alike[0].pk}),
        (coded.otherwise, {"take": coded.otherwise[0].pk, "reason": "No condition is said."}),
        (coded.alone, {"none": "1", "reason": "Rule 7."}),
    ):
        assert coded.send(client, unit, **fields).status_code == 302
    client.force_login(coded.bob)
    text = read(client, coded.at("settled-otherwise", coded.second.pk))
    assert "Two of 3 units were settled otherwise than you coded" in text
    assert "“No condition is said.”" in text and "No claim: “Rule 7.”" in text and "East on" not in text
    assert "Nothing was settled otherwise than ann coded it" in read(
        client, coded.at("settled-otherwise", coded.first.pk)
    )
    assert client.get(coded.at("settled-otherwise", 999)).status_code == 404


def test_what_a_coder_missed_is_settled_otherwise(client, coded):
    settling.take(coded.batch, {coded.alone[0].pk: coded.alone[0].version}, coded.alone[0].pk, user=coded.rea)
    client.force_login(coded.ann)
    assert "One of 1 unit was settled" in read(client, coded.at("settled-otherwise", coded.first.pk))


# Editing what is taken


def type_in(coded, unit, **fields):
    """What the form of a claim that is made of a coding sends."""
    coding = unit[0]
    said = {
        **{"quote": coding.quote, "holder": coding.holder.name, "proposal": coding.proposal.title, "value": "1"},
        **{"dimension": "position", "attribution": "0", "said_on": "2022-01-17", "said_on_is": "publication"},
        "codings": " ".join(f"{each.pk}.{each.version}" for each in unit),
    }
    return said | fields


def test_a_coding_is_edited_beside_the_text_with_a_reason(reviewer, coded):
    address = coded.at("settle-edited", coded.otherwise[1].pk)
    html = reviewer.get(address).content.decode()
    assert 'value="East agrees"' in html and "West is open to it." in html and "edited from what bob" in words(html)
    answer = reviewer.post(address, type_in(coded, coded.otherwise, conditions="all agree", reason="Said of all."))
    assert answer.url == f"{coded.at()}#unit-{coded.alone[0].pk}"
    claim = Claim.objects.get()
    assert (claim.conditions, claim.status, claim.written_by) == ("all agree", "in-review", coded.rea)
    text = read(reviewer, coded.at())
    assert "Settled: West on Patrol freeze, edited. Another reviewer publishes it." in text


@pytest.mark.parametrize(
    "fields, told",
    [
        ({}, "Say why it was edited"),
        ({"reason": "r", "quote": "West is closed."}, "not in the source's text"),
        ({"reason": "r", "value": ""}, "Fill this in."),
        ({"reason": "r", "codings": "1.1"}, "put side by side anew"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(reviewer, coded, fields, told):
    address = coded.at("settle-edited", coded.otherwise[0].pk)
    sent = type_in(coded, coded.otherwise, argument="kept words", **fields)
    answer = reviewer.post(address, sent)
    html = answer.content.decode()
    assert answer.status_code == 400 and told in words(html) and "kept words" in html
    assert not Claim.objects.exists() and not Settlement.objects.exists()


def test_the_passage_that_comes_nearest_is_taken_over_while_a_coding_is_edited(reviewer, coded):
    address = coded.at("settle-edited", coded.otherwise[0].pk)
    sent = type_in(
        coded, coded.otherwise, quote="West is closed.", argument="kept", _take_passage="West is open to it."
    )
    form = reviewer.post(address, sent).context["form"]
    assert (form["quote"].value(), form["argument"].value()) == ("West is open to it.", "kept")
    assert not Settlement.objects.exists()


def test_what_is_settled_is_not_edited_any_more(reviewer, client, coded):
    coded.send(reviewer, coded.alone, none="1", reason="r")
    for coding in (coded.alone[0].pk, 999):
        assert reviewer.get(coded.at("settle-edited", coding)).url == coded.at()
    client.force_login(coded.ann)
    assert client.get(coded.at("settle-edited", coded.otherwise[0].pk)).status_code == 403
