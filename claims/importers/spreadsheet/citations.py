"""What a row of a file must have to be published: a quote that stands in the held text of its source, and nothing that
it names only suggested."""

from functools import lru_cache
from typing import Any

from ...models import Actor, Proposal, SourceText
from ...models.suggestions import CONFIRMED
from ...rules import conditions, publishing, quotes
from ...rules.exchange import Fields
from ...rules.missing_quotes import explain_missing
from ...rules.publishing import Status
from ...rules.quotes import QuoteCheck, QuoteState
from ...wording.publishing import CITATION_BLOCKERS, SUGGESTED
from ...wording.quotes import write_missing
from ..errors import FileErrors
from .texts import FileText, FileTexts, place_quote

TEXTS_HELD = 8
NAMING: dict[str, Any] = {"holder": Actor, "speaker": Actor, "proposal": Proposal}


class FileCitations:
    """Checks the citations of rows; sources that are new have no text yet, unless it comes with the file."""

    def __init__(self, faults: FileErrors, texts: FileTexts | None = None) -> None:
        self.faults, self.texts = faults, texts
        current = SourceText.objects.filter(current=True)
        self._with_text = set(current.values_list("source", flat=True))
        rows: dict[Any, list[Any]] = {m: list(m._base_manager.exclude(**CONFIRMED)) for m in (Actor, Proposal)}
        self._suggested = {model: {row.pk: str(row) for row in of_model} for model, of_model in rows.items()}
        self._suggested_slugs = {row.slug for row in rows[Proposal]}
        self._read_text = lru_cache(TEXTS_HELD)(lambda key: current.values_list("text", flat=True).get(source=key))

    def check(self, fields: Fields) -> QuoteCheck:
        """Look for a row's quote in the text of its source."""
        if coming := self._find_coming(fields):
            return place_quote(coming, fields)
        return quotes.locate(fields["quote"], self._read(fields), fields["prefix"], fields["suffix"])

    def check_again(self, fields: Fields, before: QuoteCheck) -> QuoteCheck:
        """Look for a quote that was looked for `before`, where the source gets a text with the file."""
        return self.check(fields) if self._find_coming(fields) else before

    def allows(self, line: int, fields: Fields, status: str, quote: QuoteCheck) -> bool:
        """Whether a row may have this status with its citation; if not, that is a fault."""
        if status != Status.PUBLISHED:
            return True
        if quote.state == QuoteState.MISSING:
            missing = explain_missing(fields["quote"], self._read(fields), fields["prefix"], fields["suffix"])
            reasons = [write_missing(missing)]
        else:
            citation = publishing.Citation(fields["quote"], fields["locator"], quote.state)
            reasons = [CITATION_BLOCKERS[blocker] for blocker in publishing.find_citation_blockers(citation)]
        for reason in reasons:
            self.faults.add(line, "quote", reason)
        suggested = self._list_suggested(fields)
        for field, name in suggested.items():
            self.faults.add(line, field, SUGGESTED.format(suggested=name))
        return not reasons and not suggested

    def _find_coming(self, fields: Fields) -> FileText | None:
        return self.texts.find(fields["source"]) if self.texts else None

    def _read(self, fields: Fields) -> str:
        """Return the text in which the quote of a row is looked for; an empty one without text or quote."""
        if coming := self._find_coming(fields):
            return coming.text
        key = fields["source"]
        text: str = self._read_text(key) if fields["quote"] and key in self._with_text else ""
        return text

    def _list_suggested(self, fields: Fields) -> dict[str, str]:
        """Return field → the name of what it names and no reviewer has confirmed."""
        named = {
            field: self._suggested[model][fields[field]]
            for field, model in NAMING.items()
            if fields.get(field) in self._suggested[model]
        }
        linked = {*conditions.list_slugs(fields.get("depends_on") or "")} & self._suggested_slugs
        if linked:
            negotiation = Proposal.objects.filter(pk=fields["proposal"]).values("negotiation")
            rows = Proposal.objects.filter(negotiation__in=negotiation, slug__in=linked).exclude(**CONFIRMED)
            if titles := ", ".join(rows.order_by("title").values_list("title", flat=True)):
                named["depends_on"] = titles
        return named
