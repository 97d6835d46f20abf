"""What claims and outcomes cite: passages, places, days and languages, and what is odd about them."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from ..models import Claim, Outcome, Source
from ..models.days import DayField
from ..rules import csl, languages, publishing, quotes
from ..rules.faults import BrokenRule, FaultCode, RowFault
from ..rules.publishing import Citation, Status
from ..rules.quotes import QuoteState
from ..rules.repeats import CELL, CodedClaim, Passage, tell_passage
from ..services.warnings import find_unconfirmed, make_coded, read_content
from ..wording.exchange import SENTENCES, write_fault
from ..wording.publishing import CITATION_BLOCKERS
from ..wording.warnings import write_unconfirmed
from .broken_rows import BATCH, BrokenRow, list_claims, list_outcomes, list_tracked_models, report


def check_citations() -> Iterator[BrokenRow]:
    """A published claim or outcome cites a passage or a place; white space is neither."""
    for rows in (list_claims(), list_outcomes()):
        published = rows.filter(status=Status.PUBLISHED.value)
        for row in published.filter(Q(quote__regex=r"^\s*$") & Q(locator__regex=r"^\s*$")):
            for blocker in publishing.find_citation_blockers(Citation(row.quote, row.locator, QuoteState.NO_TEXT)):
                yield report(row, CITATION_BLOCKERS[blocker])


def check_days() -> Iterator[BrokenRow]:
    """No day is still to come."""
    for model in list_tracked_models():
        rows = model._base_manager.order_by("pk")
        if model in (Claim, Outcome):
            rows = rows.exclude(status=Status.WITHDRAWN.value)
        for field in model._meta.concrete_fields:
            if not isinstance(field, DayField):
                continue
            for row in rows.filter(**{f"{field.name}__gt": localdate()}):
                fault = RowFault(field.name, FaultCode.DAY_TO_COME, {"day": getattr(row, field.name)})
                yield report(row, f"{field.verbose_name}: {write_fault(fault)}")


def check_warnings() -> Iterator[BrokenRow]:
    """What is odd about a claim was checked and confirmed."""
    claims = Claim.objects.exclude(status=Status.WITHDRAWN.value).order_by(*CELL, "pk")
    claims = claims.select_related("source", "coder").exclude(said_on__gt=localdate())
    for _, in_cell in groupby(claims.iterator(BATCH), lambda claim: [claim.serializable_value(name) for name in CELL]):
        alike = _group_by_passage(list(in_cell))
        for claim, others in alike:
            for warning in find_unconfirmed(claim, others):
                yield report(claim, write_unconfirmed(warning))


def _group_by_passage(claims: list[Claim]) -> list[tuple[Claim, list[CodedClaim]]]:
    """Return claims of one cell, each with the others on its passage; a correction under way is none of these."""
    if len(claims) == 1:
        return [(claims[0], [])]
    coded: dict[Passage | None, list[CodedClaim]] = defaultdict(list)
    passages = {claim.pk: tell_passage(read_content(claim)) for claim in claims}
    for claim in claims:
        if claim.corrects_id is None and passages[claim.pk]:
            by = claim.coder.get_username() if claim.coder else None
            row = {"pk": claim.pk, "public_id": claim.public_id, "status": claim.status, "coder__username": by}
            coded[passages[claim.pk]].append(make_coded(row | read_content(claim)))
    mine = {claim.pk: (claim.pk, claim.corrects_id) for claim in claims}
    return [(c, [other for other in coded[passages[c.pk]] if other.pk not in mine[c.pk]]) for c in claims]


def check_quotes() -> Iterator[BrokenRow]:
    """A quote stands in the held text of its source where it is said to stand."""
    for rows in (list_claims(), list_outcomes()):
        source, text = None, ""
        for row in rows.order_by("source", "pk").select_related("source").iterator(BATCH):
            if row.source_id != source:
                source, text = row.source_id, row.source.read_text()
            now = quotes.locate(row.quote, text, row.prefix, row.suffix)
            if (row.quote_state, row.quote_start, row.quote_end) != (now.state.value, now.start, now.end):
                yield report(
                    row,
                    f"Its quote is marked as “{row.quote_state}” and is now “{now.state.value}” in the text of its "
                    f"source, or stands elsewhere: look at it, and save the {row._meta.verbose_name} again.",
                )


def check_lengths() -> Iterator[BrokenRow]:
    """A quote from before quotes had a limit is kept until somebody shortens it."""
    for claim in list_claims().filter(overlong_quote=True).iterator(BATCH):
        yield report(claim, SENTENCES[FaultCode.QUOTE_TOO_LONG])


def check_records() -> Iterator[BrokenRow]:
    """The bibliographic record of a source is of variables that CSL knows, each what CSL says that it is."""
    for source in Source.objects.exclude(csl={}).order_by("pk").iterator(BATCH):
        for fault in csl.examine(source.csl)[1]:
            yield report(source, write_fault(fault))


def check_languages() -> Iterator[BrokenRow]:
    """The language of a source, and of a quote, is the code of one."""
    fields = (
        (Source.objects.order_by("pk"), "language"),
        (list_claims().exclude(quote_language=""), "quote_language"),
    )
    for rows, name in fields:
        for row in rows.iterator(BATCH):
            try:
                languages.check_language(getattr(row, name))
            except BrokenRule as broken:
                field: Any = row._meta.get_field(name)
                yield report(row, f"{field.verbose_name}: {write_fault(broken)}")
