"""Rows that cite a passage: the quote is looked for in the held text of the source while the form is open."""

from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.contrib import admin
from django.http import QueryDict
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from ..models import Source
from ..rules import missing_quotes, quotes
from ..rules.faults import FaultCode
from ..rules.missing_quotes import MissingQuote, Passage
from ..rules.publishing import Status
from ..rules.quotes import QuoteCheck, QuoteState
from ..wording.exchange import SENTENCES
from ..wording.quotes import QUOTE_STATES, SIDES
from .reviewable import ReviewableAdmin
from .versioned_admin import VersionedForm

TAKE_PASSAGE = "_take_passage"
PRESSED_BEFORE = "_pressed_before"  # by which button the form was sent whose quote was refused
CARRIED_ON = ("_addanother", "_submit", "_saveasnew")  # what these buttons do besides saving, taking over does too


def put_passage(data: QueryDict) -> QueryDict:
    """Return the posted data with the passage as its quote that is taken over, as it was sent where none is."""
    if TAKE_PASSAGE not in data:
        return data
    data = data.copy()
    data["quote"] = data.pop(TAKE_PASSAGE)[-1]
    return data


def take_passage_over(data: QueryDict) -> QueryDict:
    """Return the posted data with the offered passage as the quote, sent by the button that was pressed before; after
    a plain *Save* the claim is shown again, with its new quote."""
    data = put_passage(data)
    pressed = data.get(PRESSED_BEFORE)
    data[pressed if pressed in CARRIED_ON else "_continue"] = "1"
    return data


# The fields of forms for words around a quote.
AROUND_THE_QUOTE: Any = (
    "Where the quote stands more than once",
    {
        "fields": ["prefix", "suffix"],
        "classes": ["collapse"],
        "description": "Needed only when the text has the same words twice.",
    },
)


class QuotingForm(VersionedForm):
    """Checks a quote against the held text of its source; a passage that is near may be taken over."""

    quote_check: QuoteCheck | None = None  # what checking the quote found

    def clean_quote(self):
        """Refuse what is too long before it is looked for: of the words of a page none is nearest."""
        quote = self.cleaned_data["quote"].replace("\r\n", "\n")
        if len(quote) > quotes.LONGEST_QUOTE:
            raise forms.ValidationError(SENTENCES[FaultCode.QUOTE_TOO_LONG])
        return quote

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("source") and "quote" in cleaned:
            self._check_quote(cleaned["source"], cleaned)
        return cleaned

    def read_text(self, source):
        """Return the text in which the quote must stand."""
        return source.read_text()

    def _check_quote(self, source, cleaned):
        """Look for the quote in the text of its source, for the form and for saving; refuse one that is not in it."""
        quote, prefix, suffix = (cleaned.get(name) or "" for name in ("quote", "prefix", "suffix"))
        text = self.read_text(source)
        self.quote_check = quotes.locate(quote, text, prefix, suffix)
        if self.quote_check.state == QuoteState.MISSING:
            missing = missing_quotes.explain_missing(quote, text, prefix, suffix)
            for name in missing.misplaced:
                self.add_error(name, explain_misplaced(missing, name))
            if not missing.misplaced:
                pressed = next((button for button in CARRIED_ON if button in self.data), "")
                self.add_error("quote", self.explain_missing(quote, missing.nearest, pressed))

    def explain_missing(self, quote: str, nearest: Passage | None, pressed: str) -> str:
        """Return the message for a quote that is not in the text; its form was sent by the `pressed` button."""
        return explain_missing_quote(quote, nearest, pressed)


class QuotingAdmin(ReviewableAdmin):
    """What the admins of claims and outcomes have in common."""

    form = QuotingForm
    typed = "quote"
    readonly_fields = ["quote_check"]

    @admin.display(description="passage")
    def passage(self, row):
        words = Truncator(row.quote or row.locator).chars(60)
        where = Truncator(row.source.place_or_title).chars(30)
        return format_html('<span class="passage" dir="auto">{}</span> <span class="quiet">{}</span>', words, where)

    @admin.display(description="status", ordering="status")
    def state(self, row):
        lost = row.quote_state == QuoteState.MISSING
        alarm = format_html(' <span class="alarm">{}</span>', "quote missing") if lost else ""
        return format_html('<span class="state state-{}">{}</span>{}', row.status, row.standing, alarm)

    @admin.display(description="Quote check")
    def quote_check(self, row):
        state = QuoteState(row.quote_state)
        return format_html('<span class="check check-{}">{}</span>', state.value, QUOTE_STATES[state].capitalize())

    def view_on_site(self, row):
        """Only what is published stands on a page for readers."""
        return row.get_absolute_url() if row.status == Status.PUBLISHED else None

    def list_left_out(self, row):
        """Return the fields that have nothing to show yet: the state of a quote that was not checked."""
        return {"quote_check"} if row is None else set()

    def get_fieldsets(self, request, obj=None):
        left_out = self.list_left_out(obj)
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name not in left_out]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def take_post(self, request, object_id, form_url, extra_context):
        if TAKE_PASSAGE in request.POST:
            request.POST = take_passage_over(request.POST)
        return super().take_post(request, object_id, form_url, extra_context)

    def explain_out_of_hands(self, row, words):
        return (
            f"Not saved: this {self.opts.verbose_name} is {row.standing} now, and you cannot edit it in that state. "
            f"The quote that you typed: “{words}”"
        )

    def lock(self, gate, row, form):
        """Lock the source too, and first, as saving a source does: the quote was looked for in its text."""
        gate.lock(Source, row.source_id, row.source.version)
        super().lock(gate, row, form)


AMBIGUOUS = (
    "The quote stands more than once in the text. Copy the words just before it into Prefix, or those just "
    "after it into Suffix, to say which passage is meant."
)


NOTHING_LIKE_IT = "This is not in the source's text, nor anything like it. Copy the passage from the text itself."


def explain_misplaced(missing: MissingQuote, name: str) -> str:
    """Return the message for words that do not stand before or after a quote, with what does."""
    reads = (
        format_html(' There it reads: <q class="passage" dir="auto">{}</q>', missing.nearest.text)
        if missing.nearest
        else ""
    )
    return format_html("The quote does not stand {} these words.{}", SIDES[name], reads)


def explain_missing_quote(quote: str, passage: Passage | None, pressed: str = "") -> str:
    """Return the message for a quote that is not in the text, with the nearest passage and a button to take it, which
    goes on as the button that was `pressed`."""
    if passage is None:
        return NOTHING_LIKE_IT
    return format_html(
        "This is not in the source's text, in whole words. The nearest passage, with what differs marked: "
        '<q class="passage" dir="auto">{}</q> <button type="submit" class="button" name="{}" value="{}">'
        'Use this passage</button><input type="hidden" name="{}" value="{}">',
        mark_differences(quote, passage.text),
        TAKE_PASSAGE,
        passage.text,
        PRESSED_BEFORE,
        pressed,
    )


def mark_differences(quote: str, passage: str) -> SafeString:
    """Return the passage as HTML with the words marked that the quote lacks or writes otherwise."""
    typed, held = quote.split(), passage.split()
    matched = SequenceMatcher(None, typed, held, autojunk=False).get_opcodes()
    parts = [(way, " ".join(held[start:end])) for way, _, _, start, end in matched if end > start]
    return mark_safe(  # noqa: S308 - each part is escaped
        " ".join(escape(text) if way == "equal" else f"<mark>{escape(text)}</mark>" for way, text in parts)
    )
