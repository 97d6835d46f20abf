"""Coding a document beside its text: what the page shows, takes, fills in, refuses and keeps."""

import re
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate

from claims.models import Claim, PendingChange, SourceCoding
from claims.rules.documents import DocumentType, PageStart
from claims.rules.publishing import Status
from claims.services.original_files import NewOriginal
from claims.services.sources import check_text, save_source
from claims.services.write_gate import editing
from tests.make import (
    make_actor,
    make_claim,
    make_coding,
    make_negotiation,
    make_proposal,
    make_source,
    make_topic,
    make_user,
    the_negotiation,
)
from tests.query_counter import QueryCounter
from tests.reader.read_pages import words
from tests.secret_talks import set_team
from tests.workbench.sent import ALL_THE_SAME, QUOTE, TEXT, at, typed

pytestmark = pytest.mark.django_db


def count_queries(client, address):
    counter = QueryCounter()
    with connection.execute_wrapper(counter):
        assert client.get(address).status_code == 200
    return len(counter.statements)


def errors_of(answer):
    return {name: words(" ".join(messages)) for name, messages in answer.context["form"].errors.items()}


# What the page shows


def test_the_text_stands_by_paragraphs_with_what_is_coded_marked_and_named_beside(coder, world, source):
    make_claim(source=source, quote=QUOTE, proposal=world, value=-2, holder=make_actor(short_name="North"))
    html = coder.get(at()).content.decode()
    assert re.findall(r'<div class="para" id="p(\d)"', html) == ["1", "2", "3"]
    assert f'<p><mark class="coded">{QUOTE}</mark> West is open to it if East pulls back.</p>' in html
    second = re.search(r'id="p2".*?id="p3"', html, re.S).group()
    assert "rejects North on Pull-back" in words(second)


def test_a_draft_is_told_from_what_is_published(coder, world, source, analyst):
    make_claim(source=source, quote=QUOTE, proposal=world, status="draft", by=analyst)
    assert "on Pull-back draft" in words(coder.get(at()).content.decode())


def test_a_claim_without_a_place_in_the_text_stands_below_it(coder, world, source):
    make_claim(source=source, quote="", locator="recorded vote", proposal=world)
    html = coder.get(at()).content.decode()
    assert "on Pull-back" in words(html[html.index('id="elsewhere"') :])
    assert "on Pull-back" not in words(html[: html.index('id="elsewhere"')])


def test_claims_of_another_negotiation_and_withdrawn_ones_are_not_shown(coder, world, source):
    other = make_proposal(topic=make_topic(negotiation=make_negotiation()), title="Elsewhere")
    make_claim(source=source, quote=QUOTE, proposal=other)
    make_claim(source=source, quote=QUOTE, proposal=world, status="withdrawn")
    html = coder.get(at()).content.decode()
    assert "Elsewhere" not in html and '<mark class="coded">' not in html


def test_without_scripts_the_number_of_a_paragraph_takes_it_into_the_form(coder, world):
    form = coder.get(f"{at()}?p=2").context["form"]
    assert form["quote"].value() == f"{QUOTE} West is open to it if East pulls back."
    for nothing in ("0", "4", "-1", "x", "99999999999"):
        assert coder.get(f"{at()}?p={nothing}").context["form"]["quote"].value() is None


def test_a_source_without_a_text_is_coded_by_page(coder, world):
    make_source(slug="vote", title="Vote")
    assert "is not held here" in words(coder.get(at(source="vote")).content.decode())
    coder.post(at(source="vote"), typed(quote="", locator="recorded vote"))
    assert Claim.objects.get().locator == "recorded vote"


def test_the_number_of_queries_does_not_grow_with_what_is_coded(coder, world, source):
    make_claim(source=source, quote=QUOTE, proposal=world)
    coder.get(at())
    before = count_queries(coder, at())
    for number in range(8):
        make_claim(source=source, quote=QUOTE, proposal=make_proposal(title=f"P {number}"), holder=make_actor())
    coder.get(at())
    assert count_queries(coder, at()) == before


# Who may


@pytest.mark.parametrize("page", ["code", "check", "take-back", "submit", "read", "done"])
def test_nobody_codes_who_is_not_logged_in_or_no_analyst(client, world, page):
    answer = client.post(at(page))
    assert answer.status_code in (302, 403) and not Claim.objects.exists()
    client.force_login(make_user(username="reader"))
    assert client.post(at(page)).status_code == 403


def test_who_is_not_logged_in_is_led_to_log_in_and_back(client, world):
    answer = client.get(at())
    assert answer.url == f"{reverse('admin:login')}?next={at()}"


@pytest.mark.parametrize("public, status", [(True, 403), (False, 404)])
def test_nobody_codes_in_a_negotiation_in_which_they_do_not_work(coder, source, public, status):
    closed = make_negotiation(slug="others", public=public)
    set_team(closed, make_user("analyst", username="bob"))
    assert coder.get(reverse("workbench:code", args=[closed.slug, source.slug])).status_code == status


def test_a_source_that_is_cited_only_where_they_do_not_work_is_none_to_them(coder, world):
    closed = make_negotiation(public=False)
    hidden = make_claim(proposal=make_proposal(topic=make_topic(negotiation=closed))).source
    set_team(closed, make_user("analyst", username="bob"))
    assert coder.get(at(source=hidden.slug)).status_code == 404
    assert hidden.title not in coder.get(reverse("workbench:documents", args=[the_negotiation().slug])).content.decode()


def test_no_copy_of_the_page_is_kept(coder, world):
    assert "no-store" in coder.get(at()).headers["Cache-Control"]


# Saving


def test_a_claim_is_saved_as_a_draft_of_its_coder_with_its_quote_proved(coder, world, analyst):
    answer = coder.post(at(), typed())
    claim = Claim.objects.get()
    assert answer.status_code == 200
    assert (claim.status, claim.coder, claim.quote_state) == (Status.DRAFT, analyst, "exact")
    assert (claim.holder.slug, claim.speaker.slug, claim.proposal.slug, claim.value) == ("east", "east", "freeze", 2)
    assert claim.history.get().history_user == analyst


@pytest.mark.parametrize(
    "holder, speaker, expected",
    [
        ("east", "", ("east", "east")),
        ("Eastland", "min", ("east", "min")),
        ("Min Ister", "", ("east", "min")),
        ("professor orr", "", ("orr", "orr")),
    ],
)
def test_actors_are_named_by_any_of_their_names(coder, world, holder, speaker, expected):
    coder.post(at(), typed(holder=holder, speaker=speaker))
    claim = Claim.objects.get()
    assert (claim.holder.slug, claim.speaker.slug) == expected


@pytest.mark.parametrize(
    "hangs_on, stored",
    [
        ("Pull-back", "pull-back"),
        ("not Pull-back", "!pull-back"),
        ("!pull-back", "!pull-back"),
        ("Pull-back; not Third way", "pull-back !third"),
        ("", ""),
    ],
)
def test_what_a_condition_hangs_on_is_named_as_people_call_it(coder, world, hangs_on, stored):
    make_proposal(slug="third", title="Third way")
    coder.post(at(), typed(conditions="if it happens", depends_on=hangs_on))
    assert Claim.objects.get().depends_on == stored


def test_a_proposal_whose_title_begins_with_not_is_meant_by_it(coder, world):
    make_proposal(slug="not-now", title="Not now")
    coder.post(at(), typed(conditions="if it happens", depends_on="Not now"))
    assert Claim.objects.get().depends_on == "not-now"


@pytest.mark.parametrize("quote", ["East does not want a freeze of patrols.", "East wants a freeze of patrol"])
def test_a_quote_that_is_not_in_the_text_is_refused_with_the_nearest_passage(coder, world, quote):
    answer = coder.post(at(), typed(quote=quote))
    assert answer.status_code == 400 and not Claim.objects.exists()
    assert "not in the source's text" in errors_of(answer)["quote"]
    assert answer.context["state"].nearest and answer.context["state"].paragraph == 2


@pytest.mark.parametrize(
    "field, value, message",
    [
        ("holder", "Nobody", "There is no actor “Nobody”."),
        ("holder", "", "Fill this in."),
        ("proposal", "Patrol", "There is no proposal “Patrol”."),
        ("value", "", "Fill this in."),
        ("value", "7", "is not in the list"),
        ("depends_on", "Nothing", "Nothing"),
        ("said_on", "yesterday", "yesterday"),
        ("holder", "a\x00b", "There is no actor"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_all_that_was_typed_is_kept(coder, world, field, value, message):
    answer = coder.post(at(), typed(conditions="if it happens", **{field: value}))
    assert answer.status_code == 400 and not Claim.objects.exists()
    assert message in errors_of(answer)[field]
    form = answer.context["form"]
    assert form["quote"].value() == QUOTE and form["conditions"].value() == "if it happens"


def test_a_proposal_of_another_negotiation_cannot_be_named(coder, world):
    make_proposal(slug="corridor", title="Corridor", topic=make_topic(negotiation=make_negotiation()))
    assert "There is no proposal" in errors_of(coder.post(at(), typed(proposal="Corridor")))["proposal"]


def test_what_is_coded_already_is_said_before_it_is_doubled(coder, world):
    coder.post(at(), typed())
    answer = coder.post(at(), typed())
    assert "coded already for this holder on this proposal" in errors_of(answer)["quote"]
    tick = re.search(r'name="confirm" value="([^"]+)"', answer.content.decode()).group(1)
    coder.post(at(), typed(confirm=tick))
    assert Claim.objects.count() == 2


def test_another_source_cannot_be_slipped_in(coder, world):
    other = make_source(text=TEXT)
    coder.post(at(), typed(source=other.pk))
    assert Claim.objects.get().source.slug == "geneva"


# What the next claim begins with


def test_the_next_claim_begins_empty_with_the_day_of_the_last(coder, world):
    form = coder.post(at(), typed(said_on="2022-01-09", said_on_is="exact")).context["form"]
    assert not form.is_bound
    assert [form[name].value() for name in ("quote", "holder", "proposal", "value")] == [None, None, None, ""]
    assert (form["said_on"].value(), form["said_on_is"].value()) == ("2022-01-09", "exact")


def test_the_same_quote_is_kept_for_another_claim_with_its_speaker(coder, world):
    answer = coder.post(at(), typed(_another="1", locator="para. 2"))
    form = answer.context["form"]
    assert (form["quote"].value(), form["locator"].value(), form["proposal"].value()) == (QUOTE, "para. 2", None)
    assert 'name="holder" value="Eastland"' in answer.content.decode()


@pytest.mark.parametrize("keep, kept", [("keep_speaker", "holder"), ("keep_proposal", "proposal")])
def test_speaker_and_proposal_are_kept_where_that_is_ticked(coder, world, keep, kept):
    form = coder.post(at(), typed(**{keep: "on"})).context["form"]
    names = {"holder", "proposal"}
    assert form[kept].value() and form[keep].value()
    assert not any(form[name].value() for name in names - {kept})


def test_a_script_gets_the_form_and_the_paragraphs_that_changed(coder, world):
    html = coder.post(at(), typed(), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html and re.findall(r'class="para read" id="p(\d)" hx-swap-oob', html) == ["2"]
    assert "Saved as a draft: East on Patrol freeze, supports." in words(html)
    assert "Submit your 1 draft" in words(html)


# Taking back, submitting, done


def test_the_last_draft_is_taken_back_and_the_form_holds_what_it_said(coder, world):
    coder.post(at(), typed(value="1", conditions="if it happens", depends_on="not Pull-back"))
    answer = coder.post(at("take-back"))
    claim = Claim.objects.get()
    assert (claim.status, claim.review_comment) == (Status.WITHDRAWN, "taken back while coding")
    html = answer.content.decode()
    assert 'name="holder" value="Eastland"' in html and 'value="not Pull-back"' in html
    assert answer.context["form"]["quote"].value() == QUOTE
    assert '<mark class="coded">' not in html


def test_only_a_draft_of_ones_own_is_taken_back(coder, world, source):
    claim = make_claim(source=source, quote=QUOTE, proposal=world, status="draft", by=make_user("analyst", "bob"))
    assert "There is no draft of yours" in words(coder.post(at("take-back")).content.decode())
    claim.refresh_from_db()
    assert claim.status == Status.DRAFT


def test_all_drafts_of_a_coder_are_submitted_but_for_those_that_something_keeps_back(coder, world, source, analyst):
    coder.post(at(), typed())
    make_claim(source=source, quote="", proposal=world, status="draft", by=analyst)
    make_claim(source=source, quote=QUOTE, proposal=world, status="draft", by=make_user("analyst", "bob"))
    text = words(coder.post(at("submit"), follow=True).content.decode())
    assert "One draft submitted. Kept back:" in text and "It cites no passage" in text
    assert sorted(Claim.objects.values_list("status", flat=True)) == ["draft", "draft", "in-review"]


def test_a_document_is_done_by_whoever_read_it_today(coder, world, source):
    text = words(coder.post(at("done"), ALL_THE_SAME, follow=True).content.decode())
    coding = SourceCoding.objects.get()
    assert (coding.source, coding.fully_coded_by, coding.fully_coded_on) == (source, "ann", localdate())
    assert "Noted that every passage was read." in text and "Read to its end by ann" in text


def test_a_document_is_to_be_read_again_for_proposals_that_are_newer_than_its_reading(coder, world, source):
    make_coding(source=source, fully_coded_by="Ann", fully_coded_on=date(2022, 3, 3))
    assert "To read again" not in words(coder.get(at()).content.decode())
    make_proposal(title="Third way", added_on=date(2022, 3, 4))
    text = words(coder.get(at()).content.decode())
    assert "To read again for 1 new proposal Third way added 4 Mar 2022" in text
    coder.post(at("done"), ALL_THE_SAME)
    assert "To read again" not in words(coder.get(at()).content.decode())


def test_of_a_source_that_readers_see_a_reviewer_publishes_that_it_is_done(coder, world, source):
    make_claim(source=source, quote=QUOTE, proposal=world)
    assert "a reviewer publishes the note" in words(coder.post(at("done"), ALL_THE_SAME, follow=True).content.decode())
    assert PendingChange.objects.get().fields["fully_coded_by"] == "ann"


# The state of a quote, and the names


@pytest.mark.parametrize(
    "quote, said",
    [
        (QUOTE, "Exact found once, in paragraph 2"),
        ("No  date was\nset.", "Printed differently found once, in paragraph 3"),
        ("East", "Ambiguous it stands there more than once"),
        ("East wants a thaw of patrols.", "Missing nearest, in paragraph 2: Take this passage over"),
        ("Не одно слово", "Missing nothing like it is in the text"),
        ("", "Select a passage on the left"),
        ("\x00", "Select a passage on the left"),
    ],
)
def test_the_state_of_a_typed_quote_is_told_at_once(coder, world, quote, said):
    assert said in words(coder.post(at("check"), {"quote": quote}).content.decode())


def test_words_around_an_ambiguous_quote_say_which_is_meant(coder, world):
    answer = coder.post(at("check"), {"quote": "East", "suffix": "pulls back"})
    assert "Exact found once, in paragraph 2" in words(answer.content.decode())


def test_a_quote_is_cited_by_the_page_of_its_file_else_by_its_paragraph(coder, world, source):
    assert 'data-locator="para. 2"' in coder.post(at("check"), {"quote": QUOTE}).content.decode()
    pages = (PageStart(0, "iv"), PageStart(TEXT.index(QUOTE), "5"))
    report = make_source(slug="report")
    original = NewOriginal("plan.pdf", b"%PDF-1.4 ...", DocumentType.PDF, "pypdf", "7.1.1", pages=pages)
    with editing(None) as gate:
        save_source(gate, report, check_text(report, TEXT)._replace(original=original))
    for quote, page in (("The talks opened.", "iv"), (QUOTE, "5"), ("No date was set.", "5")):
        html = coder.post(at("check", "report"), {"quote": quote}).content.decode()
        assert f'data-locator="p. {page}"' in html


def test_names_come_with_all_that_a_row_is_called_the_most_named_first(coder, world):
    make_claim(holder=make_actor(slug="west", name="Westland", short_name="West"), proposal=world)
    read = coder.get(reverse("workbench:names", args=[the_negotiation().slug])).json()
    assert read["actors"][0]["slug"] == "west"
    orr = next(row for row in read["actors"] if row["slug"] == "orr")
    assert (orr["name"], "Professor Orr" in orr["names"], orr["suggested"]) == ("Ann Orr", True, False)
    assert [row["name"] for row in read["proposals"]] == ["Patrol freeze", "Pull-back"]


def test_what_is_only_suggested_is_said_so_and_what_was_refused_is_not_offered(coder, world):
    make_actor(slug="new", name="New", suggestion="waiting")
    make_actor(slug="gone", name="Gone", suggestion="refused")
    read = coder.get(reverse("workbench:names", args=[the_negotiation().slug])).json()
    assert {row["slug"]: row["suggested"] for row in read["actors"]}["new"] is True
    assert "gone" not in [row["slug"] for row in read["actors"]]


# The list of documents, and the ways to it


def test_documents_are_listed_with_those_to_code_first(coder, world, source, analyst):
    done = make_source(title="Vote", published_on=None)  # a day is not known of every document
    make_coding(source=done, fully_coded_by="Ann", fully_coded_on=date(2022, 3, 3))
    make_claim(source=source, quote=QUOTE, proposal=world, status="draft", by=analyst)
    html = coder.get(reverse("workbench:documents", args=[the_negotiation().slug])).content.decode()
    assert "Two documents, one of them to code" in words(html)
    assert html.index("Geneva talks") < html.index("Vote")
    rows = [words(row) for row in re.findall(r"<tr>.*?</tr>", html, re.S)]
    assert any(row.startswith("Geneva talks") and row.endswith("10 Jan 2022 1 1 held not yet") for row in rows)


def test_the_record_of_a_source_leads_to_where_it_is_coded(coder, world, source):
    html = coder.get(reverse("admin:claims_source_change", args=[source.pk])).content.decode()
    assert f'href="{at()}"' in html


def test_the_list_and_the_names_take_as_many_queries_however_many_there_are(coder, world, source):
    addresses = [reverse(f"workbench:{page}", args=[the_negotiation().slug]) for page in ("documents", "names")]
    taken = []
    for number in (1, 6):
        for _ in range(number):
            make_claim(source=make_source(text=TEXT), quote=QUOTE, proposal=world, holder=make_actor())
        for address in addresses:
            coder.get(address)
        taken.append([count_queries(coder, address) for address in addresses])
    assert taken[0] == taken[1]
