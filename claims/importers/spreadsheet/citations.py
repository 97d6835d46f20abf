"""The quotes of a file, each looked for in the held text of its source: what is published must stand there."""

from functools import lru_cache

from ...models import SourceText
from ...rules import publishing, quotes
from ...rules.exchange import Fields
from ...rules.missing_quotes import explain_missing
from ...rules.publishing import Status
from ...rules.quotes import QuoteCheck, QuoteState
from ...wording.publishing import CITATION_BLOCKERS
from ...wording.quotes import write_missing
from ..errors import FileErrors

TEXTS_HELD = 8


class FileCitations:
    """Checks the citations of rows; sources that are new have no text yet."""

    def __init__(self, faults: FileErrors) -> None:
        self.faults = faults
        current = SourceText.objects.filter(current=True)
        self._with_text = set(current.values_list("source", flat=True))
        self._read_text = lru_cache(TEXTS_HELD)(lambda key: current.values_list("text", flat=True).get(source=key))

    def check(self, fields: Fields) -> QuoteCheck:
        """Look for a row's quote in the text of its source."""
        quote, source = fields["quote"], fields["source"]
        text = self._read_text(source) if quote and source in self._with_text else ""
        return quotes.locate(quote, text, fields["prefix"], fields["suffix"])

    def allows(self, line: int, fields: Fields, status: str, quote: QuoteCheck) -> bool:
        """Whether a row may have this status with its citation; if not, that is a fault."""
        if status != Status.PUBLISHED:
            return True
        if quote.state == QuoteState.MISSING:
            text = self._read_text(fields["source"])
            reasons = [write_missing(explain_missing(fields["quote"], text, fields["prefix"], fields["suffix"]))]
        else:
            citation = publishing.Citation(fields["quote"], fields["locator"], quote.state)
            reasons = [CITATION_BLOCKERS[blocker] for blocker in publishing.find_citation_blockers(citation)]
        for reason in reasons:
            self.faults.add(line, "quote", reason)
        return not reasons
