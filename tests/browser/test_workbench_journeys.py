"""Whole journeys of the workbench: files in and coded by keys alone, a long queue, a quote refused and a version
restored. Keys and clicks are counted: `-s` prints them."""

from datetime import date
from time import monotonic

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from claims.models import Claim, Source
from tests.browser.accessibility import check_accessibility
from tests.importers.documents.files_to_read import make_pdf, make_word
from tests.make import make_actor, make_claim, make_proposal, make_source, make_user, the_negotiation

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2022, 1, 10)
LAPTOP = {"width": 1280, "height": 800}
PDF = [
    "Ruritania supports the freeze.\nFreedonia rejects the freeze.\nOther matters were raised.",
    "Ruritania is open to inspections.\nFreedonia doubts inspections.\nRuritania would pull back if Freedonia does.",
    "The freeze will fail, said Professor Orr.\nRuritania asks for talks.\nFreedonia asks for talks.",
]
WORD = [
    "Ruritania calls the freeze its first aim.",
    "Freedonia wants inspections, Ruritania said.",
    "Freedonia would freeze patrols if inspections come.",
    "Ruritania rejects the pull-back.",
    "Freedonia supports the pull-back.",
    "Ruritania took no stance on talks.",
    "Freedonia is neutral on talks.",
]
PLAIN, CONDITION, SECOND_HAND, PROSPECTS, PART = "plain", "on a condition", "second-hand", "prospects", "on a part"
KINDS = (PLAIN, CONDITION, SECOND_HAND, PROSPECTS, PART)
# What is pressed for each claim after its sentence is chosen: kind, holder, proposal, value, and more.
IN_PDF = [
    (PLAIN, "ru", "fr", "5"),
    (PLAIN, "fr", "fr", "1"),
    None,  # nothing to code
    (PLAIN, "ru", "in", "4"),
    (PLAIN, "fr", "in", "2"),
    (CONDITION, "ru", "pu", "4", "Freedonia pulls back", "pu"),
    (PROSPECTS, "or", "fr", "1"),
    (PLAIN, "ru", "ta", "5"),
    (PLAIN, "fr", "ta", "5"),
]
IN_WORD = [
    (PLAIN, "ru", "fr", "5"),
    (SECOND_HAND, "fr", "in", "5", "ru"),
    (CONDITION, "fr", "fr", "4", "inspections come", "in"),
    (PLAIN, "ru", "pu", "1"),
    (PART, "fr", "pu", "5", "at sea"),
    (PLAIN, "ru", "ta", "0"),
    (PLAIN, "fr", "ta", "3"),
]


class Typist:
    """Somebody who codes with the keys of a page, and counts them."""

    def __init__(self, page):
        self.page, self.keys = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)

    def type(self, text):
        self.page.keyboard.type(text)
        self.keys += len(text)

    def name(self, letters):
        self.type(letters)
        expect(self.page.get_by_role("option").first).to_be_visible()
        self.press("Enter")

    def code(self, kind, holder, proposal, value, *more):
        """Code the chosen sentence and save it; return how many keys it took."""
        before = self.keys
        self.press("Enter")
        self.name(holder)
        self.name(proposal)
        self.press(value)
        if kind == CONDITION:
            condition, hangs_on = more
            self.press("c")
            self.type(condition)
            if hangs_on != proposal:
                self.press("Escape", "h")
                self.name(hangs_on)
        elif kind == SECOND_HAND:
            self.press("a", "a", "y")
            self.name(more[0])
        elif kind == PROSPECTS:
            self.press("r")
        elif kind == PART:
            self.press("t")
            self.type(more[0])
        number = Claim.objects.count()
        self.press("Control+Enter")
        expect(self.page.locator(".said")).to_contain_text("Saved as a draft")
        expect(self.page.locator(".reading")).to_be_focused()
        assert Claim.objects.count() == number + 1
        return self.keys - before


@pytest.fixture
def vocabulary(db):
    for name in ("Ruritania", "Freedonia"):
        make_actor(name=name, short_name=name, slug=name.lower())
    make_actor("expert", name="Ann Orr", short_name="Orr", slug="orr", aliases="Professor Orr")
    for title in ("Freeze of patrols", "Inspections", "Pull-back", "Talks"):
        make_proposal(title=title, slug=title.split()[0].lower())


def upload(desk, folder, title, name, data):
    """Add a source with a file in the admin, look at its text, and save it; return the source."""
    (folder / name).write_bytes(data)
    desk.visit("admin:claims_source_add")
    page = desk.page
    page.fill("[name=title]", title)
    page.fill("[name=published_on]", DAY.isoformat())
    if not page.locator("[name=text_file]").is_visible():
        page.locator("fieldset summary", has_text="Its text").click()
    page.set_input_files("[name=text_file]", folder / name)
    page.locator("[name=_save]").first.click()
    expect(page.locator(".text-preview")).to_contain_text("Ruritania")
    page.locator("[name=_save]").first.click()
    assert "was added successfully" in desk.said()
    return Source.objects.get(title=title)


def code_document(desk, source, scripts):
    """Code a document sentence by sentence with keys alone, and submit what was coded; return the keys of each kind."""
    desk.visit("workbench:code", the_negotiation().slug, source.slug)
    page, taken = desk.page, {}
    typist = Typist(page)
    for script in scripts:
        before = page.locator("#id_quote").input_value()
        typist.press("ArrowRight")
        expect(page.locator("#id_quote")).not_to_have_value(before)
        expect(page.locator("#state")).to_contain_text("Exact")
        if script:
            taken.setdefault(script[0], []).append(1 + typist.code(*script))
    submit = page.get_by_role("button", name="Submit your")
    while not submit.evaluate("button => button === document.activeElement"):
        assert typist.keys < 1000
        typist.press("Shift+Tab")
    typist.press("Enter")
    expect(page.locator(".said")).to_contain_text("submitted.")
    return taken, typist.keys


def test_a_pdf_and_a_word_file_come_in_and_fifteen_claims_are_coded_by_keys(desk, vocabulary, tmp_path):
    analyst = desk("analyst")
    analyst.page.set_viewport_size(LAPTOP)
    report = upload(analyst, tmp_path, "A report", "report.pdf", make_pdf(PDF))
    statement = upload(analyst, tmp_path, "A statement", "statement.docx", make_word(*WORD))
    begun = monotonic()
    in_pdf, keys_in_pdf = code_document(analyst, report, IN_PDF)
    in_word, keys_in_word = code_document(analyst, statement, IN_WORD)
    seconds = monotonic() - begun
    claims = Claim.objects.all()
    assert {(claim.status, claim.quote_state) for claim in claims} == {("in-review", "exact")} and len(claims) == 15
    assert claims.get(quote=WORD[5]).value is None and claims.get(quote__startswith="The freeze will").locator == "p. 3"
    assert claims.get(quote=WORD[1]).speaker.slug == "ruritania"
    assert claims.get(quote=WORD[2]).depends_on == "inspections" and claims.get(quote=WORD[4]).covers == "at sea"
    kinds = {kind: [*in_pdf.get(kind, []), *in_word.get(kind, [])] for kind in KINDS}
    told = {kind: f"{max(keys)} keys" for kind, keys in kinds.items()}
    print(f"\n15 claims: {keys_in_pdf + keys_in_word} keys, no click, {seconds / 15:.1f} s each; {told}")
    assert max(kinds[PLAIN]) <= 10 and max(kinds[SECOND_HAND]) <= 16 and max(kinds[PROSPECTS]) <= 11


def test_a_reviewer_goes_through_a_queue_of_27_by_keys(desk, vocabulary):
    sentences = [f"Ruritania wants item {number} of the list." for number in range(27)]
    source, analyst = make_source(title="A list", text="\n\n".join(sentences), published_on=DAY), make_user("analyst")
    holder, proposal = make_actor(), make_proposal(title="Items")
    for sentence in sentences:
        common = {"status": "in-review", "by": analyst, "said_on": DAY}
        make_claim(source=source, quote=sentence, holder=holder, proposal=proposal, **common)
    reviewer = desk("reviewer")
    reviewer.page.set_viewport_size(LAPTOP)
    reviewer.visit("workbench:review-next", the_negotiation().slug)
    page, typist, begun = reviewer.page, Typist(reviewer.page), monotonic()
    for number, sentence in enumerate(sentences):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"1 of {27 - number} to review")
        expect(page.locator("mark.chosen")).to_have_text(sentence)
        expect(page.locator("#reviewing")).to_be_focused()
        if number % 9 == 4:
            typist.press("r")
            typist.type("Why?")
            typist.press("Control+Enter")
        else:
            typist.press("p")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing waits for you")
    print(f"\n27 claims reviewed: {typist.keys} keys, no click, {(monotonic() - begun) / 27:.1f} s each")
    returned = Claim.objects.filter(status="returned").order_by("quote_start").values_list("quote", flat=True)
    assert [*returned] == sentences[4::9] and Claim.objects.published().count() == 24
    assert typist.keys == 24 + 3 * 6


def test_a_coder_and_a_reviewer_talk_about_a_claim_until_it_is_published(desk, vocabulary):
    analyst, reviewer = desk("analyst"), desk("reviewer")
    coder = User.objects.get(groups__name="analyst")
    quote = "Ruritania wants a freeze."
    source = make_source(title="A list", text=f"The talks opened.\n\n{quote}", published_on=DAY)
    make_claim(source=source, quote=quote, status="in-review", by=coder, said_on=DAY)
    reviewer.visit("workbench:review-next", the_negotiation().slug)
    reviewer.page.keyboard.press("r")
    reviewer.page.keyboard.type("Of all patrols?")
    reviewer.page.keyboard.press("Control+Enter")
    expect(reviewer.page.get_by_role("heading", level=1)).to_have_text("Nothing waits for you")

    analyst.visit("workbench:documents", the_negotiation().slug)
    analyst.page.get_by_role("link", name="1 returned to you").click()
    expect(analyst.page.get_by_role("heading", level=1)).to_have_text("What awaits you")
    check_accessibility(analyst.page)
    analyst.page.get_by_role("main").get_by_role("link", name=" on ").first.click()
    expect(analyst.page.locator(".thread")).to_contain_text("Of all patrols?")
    check_accessibility(analyst.page)
    analyst.page.get_by_label("Your answer").fill("Of all: see the sentence before.")
    analyst.page.get_by_role("button", name="Submit it again").click()
    expect(analyst.page.locator(".said")).to_contain_text("Submitted again")

    reviewer.visit("workbench:review-next", the_negotiation().slug)
    expect(reviewer.page.locator(".thread")).to_contain_text("Of all: see the sentence before.")
    check_accessibility(reviewer.page)
    reviewer.page.keyboard.press("p")
    expect(reviewer.page.get_by_role("heading", level=1)).to_have_text("Nothing waits for you")
    claim = Claim.objects.published().get()
    reader = desk("analyst")
    reader.page.context.clear_cookies()
    reader.visit("claims:claim", claim.public_id)
    assert quote in reader.text() and "Of all patrols?" not in reader.text()


def test_a_falsified_quote_is_refused_and_a_version_restored(desk, vocabulary, page_faults):
    quote = "Ruritania wants a freeze of all patrols."
    source = make_source(title="A statement", text=f"The talks opened.\n\n{quote}", published_on=DAY)
    analyst, reviewer = desk("analyst"), desk("reviewer")
    analyst.page.set_viewport_size(LAPTOP)
    analyst.visit("workbench:code", the_negotiation().slug, source.slug)
    page, typist = analyst.page, Typist(analyst.page)
    page.fill("#id_quote", "Ruritania rejects a freeze of all patrols.")
    expect(page.locator("#state")).to_contain_text("Missing")
    page.fill("#id_holder", "Ruritania")
    page.fill("#id_proposal", "Freeze of patrols")
    page.get_by_label("rejects").check(force=True)
    page.get_by_role("button", name="Save and next").click()
    expect(page.locator(".coding .errorlist").first).to_contain_text("not in the source's text")
    assert not Claim.objects.exists()
    page.get_by_role("button", name="Take this passage over").click()
    expect(page.locator("#id_quote")).to_have_value(quote)
    typist.press("5", "Control+Enter")
    expect(page.locator(".said")).to_contain_text("Saved as a draft")
    page.evaluate("0")
    page_faults.clear()  # the refusal was meant

    claim = Claim.objects.get()
    analyst.visit("admin:claims_claim_change", claim.pk)
    analyst.page.select_option("[name=value]", "-2")
    analyst.page.fill("[name=reason]", "a slip")
    analyst.press("Save and continue editing")
    analyst.visit("admin:claims_claim_version", claim.pk, 1)
    analyst.page.get_by_label("Why").fill("It was right.")
    analyst.press("Restore version 1")
    assert Claim.objects.get().value == 2
    analyst.visit("admin:claims_claim_change", claim.pk)
    analyst.press("Save and submit for review")
    reviewer.visit("workbench:review-next", the_negotiation().slug)
    reviewer.page.keyboard.press("p")
    expect(reviewer.page.get_by_role("heading", level=1)).to_have_text("Nothing waits for you")
    assert Claim.objects.published().get().quote == quote
