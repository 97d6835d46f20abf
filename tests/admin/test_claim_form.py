"""Coding: what the form takes, fills in, refuses, and says."""

import re
from datetime import date

import pytest
from django.urls import reverse

from claims.models import Claim
from claims.rules import missing_quotes, quotes
from claims.rules.publishing import Status
from claims.services.review import transition
from claims.services.write_gate import editing
from tests.admin.forms import TEXT, errors, posted, said, url
from tests.make import make_actor, make_claim, make_proposal, make_source

HELD = "We do not accept – ever – NATO’s expansion"


@pytest.fixture
def draft(analyst):
    """A draft of the analyst whose quote is in the held text of its source."""
    return make_claim(status="draft", by=analyst, source=make_source(text=TEXT), quote=HELD)


def add(client, **changes):
    party = make_actor()
    claim = Claim(
        source=make_source(text=TEXT),
        quote=HELD,
        holder=party,
        speaker=party,
        proposal=make_proposal(),
        value=1,
        said_on=date(2022, 1, 10),
    )
    return client.post(url("add"), posted(claim, **changes))


def test_new_claim_is_a_draft_of_its_coder(as_analyst, analyst):
    answer = add(as_analyst)
    claim = Claim.objects.get()
    assert answer.status_code == 302
    assert (claim.status, claim.coder, claim.written_by) == (Status.DRAFT, analyst, analyst)
    assert claim.quote_state == "exact"
    assert claim.history.get().history_user == analyst


def test_save_and_submit_leaves_it_in_review(as_analyst):
    answer = add(as_analyst, _submit="1")
    assert Claim.objects.get().status == Status.IN_REVIEW
    assert "waits for a reviewer" in said(answer)


def test_save_and_submit_without_citation_saves_the_draft_and_says_why(as_analyst):
    answer = add(as_analyst, quote="", _submit="1")
    assert Claim.objects.get().status == Status.DRAFT
    assert "cites no passage" in said(answer)


def test_quote_that_is_not_in_the_text_is_refused_with_the_nearest_passage(as_analyst):
    answer = add(as_analyst, quote="We accept – ever – NATO’s expansion")
    assert not Claim.objects.exists()
    assert "We <mark>do not</mark> accept" in errors(answer)["quote"]
    assert "Use this passage" in answer.content.decode()


def test_quote_cut_within_a_word_is_refused_and_the_whole_word_offered(as_analyst):
    source = make_source(text="The minister disagrees with the plan.")
    answer = add(as_analyst, source=source.pk, quote="agrees with the plan")
    assert "<mark>disagrees</mark> with the plan" in errors(answer)["quote"]
    assert not Claim.objects.exists()


def test_quote_of_a_page_is_refused_at_once_and_one_of_the_limit_with_line_ends_is_taken(as_analyst, monkeypatch):
    text = "We refuse,\n" * 600
    source = make_source(text=text)
    with monkeypatch.context() as patched:
        patched.setattr(quotes, "locate", None)
        patched.setattr(missing_quotes, "find_nearest", None)
        answer = add(as_analyst, source=source.pk, quote=text[:2001])
    assert errors(answer)["quote"] == (
        "A quote has at most 2,000 characters: quote the sentence that carries the meaning."
    )
    assert add(as_analyst, source=source.pk, quote=text[:1990].rstrip().replace("\n", "\r\n")).status_code == 302
    assert len(Claim.objects.get().quote) == len(text[:1990].rstrip())


def test_words_around_a_quote_that_do_not_stand_there_are_refused_at_their_field(as_analyst):
    source = make_source(text="Only Team Beta told us: we refuse the offer.")
    answer = add(as_analyst, source=source.pk, quote="we refuse the offer", prefix="Team Alpha told us:")
    assert list(errors(answer)) == ["prefix"]
    assert "does not stand after these words" in errors(answer)["prefix"]
    assert "Team Beta told us: we refuse the offer" in errors(answer)["prefix"]
    assert not Claim.objects.exists()
    answer = add(as_analyst, source=source.pk, quote="we refuse the offer", suffix=", he said")
    assert list(errors(answer)) == ["suffix"]


def test_passage_is_taken_over_with_one_post_and_saved(as_analyst):
    answer = add(as_analyst, quote="We accept – ever – NATO’s expansion", _take_passage=HELD)
    claim = Claim.objects.get()
    assert (claim.quote, claim.quote_state) == (HELD, "exact")
    assert answer.url == url("change", claim.pk)


def test_passage_of_several_lines_survives_the_browsers_line_ends(as_analyst):
    text = "One line\nand the next – here."
    answer = add(as_analyst, source=make_source(text=text).pk, quote="x", _take_passage=text.replace("\n", "\r\n"))
    assert answer.status_code == 302
    assert Claim.objects.get().quote_state == "exact"


def test_markup_in_a_passage_is_shown_and_not_run(as_analyst):
    source = make_source(text="He said <script>alert(1)</script> and left the room quietly.")
    answer = add(as_analyst, source=source.pk, quote="He said <script>alert(2)</script> and left the room")
    page = answer.content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


def test_day_left_empty_is_the_publication_of_the_source(as_analyst):
    answer = add(as_analyst, said_on="", said_on_is="exact")
    claim = Claim.objects.get()
    assert (claim.said_on, claim.said_on_is) == (claim.source.published_on, "publication")
    assert "dated by the publication" in said(answer)


def test_day_left_empty_is_refused_where_the_source_has_none(as_analyst):
    answer = add(as_analyst, source=make_source(published_on=None).pk, said_on="")
    assert "no date of publication" in errors(answer)["said_on"]


def test_official_as_holder_becomes_the_speaker_and_the_page_says_so(as_analyst):
    official = make_actor(kind="official")
    answer = add(as_analyst, holder=official.pk, speaker="")
    claim = Claim.objects.get()
    assert (claim.holder, claim.speaker) == (official.speaks_for, official)
    assert "speaks for" in said(answer)


def test_official_as_holder_beside_another_speaker_is_refused(as_analyst):
    answer = add(as_analyst, holder=make_actor(kind="official").pk)
    assert "already filled in" in errors(answer)["holder"]


def test_first_hand_claim_without_a_speaker_gets_its_holder_and_the_page_says_so(as_analyst):
    answer = add(as_analyst, speaker="")
    claim = Claim.objects.get()
    assert claim.speaker == claim.holder
    assert f"it is the holder, {claim.holder}" in said(answer)


@pytest.mark.parametrize("kind", ["party", "expert", "official"])
def test_stranger_is_not_quoted_first_hand_and_the_page_says_who_is(as_analyst, kind):
    states = make_actor(name="United States")
    make_actor("official", name="Antony Blinken", speaks_for=states)
    answer = add(as_analyst, holder=states.pk, speaker=make_actor(kind).pk)
    assert "First-hand, United States may be quoted by itself or by: Antony Blinken." in errors(answer)["speaker"]
    assert not Claim.objects.exists()


def test_none_is_chosen_for_a_claim_that_takes_no_stance_and_must_be(as_analyst):
    page = as_analyst.get(url("add")).content.decode()
    assert '<option value="none">none   spoke, takes no stance</option>' in page
    assert '<option value="" selected>choose a value</option>' in page
    assert add(as_analyst, value="none", label="defer").status_code == 302
    claim = Claim.objects.get()
    assert (claim.value, claim.label) == (None, "defer")
    shown = as_analyst.get(url("change", claim.pk)).content.decode()
    assert '<option value="none" selected>' in shown
    as_analyst.post(url("change", claim.pk), posted(claim, value="0"))
    claim.refresh_from_db()
    assert claim.value == 0
    history = as_analyst.get(url("history", claim.pk)).content.decode()
    assert "none" in history


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": ""}, "value"),
        ({"value": "none", "pending": "on"}, "pending"),
        ({"value": "none", "attribution": "3"}, "value"),
        ({"value": "3"}, "value"),
        ({"attribution": "1"}, "speaker"),
        ({"attribution": "3"}, "speaker"),
        ({"pending": "on"}, "pending"),
        ({"source": "abc"}, "source"),
        ({"holder": "9" * 40}, "holder"),
        ({"said_on": "soon"}, "said_on"),
        ({"by_when": "2022-03-01"}, "by_when"),
        ({"by_when": "soon", "dimension": "prospects"}, "by_when"),
        ({"probability": "30"}, "probability"),
        ({"probability": "101", "dimension": "prospects"}, "probability"),
        ({"probability": "-1", "dimension": "prospects"}, "probability"),
        ({"probability": "a third", "dimension": "prospects"}, "probability"),
        ({"quote_language": "russian"}, "quote_language"),
        ({"quote": "", "locator": "p. 4", "translation": "Never."}, "translation"),
        ({"translation": "x" * 4001}, "translation"),
        ({"argument": "x" * 501}, "argument"),
        ({"depends_on_granted-typed": "no-such-thing", "conditions": "if so"}, "depends_on"),
        ({"depends_on_refused-typed": "a\x00b", "conditions": "if so"}, "depends_on"),
        ({"depends_on_granted": ["abc"], "conditions": "if so"}, "depends_on"),
        ({"source": "a\x00b"}, "source"),
        ({"quote": "a\x00b"}, "quote"),
        ({"version_shown": "x", "value": ""}, "value"),
    ],
)
def test_fault_is_told_at_its_field(as_analyst, changes, field):
    answer = add(as_analyst, **changes)
    assert answer.status_code == 200
    assert field in errors(answer)
    assert not Claim.objects.exists()


def test_reason_translation_and_what_is_expected_when_are_kept_as_they_are_typed(as_analyst):
    typed = {"argument": "it would\r\ntie them", "translation": "Wir nehmen\r\nes nicht hin", "quote_language": "en"}
    add(as_analyst, dimension="prospects", by_when="14 Mar 2942", probability="0", **typed)
    claim = Claim.objects.get()
    assert (claim.argument, claim.translation) == ("it would\ntie them", "Wir nehmen\nes nicht hin")
    assert (claim.by_when, claim.probability, claim.quote_language) == (date(2942, 3, 14), 0, "en")
    page = as_analyst.get(url("change", claim.pk)).content.decode()
    assert 'name="probability" value="0"' in page and 'value="2942-03-14"' in page
    as_analyst.post(url("change", claim.pk), posted(claim, probability="30", by_when="2942-03-14"))
    history = as_analyst.get(url("history", claim.pk)).content.decode()
    assert "Probability" in history and "Argument" not in history


def test_condition_hangs_on_proposals_chosen_as_granted_and_refused(as_analyst):
    granted, refused = make_proposal(), make_proposal()
    add(as_analyst, conditions="if so", depends_on_granted=[granted.pk], depends_on_refused=[refused.pk])
    assert Claim.objects.get().depends_on == f"{granted.slug} !{refused.slug}"


def test_proposals_without_the_condition_in_words_are_refused(as_analyst):
    answer = add(as_analyst, depends_on_granted=[make_proposal().pk])
    assert "in words" in errors(answer)["conditions"]


def test_relations_can_be_typed_where_scripts_do_not_run(as_analyst):
    holder = make_actor()
    answer = add(as_analyst, **{"holder": "", "holder-typed": holder.slug, "speaker-typed": holder.name.upper()})
    assert answer.status_code == 302
    assert (Claim.objects.get().holder, Claim.objects.get().speaker) == (holder, holder)


def test_save_as_new_makes_a_draft_of_ones_own(as_reviewer, reviewer):
    claim = make_claim()
    as_reviewer.post(url("change", claim.pk), posted(claim, value=1, proposal=make_proposal().pk, _saveasnew="1"))
    copy = Claim.objects.exclude(pk=claim.pk).get()
    assert (copy.status, copy.coder, copy.value, copy.version) == (Status.DRAFT, reviewer, 1, 1)
    assert copy.public_id != claim.public_id


@pytest.mark.parametrize("button", ["_addanother", "_submit", "_save"])
def test_taking_a_passage_over_goes_on_as_the_button_that_was_pressed(as_analyst, button):
    source = make_source(text=TEXT)
    near = {"source": source.pk, "quote": "Moscow demands the guarantees"}
    refused = add(as_analyst, **near, **{button: "1"}).content.decode()
    pressed = re.search(r'name="_pressed_before" value="([^"]*)"', refused).group(1)
    answer = add(as_analyst, **near, _take_passage="Moscow demands guarantees", _pressed_before=pressed)
    claim = Claim.objects.get()
    assert claim.quote == "Moscow demands guarantees"
    assert claim.status == ("in-review" if button == "_submit" else "draft")
    goes_to = {
        "_addanother": f"{url('add')}?source={source.pk}",
        "_submit": url("changelist"),
        "_save": url("change", claim.pk),
    }
    assert answer.url == goes_to[button]


def test_save_and_add_another_on_a_drafts_page_goes_on_with_the_same_source(as_analyst, analyst):
    draft = make_claim(status="draft", by=analyst)
    answer = as_analyst.post(url("change", draft.pk), posted(draft, note="x", _addanother="1"))
    assert answer.url == f"{url('add')}?source={draft.source_id}"


def test_save_and_add_another_goes_on_with_the_same_source(as_analyst):
    answer = add(as_analyst, _addanother="1")
    assert answer.url == f"{url('add')}?source={Claim.objects.get().source_id}"
    assert as_analyst.get(answer.url).context["adminform"].form["source"].value() == str(Claim.objects.get().source_id)


@pytest.mark.parametrize(
    "query", ["?source=abc", "?source=1e9&holder=x", "?quote=%00", "?value=%F0&proposal=-1", "?depends_on=!!"]
)
def test_odd_presets_are_left_out(as_analyst, query):
    assert as_analyst.get(url("add") + query).status_code == 200


def test_source_may_be_preset_by_its_slug_and_the_quote_with_it(as_analyst):
    source = make_source(text=TEXT)
    form = as_analyst.get(url("add"), {"source": source.slug, "quote": HELD}).context["adminform"].form
    assert (form["source"].value(), form["quote"].value()) == (source.pk, HELD)


def test_status_is_no_field(as_analyst, draft):
    as_analyst.post(url("change", draft.pk), posted(draft, status="published"))
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_change_of_somebody_else_is_not_overwritten_unawares(as_analyst, draft, reviewer):
    form = posted(draft, value=2, note="mine")
    with editing(reviewer) as gate:
        other = gate.lock(Claim, draft.pk)
        other.value, other.covers = -1, "a part"
        gate.save(other)
    answer = as_analyst.post(url("change", draft.pk), form)
    told = errors(answer)["__all__"]
    assert "rea changed this" in told and " UTC). What you typed" in told
    assert "Value: now “−1”, before “−2”; you typed “+2”" in told
    assert "Covers: now “a part”, before “(empty)”; you typed “(empty)”" in told
    assert "Note" not in told
    shown = answer.context["adminform"].form
    assert (shown["note"].value(), str(shown["version_shown"].value())) == ("mine", "2")
    as_analyst.post(url("change", draft.pk), form | {"version_shown": 2})
    draft.refresh_from_db()
    assert (draft.value, draft.note, draft.version) == (2, "mine", 3)


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 30, "9" * 5000])
def test_version_that_no_form_showed_is_refused(as_analyst, draft, version):
    answer = as_analyst.post(url("change", draft.pk), posted(draft, note="mine", version_shown=version))
    assert "changed this while you had it open" in errors(answer)["__all__"]
    draft.refresh_from_db()
    assert draft.note == ""


def test_claim_that_left_the_users_hands_is_not_saved_and_says_so(as_analyst, draft, analyst):
    form = posted(draft, quote="Moscow demands guarantees")
    transition(draft, "submit", user=analyst, version=draft.version)
    answer = as_analyst.post(url("change", draft.pk), form)
    assert answer.status_code == 302
    assert "in review now" in said(answer) and "Moscow demands guarantees" in said(answer)


@pytest.mark.parametrize("key", ["9" * 30, "9" * 5000])
def test_claim_that_never_was_is_not_saved(as_analyst, draft, key):
    assert as_analyst.post(url("change", 0).replace("/0/", f"/{key}/"), posted(draft)).status_code == 302


def test_untouched_condition_is_no_change(as_analyst, analyst):
    one, two = make_proposal(), make_proposal()
    claim = make_claim(status="draft", by=analyst, conditions="if so", depends_on=f"!{one.slug} {two.slug}")
    chosen = {"depends_on_refused": [one.pk], "depends_on_granted": [two.pk]}
    as_analyst.post(url("change", claim.pk), posted(claim, **chosen))
    claim.refresh_from_db()
    assert claim.depends_on == f"!{one.slug} {two.slug}"


@pytest.mark.parametrize("typed", ["2022-01-10", "10 Jan 2022", "10 Jan 2022", "10.01.2022"])
def test_a_day_is_typed_as_the_site_writes_it(as_analyst, typed):
    add(as_analyst, said_on=typed)
    assert Claim.objects.get().said_on == date(2022, 1, 10)


@pytest.mark.parametrize("typed", ["01/10/2022", "10/01/22", "Jan 10, 2022", "soon"])
def test_a_day_that_could_be_another_is_refused_with_the_forms_that_are_taken(as_analyst, typed):
    answer = add(as_analyst, said_on=typed)
    message = f"“{typed}” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022."
    assert errors(answer)["said_on"] == message
    assert f'value="{typed}"' in answer.content.decode()


def test_a_day_to_come_is_refused(as_analyst):
    answer = add(as_analyst, said_on="2942-03-14")
    assert errors(answer)["said_on"] == "14 Mar 2942 is still to come: no later day than today is taken."
    assert not Claim.objects.exists()


def test_the_form_and_its_calendar_write_a_day_in_a_form_that_is_taken(as_analyst, draft):
    assert 'value="2022-01-17"' in as_analyst.get(url("change", draft.pk)).content.decode()
    catalogue = as_analyst.get(reverse("admin:jsi18n")).content.decode()
    assert '"DATE_INPUT_FORMATS":["%Y-%m-%d"]' in "".join(catalogue.split())
