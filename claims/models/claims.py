"""Claims: one row is one cited passage that shows where one holder stands on one proposal."""

from datetime import date
from typing import NamedTuple, Self

from django.db import connections, models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from ..rules import exchange, publishing, quotes
from ..rules.exchange_columns import CLAIM_COLUMNS
from ..rules.publishing import Status
from ..rules.scales import LOWEST, Dimension
from ..wording.days import format_day
from ..wording.numbers import format_value
from ..wording.publishing import TAKEN_OVER, TAKEN_OVER_INTO
from .addresses import write_address
from .cited import STATUS_CHOICES, Cited, CitedQuerySet
from .claim_constraints import CONSTRAINTS, INDEXES
from .claim_content import ClaimContent
from .history import keep_history
from .public_ids import PublicIdField
from .vocabulary import Actor
from .wordings import Wording

# What a coder writes of a claim; a correction carries it over to the claim that it corrects.
CLAIM_CONTENT = ("source", *CLAIM_COLUMNS)
PUBLIC_CONTENT = tuple(name for name in CLAIM_CONTENT if name not in ("note", "confirmed"))  # what of it readers see
NEWEST_FIRST = ("-said_on", "-pk")

_CELL = ("proposal_id", "holder_id", "dimension", "source_id")


class StandingCell(NamedTuple):
    """A cell in which a claim stands, and of which source: ids of its proposal and holder, the dimension, and the id of
    the source."""

    proposal: int
    holder: int
    dimension: str
    source: int


class ClaimQuerySet(CitedQuerySet):
    def said_by(self, day: date) -> Self:
        """Claims said on or before a day. (So written that no index of days is taken for it: nearly all are.)"""
        return self.exclude(said_on__gt=day)

    def published_by(self, day: date) -> Self:
        """Claims of sources that are known to have been published on or before a day."""
        return self.filter(source__published_on__lte=day)

    def mark_earlier_wordings(self, day: date) -> Self:
        """Say of each claim in `earlier_wording` whether it names a wording, and by a day its proposal had a later
        one; of two of one day neither is the later."""
        later = Wording.objects.filter(proposal=OuterRef("proposal"), day__lte=day, day__gt=OuterRef("wording__day"))
        none = When(wording=None, then=Value(False))
        return self.annotate(earlier_wording=Case(none, default=Exists(later), output_field=models.BooleanField()))

    def of_cells(self) -> Self:
        """The same claims, for whoever chooses proposals and holders: each dimension is named, with which the index of
        cells begins. SQLite would else look for them among the newest of all."""
        return self.filter(dimension__in=[*map(str, Dimension)])

    def among_its_own(self, **actors: Actor) -> Self:
        """The claims of a `holder` or a `speaker`, or with both of either, the newest first, looked for among these
        alone: a database would look for the newest among the newest of all, and so through all of them for an actor
        that has none of a kind. SQLite does not where its own are chosen apart, nor PostgreSQL where no index has what
        it sorts by."""
        own = Q(**actors, _connector=Q.OR)
        if connections[self.db].vendor == "postgresql":
            return self.filter(own).order_by(Coalesce("said_on", "said_on").desc(), "-pk")
        return self.filter(pk__in=Claim.objects.filter(own).values("pk"))

    def for_table(self) -> Self:
        """Load with each claim all that a row of a table of claims shows, and by what it is sorted as a value."""
        rows = self.select_related("holder", "speaker", "proposal__topic", "proposal__negotiation", "source", "wording")
        return rows.to_sort()

    def to_sort(self) -> Self:
        """Load with each claim by what it is sorted as a value: one without a value stands below the lowest, on either
        database."""
        return self.annotate(sorted_value=Coalesce("value", Value(LOWEST - 1)))


class Claim(ClaimContent, Cited):
    """One passage of a source that shows where one holder stands on one proposal in one dimension."""

    TRANSITIONS = publishing.CLAIM_TRANSITIONS
    TO_NEGOTIATION = "proposal__negotiation"
    DERIVED = Cited.DERIVED | {"identity", "overlong_quote"}

    public_id = PublicIdField("claim", unique=True)
    on_part = models.GeneratedField(
        expression=~Q(covers=""),  # type: ignore[arg-type]  # which Django takes
        output_field=models.BooleanField(),
        db_persist=True,
    )
    status = models.CharField(max_length=10, choices=STATUS_CHOICES, default=Status.DRAFT.value, editable=False)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="corrections"
    )
    corrects_version = models.PositiveIntegerField(null=True, editable=False)
    review_comment = models.TextField(blank=True, editable=False)
    conditional = models.GeneratedField(
        expression=~Q(conditions=""),  # type: ignore[arg-type]  # which Django takes
        output_field=models.BooleanField(),
        db_persist=True,
    )
    # Whether the quote dates from before quotes had a limit: kept as it is until somebody shortens it.
    overlong_quote = models.BooleanField(default=False, db_default=False, editable=False)
    # By which an import knows a claim that it names without its id; not unique, see `rules.exchange.compute_identity`.
    identity = models.CharField(max_length=exchange.IDENTITY_LENGTH, default="", editable=False)

    _stood_in: frozenset[StandingCell] | None = frozenset()  # as far as it was loaded or written

    objects = ClaimQuerySet.as_manager()  # type: ignore[misc]  # it narrows that of the base
    history = keep_history(excluded_fields=["conditional", "on_part", *sorted(DERIVED)])

    class Meta:
        ordering = [*NEWEST_FIRST]
        constraints = CONSTRAINTS
        indexes = INDEXES

    def __str__(self) -> str:
        day = format_day(self.said_on) if self.said_on else "no day"  # a form that could not be read
        return f"{self.holder} on {self.proposal}: {format_value(self.value)} ({day})"

    def get_absolute_url(self) -> str:
        return write_address("claim", self.public_id)

    def list_cells(self) -> frozenset[StandingCell] | None:
        """Return the cells in which it stood, as far back as this instance goes, and stands now, of which source; None
        where that is not known: some columns were not loaded, or an instance made by hand may be written over any
        row."""
        if self._stood_in is None or not (self._stood_in or self.pk is None):
            return None
        self._stood_in |= {StandingCell(self.proposal_id, self.holder_id, self.dimension, self.source_id)}
        return self._stood_in

    def _remember_status(self) -> None:
        super()._remember_status()
        cell = tuple(map(self.__dict__.get, _CELL))
        known_so_far = None if None in cell else self._stood_in
        self._stood_in = None if known_so_far is None else known_so_far | {StandingCell._make(cell)}

    def derive(self) -> None:
        self.overlong_quote = self.overlong_quote and len(self.quote) > quotes.LONGEST_QUOTE
        self.identity = exchange.compute_identity(
            self.holder_id,
            self.speaker_id,
            self.proposal_id,
            self.dimension,
            self.attribution,
            self.said_on,
            self.source_id,
            self.quote,
        )

    @property
    def is_taken_over(self) -> bool:
        """Whether it is a correction that was published: its content is that of the claim that it corrects."""
        withdrawn = self.corrects_id is not None and self.status == Status.WITHDRAWN
        return withdrawn and self.review_comment.startswith(TAKEN_OVER_INTO)

    @property
    def standing(self) -> str:
        """Its status in words."""
        return TAKEN_OVER if self.is_taken_over else self.get_status_display()
