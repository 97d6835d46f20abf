"""Saving sources with new texts, one or many at once: each quote of their claims and outcomes is looked for in its
text, once.

A text that is replaced is kept by its digest, and one on which published quotes rest is never taken away.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from ..models import Claim, Outcome, Source, SourceText
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

T = TypeVar("T")
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
    check = before._replace(text=text) if before else TextCheck(text, [])
    return _check_texts([(source, check)])[0]


def _check_texts(texts: Sequence[tuple[Source, TextCheck]]) -> list[TextCheck]:
    """Return checks of these texts with all that cites their sources now; quotes that were placed already are not
    looked for again (two queries)."""
    citing: defaultdict[int, list[Cited]] = defaultdict(list)
    keys = [source.pk for source, _ in texts if source.pk]
    for model in (Claim, Outcome) if keys else ():
        for row in model.objects.filter(source__in=keys).only(*OF_QUOTES):
            citing[row.source_id].append(row)
    return [_place(check, citing[source.pk] if source.pk else []) for source, check in texts]


def _place(check: TextCheck, citing: Sequence[Cited]) -> TextCheck:
    checks = dict(check.placed)
    for quote, prefix, suffix in {_get_passage(row) for row in citing} - checks.keys():
        checks[quote, prefix, suffix] = quotes.locate(quote, check.text, prefix, suffix)
    return check._replace(citing=[(row, checks[_get_passage(row)]) for row in citing], placed=checks)


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
        text_check = _settle_text(source, check_text(source, text_check.text, text_check))  # claims may have come since
    gate.save(source)
    if text_check is not None:
        _hold(gate, [(source, text_check)])
    if moved:
        settle_day(gate, source, confirmed or ())


def add_sources(gate: Gate, sources: Sequence[Source], texts: Mapping[str, str] | None = None) -> None:
    """Save new sources, each checked before, with their texts where there are any (by slug)."""
    for batch in _cut(sources):
        held = [(source, texts[source.slug]) for source in batch if texts and source.slug in texts]
        for source, text in held:
            source.text_sha256 = source.text_sha256 or sha256(text)
        gate.create_many(batch)
        _keep_texts(gate, held, current=True)


def hold_texts(gate: Gate, texts: Sequence[tuple[Source, TextCheck]]) -> None:
    """Save sources that are here with texts that were checked, in as many queries as one (for each A_BATCH of them);
    raise LostQuotes where published quotes of one are not in its text."""
    for batch in _cut(texts):
        checks = [_settle_text(source, check) for (source, _), check in zip(batch, _check_texts(batch), strict=True)]
        sources = [source for source, _ in batch]
        gate.change_many(sources, ["text_sha256"])
        _hold(gate, list(zip(sources, checks, strict=True)))


def _cut(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + A_BATCH] for start in range(0, len(rows), A_BATCH))


def _settle_text(source: Source, check: TextCheck) -> TextCheck:
    """Return the check of a text that a source is to have, whose digest is that of the source where this has none;
    raise LostQuotes where published quotes are not in it."""
    check.refuse_losses()
    if check.text and not source.text_sha256:
        source.text_sha256 = sha256(check.text)
    return check


def _hold(gate: Gate, texts: Sequence[tuple[Source, TextCheck]]) -> None:
    """Make texts the current ones of saved sources, an empty one leaves its source without; what was held is kept.
    Place what cites them."""
    SourceText.objects.filter(source__in=[source for source, _ in texts], current=True).update(current=False)
    kept = _keep_texts(gate, [(source, check.text) for source, check in texts if check.text], current=True)
    for source, check in texts:
        if check.text and check.original is not None:
            keep_original(gate, kept[source.pk], check.original)
        for row, place in check.citing:
            row.place_quote(place)
    gate.place_quotes(row for _, check in texts for row, _ in check.citing)


def _keep_texts(gate: Gate, texts: Sequence[tuple[Source, str]], current: bool) -> dict[int, SourceText]:
    """Return by the keys of saved sources the rows that keep their texts, made where one was never held; where they are
    to be `current`, no other text of these sources is."""
    digests = {source.pk: sha256(text) for source, text in texts}
    stored = SourceText.objects.filter(source__in=[*digests], sha256__in={*digests.values()}).defer("text")
    kept = {text.source_id: text for text in stored if digests[text.source_id] == text.sha256}
    if current and kept:
        SourceText.objects.filter(pk__in=[text.pk for text in kept.values()]).update(current=True)
    made = [
        SourceText(source=source, sha256=digests[source.pk], text=text, current=current, added_by=gate.user)
        for source, text in texts
        if source.pk not in kept
    ]
    gate.keep_many(made)
    return kept | {text.source_id: text for text in made}


def keep_text(gate: Gate, source: Source, text: str, original: NewOriginal | None = None) -> SourceText:
    """Return the row that keeps a text of a saved source, made where it was never held, with the file that it was taken
    from; its quotes are not checked."""
    kept = _keep_texts(gate, [(source, text)], current=False)[source.pk]
    if original is not None:
        keep_original(gate, kept, original)
    return kept


def _loses(row: Cited, check: QuoteCheck) -> bool:
    """Whether a row loses its passage: its quote is not in the text, or there is none any more to look for it."""
    return check.state == QuoteState.MISSING or (check.state == QuoteState.NO_TEXT and row.quote_state in IN_TEXT)


def _get_passage(row: Cited) -> Passage:
    return row.quote, row.prefix, row.suffix
