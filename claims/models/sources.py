"""Sources: documents with their bibliographic record. Their texts stand in a table of their own."""

from collections.abc import Collection, Sequence
from typing import Any, Self

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf

from ..rules.citations import CitedWork
from ..rules.csl import list_words
from ..rules.publishing import Status
from ..rules.scales import GRADES
from ..wording.sources import AroundTitle, name_place_or_title, write_in_full
from .addresses import write_address
from .csl_field import CslField
from .days import DayField
from .history import SeenBy, keep_history
from .languages import LanguageField
from .named import Named, NamedQuerySet, NameField


class SourceType(models.TextChoices):
    """Types of the Citation Style Language (CSL 1.0.2) that a negotiation's record is made of."""

    ARTICLE_NEWSPAPER = "article-newspaper", "newspaper or agency article"
    ARTICLE_JOURNAL = "article-journal", "journal article"
    BROADCAST = "broadcast", "broadcast"
    DOCUMENT = "document", "document"
    HEARING = "hearing", "hearing or vote record"
    INTERVIEW = "interview", "interview"
    LEGISLATION = "legislation", "legislation"
    PERSONAL = "personal_communication", "letter or personal communication"
    POST = "post", "post on a platform"
    REPORT = "report", "report"
    SPEECH = "speech", "speech or statement"
    TREATY = "treaty", "treaty or draft treaty"
    WEBPAGE = "webpage", "web page"


PUBLISHED = {"status": Status.PUBLISHED}
# What lets readers see a source: which rows of it, on which conditions.
CITING: tuple[tuple[str, dict[str, Any]], ...] = (("claims", PUBLISHED), ("outcomes", PUBLISHED), ("wordings", {}))
GRADE_CHOICES = [(grade.value, f"{grade}: {word.word}") for grade, word in GRADES.items()]


class SourceQuerySet(NamedQuerySet):
    def with_named_voice(self) -> Self:
        """Those of which is known whose text they are, each with it as its `voice`: its origin, else its publisher."""
        return self.annotate(voice=Coalesce(NullIf("origin", Value("")), "publisher")).exclude(voice="")

    def of_voices(self, voices: Collection[str]) -> Self:
        return self.with_named_voice().filter(Q(voice__in=voices))

    def public(self, negotiations: Collection[int] | None = None) -> Self:
        """Sources that a published claim or outcome cites, or a wording is from: visitors see no others. With
        `negotiations` (ids), those that are cited in one of these."""
        return self.filter(match_cited(negotiations))


class Source(Named):
    """A document that claims and outcomes cite, and wordings are from."""

    REVIEWED = True
    MOVES_CLAIMS = False
    DERIVED = Named.DERIVED | {"csl_words"}

    type = models.CharField(max_length=30, choices=SourceType, default=SourceType.ARTICLE_NEWSPAPER)
    title = NameField(max_length=300)
    publisher = NameField(max_length=120, blank=True, help_text="Where it was read.")
    origin = NameField(
        max_length=120,
        blank=True,
        help_text="Whose text it is: of a reprint, the agency that wrote it. Five reprints have one origin.",
    )
    authors = NameField(max_length=300, blank=True, help_text="“Family, Given”, with semicolons between several.")
    published_on = DayField(null=True, blank=True)
    accessed_on = DayField(null=True, blank=True)
    language = LanguageField(default="en", help_text="Language code, such as en or ru.")
    url = models.URLField("address", max_length=500, blank=True, validators=[URLValidator(["http", "https"])])
    csl = CslField(
        "rest of the record",
        default=dict,
        blank=True,
        help_text="What a footnote needs besides the fields above, as CSL-JSON: container-title, volume, issue, page, "
        "DOI, ISBN, ISSN, edition, editor, event-title, event-place, genre, publisher-place, archive, … The archived "
        "copy stands in custom: archive-url and archived.",
    )
    csl_words = models.TextField(blank=True, default="", editable=False)  # what is searched of it
    leaked = models.BooleanField(
        default=False, help_text="Tick it if it was made public against the will of those who wrote it."
    )
    grade = models.CharField(
        "grade of the origin",
        max_length=1,
        choices=GRADE_CHOICES,
        blank=True,
        help_text="How reliable its origin is, by the Admiralty Code. Empty until somebody has judged it.",
    )
    text_sha256 = models.CharField(
        "SHA-256 of the text",
        max_length=64,
        blank=True,
        help_text="Digest of the document's file, which tells which text belongs to it.",
    )

    objects = SourceQuerySet.as_manager()  # type: ignore[misc]  # it narrows that of the base
    history = keep_history(excluded_fields=sorted(DERIVED))

    class Meta:
        ordering = ["-published_on", "slug"]
        constraints = [
            models.CheckConstraint(
                name="source_type_known",
                condition=Q(type__in=SourceType.values),
                violation_error_message="Choose one of the listed types.",
            ),
            models.CheckConstraint(
                name="source_grade_known",
                condition=Q(grade__in=["", *map(str, GRADES)]),
                violation_error_message="A grade is a letter from A to F.",
            ),
            models.CheckConstraint(
                name="source_titled", condition=~Q(title=""), violation_error_message="Give the source a title."
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def list_names(self) -> list[str]:
        return [self.title]

    def list_searched(self) -> list[str]:
        return [*super().list_searched(), self.publisher, self.origin, self.authors, *list_words(self.csl)]

    def derive(self) -> None:
        super().derive()
        self.csl_words = "\n".join(list_words(self.csl))

    def get_absolute_url(self) -> str:
        return write_address("source", self.slug)

    @property
    def place_or_title(self) -> str:
        """What lists call it."""
        return name_place_or_title(self.publisher, self.origin, self.title)

    @property
    def in_full(self) -> AroundTitle:
        """It as a reference whose title is a link."""
        return write_in_full(self.get_cited_work())

    def get_cited_work(self) -> CitedWork:
        """Return what references need of it."""
        return CitedWork(**{name: getattr(self, name) for name in CitedWork._fields})

    def read_text(self) -> str:
        """Return the text that is held of it, or an empty one (one query, of what may be megabytes)."""
        return self.texts.filter(current=True).values_list("text", flat=True).first() or "" if self.pk else ""

    @classmethod
    def read_seen(cls, rows: Sequence["Source"]) -> dict[int, SeenBy]:
        """A source is seen in the negotiations in which something cites it that readers see (three queries)."""
        seen: dict[int, set[int]] = {row.pk: set() for row in rows}
        for name, conditions in CITING:
            model: Any = cls._meta.get_field(name).related_model
            citing = model.objects.filter(source__in=[*seen], **conditions).order_by()
            for key, negotiation in citing.values_list("source", "proposal__negotiation").distinct():
                seen[key].add(negotiation)
        return {key: SeenBy(bool(negotiations), negotiations) for key, negotiations in seen.items()}

    def is_public(self) -> bool:
        """A source is public once a published claim or outcome cites it, or a wording is from it (three queries at
        most)."""
        if not self.pk:
            return False
        cited = self.claims.published().exists() or self.outcomes.published().exists()
        return cited or self.wordings.exists()

    def list_negotiations(self) -> set[int]:
        """Return the ids of the negotiations in which readers see what cites it (three queries)."""
        citing = (self.claims.published(), self.outcomes.published(), self.wordings.all())
        return {key for rows in citing for key in rows.order_by().values_list("proposal__negotiation", flat=True)}


def match_cited(negotiations: Collection[int] | None = None, source: str = "pk") -> Q:
    """Match the sources that a published claim or outcome cites, or a wording is from, for a queryset of sources, or of
    rows that name theirs in the field `source`; in whatever negotiation, or in one of these (ids)."""
    cited = Q()
    within = {} if negotiations is None else {"proposal__negotiation__in": negotiations}
    for name, conditions in CITING:
        model: Any = Source._meta.get_field(name).related_model
        cited |= Q(Exists(model._base_manager.filter(source=OuterRef(source), **conditions, **within)))
    return cited
