"""The journeys of a claim, from an analyst's desk over a reviewer's to the reader's matrix."""

from datetime import date

import pytest
from django.contrib.admin import site
from playwright.sync_api import expect

from claims.models import Claim, ImportProfile, PendingChange
from tests.browser.accessibility import check_accessibility
from tests.importers.documents.files_to_read import make_pdf
from tests.make import (
    make_actor,
    make_claim,
    make_member,
    make_part,
    make_proposal,
    make_remark,
    make_search,
    make_side,
    make_source,
    make_user,
    make_wording,
)

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (
    "The talks opened in Geneva. “We are ready to freeze patrols – if others do”, the minister said. No date was set."
)
PASSAGE = "We are ready to freeze patrols – if others do"
MADE_ELSEWHERE = (PendingChange, ImportProfile)  # and have no page on which one is added
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@pytest.fixture
def world(db):
    """What a newcomer finds: two sides, a proposal, and a document whose text is held."""
    east, west = make_side(name="East"), make_side(name="West")
    holder = make_actor(name="Ruritania", short_name="Ruritania", side=east)
    make_actor(name="Freedonia", short_name="Freedonia", side=west)
    proposal = make_proposal(title="Patrol freeze", slug="patrol-freeze")
    return holder, proposal, make_source(title="Minister speaks in Geneva", text=TEXT)


@with_and_without_scripts
def test_the_wordings_of_the_chosen_proposal_are_offered(desk, world):
    holder, proposal, source = world
    wording = make_wording(proposal, label="Draft of 17 December")
    make_wording(proposal, label="Geneva paper", day=date(2022, 1, 10))
    make_wording(label="Of another")
    analyst = desk("analyst")
    analyst.code(source, PASSAGE, holder, proposal)
    if not analyst.scripts:  # they are offered once the proposal is known
        analyst.press("Save and continue editing")
    options = analyst.page.locator("#id_wording option")
    expect(options).to_have_text(["none is named", "Geneva paper, 10 Jan 2022", f"{wording.words}"])
    analyst.page.select_option("[name=wording]", str(wording.pk))
    analyst.press("Save and submit for review")
    assert Claim.objects.get().wording == wording


@with_and_without_scripts
def test_analyst_codes_and_submits_and_reviewer_returns_then_publishes(desk, world):
    holder, proposal, source = world
    analyst, reviewer = desk("analyst"), desk("reviewer")

    analyst.code(source, PASSAGE, holder, proposal, locator="last paragraph")
    analyst.press("Save and submit for review")
    assert "now waits for a reviewer" in analyst.said()
    claim = Claim.objects.get()
    assert (claim.holder, claim.quote_state, claim.locator) == (holder, "exact", "last paragraph")

    reviewer.visit("admin:index")
    reviewer.page.locator(".pile").get_by_role("link", name="Ruritania on Patrol freeze").click()
    reviewer.page.get_by_label("Remark on this step").fill("On which condition?")
    reviewer.press("Return to its coder")
    assert "returned" in reviewer.said()

    analyst.visit("admin:index")
    assert "On which condition?" in analyst.text()
    analyst.page.locator(".pile").get_by_role("link", name="Ruritania on Patrol freeze").click()
    analyst.page.fill("[name=conditions]", "if others do")
    analyst.press("Save and submit for review")

    reviewer.visit("claims:matrix", proposal.negotiation.slug)
    row = reviewer.page.get_by_role("row").filter(has_text="Patrol freeze")
    assert "open if" not in row.inner_text()
    reviewer.visit("admin:claims_claim_change", claim.pk)
    reviewer.press("Publish")
    assert "published" in reviewer.said()
    reviewer.visit("claims:matrix", proposal.negotiation.slug)
    assert "open if" in row.inner_text()
    reviewer.visit("claims:cell", proposal.negotiation.slug, proposal.slug, holder.slug)
    assert PASSAGE in reviewer.text() and "if others do" in reviewer.text()


@with_and_without_scripts
def test_quote_that_is_not_in_the_text_is_refused_and_the_nearest_passage_taken_over(desk, world):
    holder, proposal, source = world
    analyst = desk("analyst")
    analyst.code(source, "We are ready to freeze all patrols if others do", holder, proposal)
    analyst.press("Save")
    assert "not in the source's text" in analyst.text()
    assert PASSAGE in analyst.page.locator("q.passage").inner_text()
    assert not Claim.objects.exists()

    analyst.press("Use this passage")
    assert analyst.page.locator("[name=quote]").input_value() == PASSAGE
    assert "Found word for word" in analyst.text()
    assert Claim.objects.get().quote == PASSAGE


@with_and_without_scripts
def test_correction_changes_the_public_page_only_when_a_reviewer_publishes_it(desk, world):
    holder, proposal, source = world
    claim = make_claim(value=2, holder=holder, proposal=proposal, source=source, quote=PASSAGE)
    analyst, reviewer = desk("analyst"), desk("reviewer")

    analyst.visit("admin:claims_claim_change", claim.pk)
    assert not analyst.page.locator("[name=quote]").count()
    analyst.press("Propose a correction")
    assert f"This draft corrects {claim.public_id}" in analyst.said()
    analyst.page.select_option("[name=value]", "1")
    analyst.page.fill("[name=reason]", "a slip")
    analyst.press("Save and submit for review")
    analyst.visit("claims:claim", claim.public_id)
    assert "+2" in analyst.text() and "+1" not in analyst.text()

    reviewer.visit("admin:index")
    reviewer.page.locator(".pile").get_by_role("link", name="Ruritania on Patrol freeze").click()
    assert reviewer.page.locator(".panel del").inner_text() == "+2"
    reviewer.press("Publish")
    reviewer.visit("claims:claim", claim.public_id)
    assert "value +2 → +1" in reviewer.text()
    expect(reviewer.page.locator("dd .c").first).to_have_text("open")


@with_and_without_scripts
def test_two_who_save_at_once_are_told_apart(desk, world):
    holder, proposal, source = world
    claim = make_claim(holder=holder, proposal=proposal, source=source, quote=PASSAGE, status="in-review")
    first, second = desk("reviewer"), desk("reviewer")
    for reviewer in (first, second):
        reviewer.visit("admin:claims_claim_change", claim.pk)
    first.page.select_option("[name=value]", "0")
    first.press("Save and continue editing")
    second.page.select_option("[name=value]", "1")
    second.press("Save and continue editing")
    assert "Value: now “0”, before “−2”; you typed “+1”" in second.text()
    second.press("Save and continue editing")
    claim.refresh_from_db()
    assert claim.value == 1


def test_list_is_filtered_by_typing_a_holder_and_acted_on(desk, world):
    holder, proposal, source = world
    claims = [make_claim(holder=h, proposal=proposal, status="in-review") for h in (holder, make_actor())]
    reviewer = desk("reviewer")
    reviewer.visit("admin:claims_claim_changelist")
    reviewer.page.click("form.chosen:has([name=holder]) .select2-selection")
    reviewer.page.locator(".select2-search__field").last.type("Rurit")
    reviewer.page.get_by_role("option", name="Ruritania").click()
    reviewer.page.wait_for_url("**holder=**")
    assert reviewer.page.locator("#result_list tbody tr").count() == 1
    reviewer.page.locator("input.action-select").check()
    reviewer.page.select_option("[name=action]", "publish_selected")
    reviewer.press("Go")
    assert "1 claim published." in reviewer.said()
    assert [Claim.objects.get(pk=claim.pk).status for claim in claims] == ["published", "in-review"]


@with_and_without_scripts
def test_no_page_is_wider_than_the_window(desk, world):
    holder, proposal, source = world
    names = {
        "holder": make_actor(name="The Joint Permanent Delegation of the Northern Littoral States", short_name="J")
    }
    claims = [make_claim(by=make_user("analyst"), proposal=proposal, source=source, quote=PASSAGE, **names)]
    claims += [make_claim(status="in-review", conditions="if so", depends_on=proposal.slug, **names)]
    reviewer = desk("reviewer")
    search = make_search(holder=holder, proposal=proposal, published=False)
    remark = make_remark(holder=holder, proposal=proposal)
    for name, *args in (
        ("index",),
        ("claims_claim_changelist",),
        ("claims_source_changelist",),
        ("claims_actor_changelist",),
        ("claims_claim_add",),
        *(("claims_claim_change", claim.pk) for claim in claims),
        ("claims_claim_history", claims[0].pk),
        ("claims_source_add",),
        ("claims_source_change", source.pk),
        ("claims_searchrecord_changelist",),
        ("claims_searchrecord_add",),
        ("claims_searchrecord_change", search.pk),
        ("claims_editorialnote_change", remark.pk),
    ):
        reviewer.visit(f"admin:{name}", *args)
        wide, window = reviewer.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= window == 1280, name


def test_leaving_typed_changes_behind_asks_first(desk, world):
    claim = make_claim(status="in-review")
    reviewer = desk("reviewer")
    asked = []
    reviewer.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    reviewer.visit("admin:claims_claim_change", claim.pk)
    reviewer.page.fill("[name=note]", "half a thought")
    reviewer.page.get_by_role("button", name="Publish").click()
    assert "not saved" in asked[0]
    claim.refresh_from_db()
    assert claim.status == "in-review"


def test_no_page_of_the_admin_has_an_accessibility_fault(desk, world, page_faults):
    holder, proposal, source = world
    reviewer = desk("reviewer")
    coded = make_claim(holder=holder, proposal=proposal, source=source, quote=PASSAGE, status="in-review")
    returned = make_claim(status="returned", conditions="if so", depends_on=proposal.slug, source=source, quote=PASSAGE)
    make_part(make_proposal(title="Package"), proposal)
    make_wording(proposal)
    coalition = make_member(holder).coalition
    models = [model for model in site._registry if model._meta.app_label == "claims" and model not in MADE_ELSEWHERE]
    for name, *args in (
        ("index",),
        ("claims_claim_changelist",),
        ("claims_claim_change", coded.pk),
        ("claims_claim_change", returned.pk),
        ("claims_claim_history", coded.pk),
        ("claims_source_change", source.pk),
        ("claims_actor_change", coalition.pk),
        ("claims_proposal_change", proposal.pk),
        ("claims_negotiation_start",),
        ("claims_source_records",),
        *((f"claims_{model._meta.model_name}_add",) for model in models),
    ):
        reviewer.visit(f"admin:{name}", *args)
        assert page_faults == []
        expect(reviewer.page.get_by_role("heading", level=1)).to_have_count(1)
        check_accessibility(reviewer.page)
        reviewer.page.evaluate("0")
        page_faults.clear()  # axe itself tries inline styles


def test_value_is_chosen_by_typing_it(desk, world):
    analyst = desk("analyst")
    analyst.visit("admin:claims_claim_add")
    page = analyst.page
    value = page.locator("[name=value]")
    for typed, chosen in (("2", "2"), ("-2", "-2"), ("+1", "1"), ("−1", "-1"), ("0", "0")):
        value.focus()
        for key in typed:
            page.evaluate("key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key}))", key)
        assert value.input_value() == chosen, typed


def test_text_of_a_pdf_is_looked_at_and_then_saved(desk, world, tmp_path):
    analyst = desk("analyst")
    analyst.visit("admin:claims_source_add")
    page = analyst.page
    lines = ["Moscow demands guar-\nantees in writing.", "", "Nothing was agreed."]
    (tmp_path / "plan.pdf").write_bytes(make_pdf(lines))
    page.fill("[name=title]", "A plan")
    if not page.locator("[name=text_file]").is_visible():
        page.locator("fieldset summary", has_text="Its text").click()
    page.set_input_files("[name=text_file]", tmp_path / "plan.pdf")
    page.locator("[name=_save]").first.click()
    preview = page.locator(".text-preview")
    assert (
        "A PDF of 3 pages" in preview.inner_text() and "Moscow demands guarantees in writing." in preview.inner_text()
    )
    assert "Without text, empty or scanned: p. 2." in preview.inner_text()
    check_accessibility(page)
    page.locator("[name=_save]").first.click()
    assert "was added successfully" in analyst.said()


def test_chosen_file_is_named_on_the_page_of_errors_and_saved_afterwards(desk, world, tmp_path):
    analyst = desk("analyst")
    analyst.visit("admin:claims_source_add")
    page = analyst.page
    (tmp_path / "plan.txt").write_text("The plan.")
    page.fill("[name=title]", "A plan")
    page.fill("[name=published_on]", "soon")
    if not page.locator("[name=text_file]").is_visible():
        page.locator("fieldset summary", has_text="Its text").click()
    page.set_input_files("[name=text_file]", tmp_path / "plan.txt")
    page.locator("[name=_save]").first.click()
    assert "The file plan.txt is kept: you need not choose it again." in analyst.said()
    page.fill("[name=published_on]", "2022-01-17")
    page.locator("[name=_save]").first.click()
    assert "was added successfully" in analyst.said()
