"""What a published claim or outcome must cite: a passage that the text of its source holds."""

from django.core.exceptions import ValidationError

from ..models.cited import Cited
from ..rules import missing_quotes
from ..rules.publishing import Status
from ..rules.quotes import QuoteCheck, QuoteState
from ..wording.quotes import write_missing


def check_citation(row: Cited, quote_check: QuoteCheck | None = None) -> QuoteCheck:
    """Return what checking the quote of a row finds; raise ValidationError where it is published and its source's text
    lacks the quote.

    `quote_check` is what checking the quote in that text found, where the caller has looked already.
    """
    check = row.check_quote() if quote_check is None else quote_check
    if row.status == Status.PUBLISHED and check.state == QuoteState.MISSING:
        missing = missing_quotes.explain_missing(row.quote, row.source.read_text(), row.prefix, row.suffix)
        raise ValidationError({"quote": write_missing(missing)})
    return check
