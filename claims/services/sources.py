"""Saving a source with a new text: each quote of its claims and outcomes is looked for in that text, once.

A text that is replaced is kept by its digest, and one on which published quotes rest is never taken away.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from ..models import Source, SourceText
from ..models.cited import Cited
from ..models.source_texts import sha256
from ..rules import quotes
from ..rules.missing_quotes import find_misplaced
from ..rules.publishing import Status
from ..rules.quotes import QuoteCheck, QuoteState
from ..wording.quotes import write_lost
from .original_files import NewOriginal, keep_original
from .warnings import settle_day
from .write_gate import Gate, Refused

IN_TEXT = {QuoteState.EXACT, QuoteState.NORMALISED, QuoteState.AMBIGUOUS}

OF_QUOTES = ("public_id", "source", "quote", "prefix", "suffix", "status", *sorted(Cited.DERIVED))
A_BATCH = 500  # sources that are written at once


Passage = tuple[str, str, str]  # a quote, and what stands before and after it


class TextCheck(NamedTuple):
    """A text that a source is to get, and what cites it, each with where its quote stands in that text."""

    text: str
    citing: list[tuple[Cited, QuoteCheck]]
    original: NewOriginal | None = None  # the file that it was taken from
    placed: Mapping[Passage, QuoteCheck] = {}  # where quotes stand in it, also those that nothing cites yet

    def list_lost(self) -> list[Cited]:
        """Return what is published and has its quote not in the text: of an empty one, all that were found in the text
        that is held."""
        return [row for row, check in self.citing if row.status == Status.PUBLISHED and _loses(row, check)]

    def refuse_losses(self) -> None:
        """Raise LostQuotes where published quotes would lose their text."""
        if lost := self.list_lost():
            raise LostQuotes(lost, self.text)


class LostQuotes(Refused):
    """A new text lacks the quotes of published claims or outcomes, which are `rows`."""

    def __init__(self, rows: list[Cited], text: str):
        super().__init__([f"{row.public_id}: {explain_lost(row, text)}" for row in rows])
        self.rows = rows


def explain_lost(row: Cited, text: str) -> str:
    """Say why the quote of a claim or outcome has no place in a text."""
    if not text:
        return "Its quote was found in the text that is held: without that, nobody could check it."
    misplaced = find_misplaced(row.quote, text, row.prefix, row.suffix)
    return write_lost(row.quote, misplaced)


def check_text(source: Source, text: str, before: TextCheck | None = None) -> TextCheck:
    """Look for the quotes of all that cites a source in a text: in a long one that takes its time (two queries).

    A quote that was looked for `before`, in the same text, is not looked for again.
    """
    checks = dict(before.placed) if before else {}
    rows = [*source.claims.only(*OF_QUOTES), *source.outcomes.only(*OF_QUOTES)] if source.pk else []
    for quote, prefix, suffix in {_get_passage(row) for row in rows} - checks.keys():
        checks[quote, prefix, suffix] = quotes.locate(quote, text, prefix, suffix)
    return TextCheck(text, [(row, checks[_get_passage(row)]) for row in rows], placed=checks)


def save_source(
    gate: Gate, source: Source, text_check: TextCheck | None = None, confirmed: Collection[str] | None = ()
) -> None:
    """Save a source, with a new text where one was checked; raise LostQuotes where published quotes are not in it.

    Raise LaterClaims where its new day is before that of claims of it, unless SAID_LATER is among the warnings that
    are `confirmed`: then it is of each of these. None: the caller settles the day, once it has written the claims.
    Where readers see the source, the gate refuses it: then a change is proposed (`pending_changes`).
    """
    days = Source.objects.filter(pk=source.pk).values_list("published_on", flat=True)
    moved = confirmed is not None and source.pk and days.first() != source.published_on
    if text_check is not None:
        now = check_text(source, text_check.text, before=text_check)  # claims may have been written since
        now.refuse_losses()
        if now.text and not source.text_sha256:
            source.text_sha256 = sha256(now.text)
    gate.save(source)
    if text_check is not None:
        _hold_text(gate, source, text_check)
        for row, check in now.citing:
            row.place_quote(check)
        gate.place_quotes(row for row, _ in now.citing)
    if moved:
        settle_day(gate, source, confirmed or ())


def add_sources(gate: Gate, sources: Sequence[Source]) -> None:
    """Save new sources without texts, each checked before."""
    for batch in (sources[start : start + A_BATCH] for start in range(0, len(sources), A_BATCH)):
        gate.create_many(batch)


def _hold_text(gate: Gate, source: Source, new: TextCheck) -> None:
    """Make a text the current one of a saved source; an empty one leaves it without. What was held is kept."""
    source.texts.filter(current=True).update(current=False)
    if new.text:
        source.texts.filter(pk=keep_text(gate, source, new.text, new.original).pk).update(current=True)


def keep_text(gate: Gate, source: Source, text: str, original: NewOriginal | None = None) -> SourceText:
    """Return the row that keeps a text of a saved source, made where it was never held, with the file that it was taken
    from; its quotes are not checked."""
    digest = sha256(text)
    kept = source.texts.filter(sha256=digest).defer("text").first()
    if kept is None:
        kept = SourceText(source=source, sha256=digest, text=text, current=False, added_by=gate.user)
        kept.save()
    if original is not None:
        keep_original(gate, kept, original)
    return kept


def _loses(row: Cited, check: QuoteCheck) -> bool:
    """Whether a row loses its passage: its quote is not in the text, or there is none any more to look for it."""
    return check.state == QuoteState.MISSING or (check.state == QuoteState.NO_TEXT and row.quote_state in IN_TEXT)


def _get_passage(row: Cited) -> Passage:
    return row.quote, row.prefix, row.suffix
