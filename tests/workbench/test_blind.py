"""Coding in a batch: the page of the coding page, and nothing anywhere of what another coder did until all are done."""

import json
import re

import pytest
from django.db import connection
from django.urls import reverse

from claims.models import Actor, Batch, BatchCoder, BlindCoding, BlindSuggestion, Claim
from claims.services.batches import finish
from claims.services.vocabulary import carry_out, preview
from claims.services.vocabulary_merges import VocabularyMerge
from claims.services.write_gate import Refused, editing
from tests.make import change, hold_text, make_actor, make_user, the_negotiation
from tests.query_counter import QueryCounter
from tests.reader.read_pages import words
from tests.workbench.blind_world import MARKER, at_batch, list_addresses, make_blind_world
from tests.workbench.sent import QUOTE, at, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def blind(source, world):
    return make_blind_world(source, world)


@pytest.fixture
def ben(client, blind):
    client.force_login(blind.ben)
    return client


@pytest.fixture
def opener(client, world):
    client.force_login(make_user("reviewer", "opens"))
    return client


def read(client, address):
    answer = client.get(address)
    assert answer.status_code < 500, address
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


def page(world):
    return at_batch(world, "blind-code", "geneva")


def end(world):
    for coder in world.batch.coders.filter(done_at=None):
        finish(coder, user=coder.user)


# Who sees what


@pytest.mark.parametrize("who", ["ben", "rita", "vera"])
def test_nobody_comes_upon_what_another_coder_did(client, blind, who):
    client.force_login(getattr(blind, who))
    if who == "vera":  # who does not code in it reviews the drafts of others
        with editing(None):
            blind.draft.delete()
    addresses = list(list_addresses(blind))
    assert len(addresses) > 40
    shown = {address: read(client, address) for address in addresses}
    assert [address for address, html in shown.items() if MARKER in html] == []


def test_the_coder_sees_their_own(client, blind):
    client.force_login(blind.ann)
    html = read(client, page(blind))
    assert '<mark class="coded">' in html and "East on Pull-back" in words(html)


def test_no_number_tells_a_coder_how_much_another_one_did(ben, blind, client):
    before = words(read(ben, at_batch(blind))), words(read(ben, page(blind)))
    client.force_login(blind.ann)
    client.post(page(blind), typed(conditions="if it happens"))
    assert BlindCoding.objects.count() == 2
    client.force_login(blind.ben)
    assert (words(read(client, at_batch(blind))), words(read(client, page(blind)))) == before
    assert "0 of 3 paragraphs" in before[0] and "0 claims" in before[1]


def test_a_reviewer_who_does_not_code_sees_how_much_each_has_read_and_not_what(client, blind):
    client.force_login(blind.vera)
    text = words(read(client, at_batch(blind)))
    assert "ann-codes: 1 of 3 paragraphs read, not done" in text and "coded," not in text
    assert client.get(page(blind)).status_code == 403


def test_whoever_neither_codes_nor_reviews_does_not_see_the_batch(client, blind):
    client.force_login(make_user("analyst", "cyd"))
    assert client.get(at_batch(blind)).status_code == 403
    assert at_batch(blind) not in read(client, reverse("workbench:batches", args=[the_negotiation().slug]))


def test_the_open_page_is_closed_to_a_coder_who_is_not_done(ben, blind):
    for method, name in ((ben.get, "code"), (ben.post, "code"), (ben.post, "check"), (ben.post, "submit")):
        answer = method(at(name), typed())
        assert answer.status_code == 403 and "You code this document blind" in words(answer.content.decode())
    assert at_batch(blind) in ben.get(at()).content.decode()
    assert not Claim.objects.filter(coder=blind.ben).exists()


def test_once_all_are_done_the_open_page_and_the_numbers_are_there(ben, blind):
    end(blind)
    assert MARKER in read(ben, reverse("admin:claims_claim_changelist")) and ben.get(at()).status_code == 200
    assert "ann-codes: 1 of 3 paragraphs read, 1 coded, done" in words(read(ben, at_batch(blind)))


def test_a_merge_tells_nothing_of_what_is_coded_blind_and_takes_it_along(blind):
    gone, kept = Actor.objects.get(slug="east"), make_actor(side=None)
    report = preview(VocabularyMerge(Actor, gone.pk, kept.pk), user=blind.rita, read=lambda: None).report
    assert "coding" not in " ".join(moved.model._meta.verbose_name for moved in report.moved)
    carry_out(VocabularyMerge(Actor, gone.pk, kept.pk), user=blind.rita, reason="the same")
    blind.coding.refresh_from_db()
    assert (blind.coding.holder, blind.coding.speaker) == (kept, kept)


# Suggestions


def suggest(client, blind, of="actor", **fields):
    return client.post(at_batch(blind, "blind-suggest", of), fields)


def names(client):
    return client.get(reverse("workbench:names", args=[the_negotiation().slug])).content.decode()


NEW = {"name": "Norland", "short_name": f"{MARKER}-short", "kind": "party"}


def test_what_a_coder_suggests_is_seen_by_nobody_else_until_all_are_done(client, blind):
    client.force_login(blind.ann)
    assert suggest(client, blind, **NEW).status_code == 204
    assert suggest(client, blind, "proposal", title="Third", definition=MARKER, topic=blind.coding.proposal.topic_id)
    assert "Norland" in names(client) and "Third" in names(client)
    for user in (blind.ben, blind.rita, blind.vera, make_user("superuser", "root", is_superuser=True, is_staff=True)):
        client.force_login(user)
        assert "Norland" not in names(client) and "Third" not in names(client), user
        for model in ("actor", "proposal"):
            html = read(client, reverse(f"admin:claims_{model}_changelist"))
            assert "Norland" not in html and "Third" not in html, user
        assert "to confirm or refuse" not in read(client, reverse("admin:index"))
        answer = client.post(page(blind), typed(holder="Norland"))
        assert answer.status_code in (400, 403)
    end(blind)
    assert "Norland" in names(client)


def test_two_who_suggest_the_same_share_it_unawares_each_in_their_own_words(client, blind):
    client.force_login(blind.ann)
    suggest(client, blind, **NEW)
    client.force_login(blind.ben)
    answer = suggest(client, blind, name="NORLAND", short_name="Nor", kind="party")
    assert answer.status_code == 204 and json.loads(answer.headers["HX-Trigger"])["suggested"]["names"] == ["Nor"]
    assert MARKER not in names(client) and "NORLAND" in names(client)
    client.post(page(blind), typed(holder="Norland"))
    html = read(client, page(blind))
    assert "Nor on Patrol freeze" in words(html) and MARKER not in html
    assert MARKER not in read(client, reverse("admin:claims_actor_changelist"))
    assert Actor.objects.filter(suggestion="waiting").count() == 1 and BlindSuggestion.objects.count() == 2


def test_a_slug_that_a_hidden_suggestion_has_is_no_hindrance(client, blind):
    client.force_login(blind.ann)
    suggest(client, blind, name="Nor-land", short_name="N", kind="party")
    client.force_login(blind.ben)
    assert suggest(client, blind, name="Nor land", short_name="No", kind="party").status_code == 204
    assert sorted(Actor.objects.filter(suggestion="waiting").values_list("slug", flat=True)) == [
        "nor-land",
        "nor-land-2",
    ]


def test_what_was_suggested_blind_is_decided_once_all_are_done(client, blind):
    client.force_login(blind.ann)
    suggest(client, blind, **NEW)
    row = Actor.objects.get(name="Norland")
    change = VocabularyMerge(Actor, row.pk, Actor.objects.get(slug="east").pk)
    with pytest.raises(Refused, match="wait until all its coders are done"):
        carry_out(change, user=blind.vera, reason="the same")
    end(blind)
    carry_out(change, user=blind.vera, reason="the same")
    assert not BlindSuggestion.objects.exists()


# Coding


def test_what_is_coded_is_saved_unseen_and_the_next_form_is_there(ben, blind):
    answer = ben.post(page(blind), typed())
    assert "Saved, unseen by the other coders: East on Patrol freeze, supports." in words(answer.content.decode())
    coding = BlindCoding.objects.get(coder__user=blind.ben)
    assert (coding.quote, coding.quote_state, coding.holder.slug) == (QUOTE, "exact", "east")
    assert Claim.objects.get() == blind.draft and "1 of 3 paragraphs read, 1 claim" in words(read(ben, page(blind)))


def test_what_is_wrong_is_told_as_on_the_open_page(ben, blind):
    answer = ben.post(page(blind), typed(quote="East wants a freeze of patrol", holder="Nobody"))
    assert answer.status_code == 400 and {"quote", "holder"} <= answer.context["form"].errors.keys()
    assert BlindCoding.objects.count() == 1


def test_what_one_coded_oneself_is_asked_about_and_nothing_of_another(ben, blind):
    same = typed(proposal="Pull-back")  # which Ann coded on this passage
    assert ben.post(page(blind), same).status_code == 200
    answer = ben.post(page(blind), same)
    assert answer.status_code == 400
    tick = re.search(r'name="confirm" value="([^"]+)"', answer.content.decode()).group(1)
    assert ben.post(page(blind), same | {"confirm": tick}).status_code == 200
    assert BlindCoding.objects.filter(coder__user=blind.ben).count() == 2


def test_a_coding_is_taken_back_and_the_form_holds_it(ben, blind):
    ben.post(page(blind), typed())
    ben.post(page(blind), typed(quote="No date was set."))
    first = BlindCoding.objects.filter(coder__user=blind.ben).earliest("pk")
    back = at_batch(blind, "blind-take-back", "geneva")
    answer = ben.post(back, {"coding": first.pk})
    assert answer.context["form"]["quote"].value() == QUOTE and 'value="Eastland"' in answer.content.decode()
    assert ben.post(back).context["form"]["quote"].value() == "No date was set."
    assert "There is nothing of yours to take back" in words(ben.post(back).content.decode())


def test_nobody_takes_back_what_another_one_coded(ben, blind):
    ben.post(at_batch(blind, "blind-take-back", "geneva"), {"coding": blind.coding.pk})
    assert BlindCoding.objects.filter(pk=blind.coding.pk).exists()


def test_the_text_is_that_with_which_the_batch_was_opened(ben, blind, source):
    hold_text(source, "Another text.")
    html = read(ben, page(blind))
    assert "No date was set." in html and "Another text." not in html
    assert ben.post(page(blind), typed()).status_code == 200


def test_of_a_sample_the_paragraphs_that_were_not_drawn_stand_back(ben, blind):
    change(blind.batch.sources.get(), paragraphs=[2])
    html = read(ben, page(blind))
    assert re.findall(r'class="para undrawn" id="p(\d)"', html) == ["1", "3"]
    assert "0 of 1 paragraph read" in words(html)
    answer = ben.post(page(blind), typed(quote="No date was set."))
    assert "was not drawn" in " ".join(answer.context["form"].errors["quote"])


def test_done_asks_where_paragraphs_are_unread_and_cannot_be_undone(ben, blind):
    done = at_batch(blind, "batch-done")
    text = words(ben.post(done).content.decode())
    assert "3 paragraphs are not marked as read. Are you done all the same?" in text
    assert ben.post(done, {"all_the_same": "1"}).status_code == 302
    assert BatchCoder.objects.get(user=blind.ben).done_at
    assert ben.post(page(blind), typed()).url == at_batch(blind)
    assert "You are done with this batch" in words(read(ben, at_batch(blind)))
    assert not BlindCoding.objects.filter(coder__user=blind.ben).exists()


def test_a_reviewer_ends_it_for_one_who_is_gone_and_lets_one_go_on(client, blind):
    client.force_login(blind.vera)
    coder = BatchCoder.objects.get(user=blind.ben)
    at_coder = at_batch(blind, "batch-coder", coder.pk)
    assert "Say why" in words(client.post(at_coder, follow=True).content.decode())
    client.post(at_coder, {"reason": "he left"})
    coder.refresh_from_db()
    assert coder.done_at
    client.post(at_coder, {"reason": "he is back", "_reopen": "1"})
    coder.refresh_from_db()
    assert coder.done_at is None
    client.force_login(blind.ann)
    assert "Only a reviewer" in words(client.post(at_coder, {"reason": "x"}, follow=True).content.decode())


@pytest.mark.parametrize("name", ["batch", "blind-code", "blind-check", "blind-read", "blind-take-back", "batch-done"])
def test_a_batch_is_for_analysts_of_its_negotiation(client, blind, name):
    address = at_batch(blind, name, *(["geneva"] if name.startswith("blind") else []))
    assert client.post(address).status_code in (302, 403)
    client.force_login(make_user(username="reader"))
    assert client.post(address).status_code == 403
    client.force_login(blind.ben)
    assert client.get(address.replace(blind.batch.public_id, "nothing")).status_code in (404, 405)


def test_the_page_takes_as_many_queries_however_much_is_coded(ben, blind, world):
    def count():
        counter = QueryCounter()
        with connection.execute_wrapper(counter):
            assert ben.get(page(blind)).status_code == 200
        return len(counter.statements)

    ben.post(page(blind), typed())
    ben.get(page(blind))
    before = count()
    for _ in range(4):
        ben.post(page(blind), typed(holder=make_actor().slug))
    assert BlindCoding.objects.filter(coder__user=blind.ben).count() == 5 and count() == before


# Opening


def test_a_reviewer_opens_a_batch_on_its_page(opener, source):
    users = [make_user("analyst", name).pk for name in ("ann", "ben")]
    address = reverse("workbench:open-batch", args=[the_negotiation().slug])
    assert "Geneva talks" in opener.get(address).content.decode()
    sent = {"title": "Twice", "sources": [source.pk], "coders": users, "stratum": "source", "share": "50"}
    answer = opener.post(address, sent | {"machines": "Model 1\n\nModel 1"})
    batch = Batch.objects.get()
    assert answer.url == reverse("workbench:batch", args=[the_negotiation().slug, batch.public_id])
    assert [str(coder) for coder in batch.coders.all()] == ["ann", "ben", "Model 1"]
    assert len(batch.sources.get().paragraphs) == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": ""}, "Fill this in"),
        ({"sources": []}, "Fill this in"),
        ({"sources": ["x"]}, "is not in the list"),
        ({"coders": []}, "Two coders or more"),
        ({"stratum": "source"}, "Say how many per cent"),
        ({"stratum": "source", "share": "101"}, "100"),
        ({"stratum": "mood"}, "mood"),
        ({"coders": ["987654321"]}, "987654321"),
    ],
)
def test_what_cannot_be_opened_is_told_and_what_was_typed_kept(opener, source, sent, said):
    users = [make_user("analyst", name).pk for name in ("ann", "ben")]
    address = reverse("workbench:open-batch", args=[the_negotiation().slug])
    answer = opener.post(address, {"title": "Twice", "note": "Kept", "sources": [source.pk], "coders": users} | sent)
    assert answer.status_code == 400 and said in words(answer.content.decode()) and not Batch.objects.exists()
    assert "Kept" in answer.content.decode()


def test_only_reviewers_open_batches(coder, world):
    assert coder.get(reverse("workbench:open-batch", args=[the_negotiation().slug])).status_code == 403


def test_the_list_and_the_desk_say_which_batches_await_whom(client, blind):
    address = reverse("workbench:batches", args=[the_negotiation().slug])
    client.force_login(blind.ben)
    assert "One batch, which awaits you" in words(read(client, address))
    assert "Batches to code blind" in words(read(client, reverse("admin:index")))
    documents = reverse("workbench:documents", args=[the_negotiation().slug])
    assert "Coding twice, blind: one to code" in words(read(client, documents))
    end(blind)
    assert "One batch, which does not await you" in words(read(client, address))
    client.force_login(blind.vera)
    assert "to settle" in words(read(client, address))
    assert "Coding twice, blind: one to settle" in words(read(client, documents))
    assert "Batches to compare and settle" in words(read(client, reverse("admin:index")))
