"""What claims and outcomes have in common: they cite a passage of a source, whose text is asked for it once a save."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from ..rules import publishing, quotes
from ..rules.publishing import Status
from ..rules.quotes import QuoteCheck, QuoteState
from ..wording.exchange import RowError
from ..wording.publishing import CITATION_BLOCKERS, STATUSES
from ..wording.sources import AroundTitle, write_beside_claim
from .history import TrackedQuerySet, Versioned
from .reviewable import Reviewable

STATUS_CHOICES = [(s.value, s.value.replace("-", " ")) for s in STATUSES]
QUOTE_STATE_CHOICES = [(s.value, s.value.replace("-", " ")) for s in QuoteState]


class CitedQuerySet(TrackedQuerySet):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED.value)

    def get_by_natural_key(self, public_id: str) -> Any:
        return self.get(public_id=public_id)


class Quoting(Versioned):
    """A row with a citation: `source`, `quote`, `locator`, `prefix` and `suffix`, and in `quote_state`, `quote_start`
    and `quote_end` what checking the quote found."""

    DERIVED = frozenset({"quote_state", "quote_start", "quote_end"})

    source: Any
    quote: Any
    locator: Any
    prefix: Any
    suffix: Any
    quote_state: Any
    quote_start: Any
    quote_end: Any

    class Meta:
        abstract = True

    def save(self, *args: Any, quote_check: QuoteCheck | None = None, **kwargs: Any) -> None:
        """Save with what checking the quote finds: `quote_check`, where it was checked before in the same text."""
        self.place_quote(self.check_quote() if quote_check is None else quote_check)
        super().save(*args, **kwargs)

    def read_text(self) -> str:
        """Return the text in which its quote must stand, or an empty one (one query, of what may be megabytes)."""
        text: str = self.source.read_text()
        return text

    def check_quote(self) -> QuoteCheck:
        """Look for the quote in the text of the source; in a long one that takes a second."""
        return quotes.locate(self.quote, self.read_text(), self.prefix, self.suffix)

    def place_quote(self, check: QuoteCheck) -> None:
        """Take over what checking the quote found."""
        self.quote_state, self.quote_start, self.quote_end = check.state.value, check.start, check.end

    def list_citation_errors(self) -> list[RowError]:
        """Return what is wrong with what it cites; whether the text holds its quote is seen as it is saved."""
        return []

    @property
    def language(self) -> str:
        """The code of the language of its quote."""
        language: str = self.source.language
        return language


class Cited(Quoting, Reviewable):
    """A reviewed row with a citation."""

    public_id: Any
    proposal: Any
    wording: Any
    review_comment: Any

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str]:
        return (self.public_id,)

    @property
    def cited(self) -> AroundTitle:
        """Its source and the place in it, as they stand beside the quote, or beside the place where there is none."""
        return write_beside_claim(self.source.get_cited_work(), self.locator if self.quote else "")

    @property
    def wording_address(self) -> str:
        """The address of the wording that it names, on the page of its proposal."""
        return self.wording.get_address_on(self.proposal) if self.wording else ""

    def list_citation_errors(self) -> list[RowError]:
        """Errors of a published row that cites nothing; whether the text holds its quote is seen as it is saved."""
        if self.status != Status.PUBLISHED:
            return []
        citation = publishing.Citation(self.quote, self.locator, QuoteState.NO_TEXT)
        blockers = publishing.find_citation_blockers(citation)
        return [RowError("quote", CITATION_BLOCKERS[blocker]) for blocker in blockers]


def make_constraints(name: str, row: str, uncited: str) -> tuple[models.CheckConstraint, ...]:
    """Return what the database holds of the states of a model whose constraints begin with `name`: each status and
    quote state is one that there is, and what is published is cited. Messages call a row `row`, and say `uncited`."""
    return (
        models.CheckConstraint(
            name=f"{name}_status_known",
            condition=Q(status__in=list(map(str, Status))),
            violation_error_message=f"{row} is draft, in review, returned, published or withdrawn.",
        ),
        models.CheckConstraint(
            name=f"{name}_quote_state_known",
            condition=Q(quote_state__in=list(map(str, QuoteState))),
            violation_error_message="A quote is exact, normalised, ambiguous, missing or unchecked.",
        ),
        models.CheckConstraint(
            name=f"{name}_published_is_cited",
            condition=~Q(status=Status.PUBLISHED.value)
            | ((~Q(quote="") | ~Q(locator="")) & ~Q(quote_state=QuoteState.MISSING.value)),
            violation_error_message=uncited,
        ),
    )


def refuse_at_fields(errors: list[RowError]) -> None:
    """Raise a ValidationError with each message at its field, if there are any."""
    messages: dict[str, list[str]] = {}
    for error in errors:
        messages.setdefault(error.field, []).append(error.reason)
    if messages:
        raise ValidationError(messages)
