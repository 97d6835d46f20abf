"""What a whole database breaks of the rules that no constraint can hold: row by row, with a sentence each.

Forms and imports refuse all of it. It gets in by an older version, a change of the vocabulary, or past the gate. Each
check is a function in `CHECKS`; it only reads. Withdrawn claims and outcomes are judged by none but that of histories:
nobody can change them, and they count nowhere.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from ..models import (
    Actor,
    ActorKind,
    Batch,
    BatchSource,
    BlindCoding,
    Claim,
    EditorialNote,
    ImportProfile,
    Member,
    Negotiation,
    OldAddress,
    Outcome,
    Part,
    Proposal,
    ReviewComment,
    SearchRecord,
    Side,
    Source,
    Topic,
)
from ..models.batches import InBatch
from ..models.days import DayField
from ..models.history import Versioned
from ..models.vocabulary import PARTY_KINDS
from ..models.wordings import find_wording_of_another
from ..rules import conditions, csl, languages, publishing, quotes
from ..rules.faults import BrokenRule, FaultCode, RowFault
from ..rules.folding import fold_name, isolate
from ..rules.import_profiles import LEFT_OUT
from ..rules.packages import find_circles
from ..rules.publishing import Citation, Status
from ..rules.quotes import QuoteState
from ..rules.repeats import CELL, CodedClaim, Passage, tell_passage
from ..rules.scales import Attribution
from ..wording.actors import SPEAKS_FOR_PARTY
from ..wording.contradictions import write_not_of_cell
from ..wording.exchange import SENTENCES, write_fault
from ..wording.packages import write_found_circle
from ..wording.publishing import CITATION_BLOCKERS, SUGGESTED
from ..wording.warnings import write_unconfirmed
from .suggestions import NAMING, list_suggested
from .warnings import find_unconfirmed, make_coded, read_content

BATCH = 2000


class BrokenRow(NamedTuple):
    """A row that breaks a rule: what it is called, where it is opened, and what is wrong with it."""

    name: str
    address: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} ({self.address}): {self.reason}"


Check = Callable[[], Iterator[BrokenRow]]


def check_database() -> Iterator[BrokenRow]:
    """Yield what every check finds."""
    for check in CHECKS:
        yield from check()


def check_speakers() -> Iterator[BrokenRow]:
    """First-hand is what a holder says, or an official who speaks for it; of a coalition what a member says on that
    day, or a member's official."""
    strangers = ~Q(speaker=F("holder")) & (Q(speaker__speaks_for=None) | ~Q(speaker__speaks_for=F("holder")))
    as_members = Member.objects.on(OuterRef("said_on")).filter(
        Q(member=OuterRef("speaker")) | Q(member=OuterRef("speaker__speaks_for")), coalition=OuterRef("holder")
    )
    first_hand = _list_claims().filter(strangers, ~Exists(as_members), attribution=Attribution.OWN.value)
    for claim in first_hand.select_related("holder", "speaker"):
        for fault in claim.find_stranger():
            yield _report(claim, f"It quotes {_call(claim.speaker)}. {write_fault(fault)}")


def check_holders() -> Iterator[BrokenRow]:
    """Claims, searches and remarks are of a party, a coalition or an expert."""
    for rows in (_list_claims(), SearchRecord.objects.all(), EditorialNote.objects.all()):
        for row in rows.filter(holder__kind=ActorKind.OFFICIAL.value).select_related("holder"):
            yield _report(row, f"{SENTENCES[FaultCode.NOT_A_HOLDER]} Its holder is an official: {_call(row.holder)}.")


def check_links() -> Iterator[BrokenRow]:
    """What a condition depends on are proposals of the claim's negotiation, and not its own."""
    proposals = {
        pk: (negotiation, slug) for pk, negotiation, slug in Proposal.objects.values_list("pk", "negotiation", "slug")
    }
    existing = set(proposals.values())
    for claim in _list_claims().exclude(depends_on=""):
        try:
            named = [slug for slug, _ in conditions.parse(claim.depends_on)]
        except BrokenRule as broken:
            yield _report(claim, write_fault(broken))
            continue
        negotiation, own = proposals[claim.proposal_id]
        for slug in named:
            if (negotiation, slug) not in existing:
                missing = RowFault("depends_on", FaultCode.NO_SUCH_PROPOSAL, {"slug": slug})
                yield _report(claim, f"Its condition names what is not there. {write_fault(missing)}")
        if own in named:
            yield _report(claim, SENTENCES[FaultCode.OWN_PROPOSAL])


def check_wordings() -> Iterator[BrokenRow]:
    """The wording that a claim answers, or that became what an outcome says, is one of its own proposal."""
    for rows in (_list_claims(), _list_outcomes()):
        for row in rows.exclude(wording=None).exclude(wording__proposal=F("proposal")).select_related("wording"):
            yield from (_report(row, write_fault(fault)) for fault in find_wording_of_another(row))


def check_answers() -> Iterator[BrokenRow]:
    """The two claims whose contradiction a remark answers are of its holder, on its proposal."""
    for name in ("earlier_claim", "later_claim"):
        of_cell = Q(**{f"{name}__holder": F("holder"), f"{name}__proposal": F("proposal")})
        for note in EditorialNote.objects.exclude(**{name: None}).exclude(of_cell).select_related(name).order_by("pk"):
            yield _report(note, write_not_of_cell(getattr(note, name).public_id))


def check_suggestions() -> Iterator[BrokenRow]:
    """What readers see names nothing that is only suggested."""
    for rows in (_list_claims(), _list_outcomes(), SearchRecord.objects.all(), EditorialNote.objects.all()):
        for row in rows.filter(_match_suggested(rows.model)).order_by("pk"):
            if row.is_public() and (suggested := list_suggested(row)):
                yield _report(row, SUGGESTED.format(suggested=", ".join(suggested)))


def _match_suggested(model: Any) -> Q:
    """Match the rows that name a suggestion, or whose conditions may."""
    fields = {field.name for field in model._meta.concrete_fields}
    named = Q()
    for name in fields & {*NAMING}:
        named |= Q(**{f"{name}__suggestion__gt": ""})
    if "depends_on" in fields:
        for slug in Proposal.objects.exclude(suggestion="").values_list("slug", flat=True):
            named |= Q(depends_on__contains=slug)
    return named


def check_citations() -> Iterator[BrokenRow]:
    """A published claim or outcome cites a passage or a place; white space is neither."""
    for rows in (_list_claims(), _list_outcomes()):
        published = rows.filter(status=Status.PUBLISHED.value)
        for row in published.filter(Q(quote__regex=r"^\s*$") & Q(locator__regex=r"^\s*$")):
            for blocker in publishing.find_citation_blockers(Citation(row.quote, row.locator, QuoteState.NO_TEXT)):
                yield _report(row, CITATION_BLOCKERS[blocker])


def check_days() -> Iterator[BrokenRow]:
    """No day is still to come."""
    for model in _list_tracked_models():
        rows = model._base_manager.order_by("pk")
        if model in (Claim, Outcome):
            rows = rows.exclude(status=Status.WITHDRAWN.value)
        for field in model._meta.concrete_fields:
            if not isinstance(field, DayField):
                continue
            for row in rows.filter(**{f"{field.name}__gt": localdate()}):
                fault = RowFault(field.name, FaultCode.DAY_TO_COME, {"day": getattr(row, field.name)})
                yield _report(row, f"{field.verbose_name}: {write_fault(fault)}")


def check_warnings() -> Iterator[BrokenRow]:
    """What is odd about a claim was checked and confirmed."""
    claims = Claim.objects.exclude(status=Status.WITHDRAWN.value).order_by(*CELL, "pk")
    claims = claims.select_related("source", "coder").exclude(said_on__gt=localdate())
    for _, in_cell in groupby(claims.iterator(BATCH), lambda claim: [claim.serializable_value(name) for name in CELL]):
        alike = _group_by_passage(list(in_cell))
        for claim, others in alike:
            for warning in find_unconfirmed(claim, others):
                yield _report(claim, write_unconfirmed(warning))


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
    for rows in (_list_claims(), _list_outcomes()):
        source, text = None, ""
        for row in rows.order_by("source", "pk").select_related("source").iterator(BATCH):
            if row.source_id != source:
                source, text = row.source_id, row.source.read_text()
            now = quotes.locate(row.quote, text, row.prefix, row.suffix)
            if (row.quote_state, row.quote_start, row.quote_end) != (now.state.value, now.start, now.end):
                yield _report(
                    row,
                    f"Its quote is marked as “{row.quote_state}” and is now “{now.state.value}” in the text of its "
                    f"source, or stands elsewhere: look at it, and save the {row._meta.verbose_name} again.",
                )


def check_lengths() -> Iterator[BrokenRow]:
    """A quote from before quotes had a limit is kept until somebody shortens it."""
    for claim in _list_claims().filter(overlong_quote=True).iterator(BATCH):
        yield _report(claim, SENTENCES[FaultCode.QUOTE_TOO_LONG])


def check_identities() -> Iterator[BrokenRow]:
    """An import finds a claim that it names without its id by what it says."""
    for claim in _list_claims().iterator(BATCH):
        stored = claim.identity
        claim.derive()
        if claim.identity != stored:
            yield _report(claim, "An import would not find it by what it says: save it again.")


def check_corrections() -> Iterator[BrokenRow]:
    """A correction under way corrects a published claim, of a version that there was."""
    corrections = _list_claims().filter(Q(corrects__isnull=False) | Q(corrects_version__isnull=False))
    for claim in corrections.select_related("corrects"):
        original = claim.corrects
        if original is None or claim.corrects_version is None or original.pk == claim.pk:
            yield _report(claim, "It is a correction of nothing: withdraw it.")
        elif original.status != Status.PUBLISHED:
            yield _report(claim, f"It corrects {original.public_id}, which is {original.status}: withdraw it.")
        elif claim.status == Status.PUBLISHED:
            yield _report(claim, f"It is published beside {original.public_id}, which it corrects: withdraw one.")
        elif claim.corrects_version > original.version:
            yield _report(claim, f"It corrects a version of {original.public_id} that there never was.")


def check_officials() -> Iterator[BrokenRow]:
    """An official speaks for a party or a coalition."""
    officials = Actor.objects.filter(speaks_for__isnull=False).exclude(speaks_for__kind__in=PARTY_KINDS)
    for official in officials.select_related("speaks_for"):
        reason = f"It speaks for {_call(official.speaks_for)}, which is neither. {SPEAKS_FOR_PARTY}"
        yield _report(official, reason)


def check_names() -> Iterator[BrokenRow]:
    """No two rows of a kind have one full name; of a negotiation's own, no two of that negotiation."""
    for model in (Negotiation, Side, Topic, Actor, Proposal):
        rows: list[Any] = list(model._base_manager.order_by("pk"))
        by_name = defaultdict(list)
        for row in rows:
            by_name[_tell_name(row)].append(row)
        for row in rows:
            others = [other.slug for other in by_name[_tell_name(row)] if other.pk != row.pk]
            if others:
                yield _report(row, f"“{isolate(str(row))}” is the name of {', '.join(others)} too: rename one.")


def _tell_name(row: Any) -> tuple[int | None, str]:
    """Return what no two rows of a kind share."""
    return getattr(row, "negotiation_id", None), fold_name(str(row))


def check_packages() -> Iterator[BrokenRow]:
    """No package is within itself, at any depth; of each circle one is told. It is in the negotiation of its parts."""
    abroad = Part.objects.exclude(package__negotiation=F("part__negotiation"))
    for place in abroad.select_related("package", "part"):
        yield _report(place, f"It is part of “{isolate(place.package.title)}”, which is of another negotiation.")
    parts = Part.objects.map_packages()
    told: set[int] = set()
    for package, way in find_circles(parts, sorted(parts)).items():
        if package not in told:
            told.update(way)
            rows = Proposal.objects.in_bulk(way)
            yield _report(rows[package], write_found_circle([rows[key].title for key in way]))


def check_batches() -> Iterator[BrokenRow]:
    """A batch is blind until all its coders are done, and no longer."""
    left = Batch.objects.annotate(left=Count("coders", filter=Q(coders__done_at=None)), number=Count("coders"))
    for batch in left.order_by("pk"):
        if batch.number < 2:
            yield _report(batch, "It has fewer than two coders: nothing can be compared.")
        elif batch.blind != bool(batch.left):
            yield _report(
                batch, f"Coders who are not done: {batch.left}, and it is {'' if batch.blind else 'not '}blind."
            )


def check_batch_texts() -> Iterator[BrokenRow]:
    """What is coded in a batch is of its documents, and stands in their texts as they were when it was opened."""
    places = BatchSource.objects.filter(batch__settled_on=None).select_related("batch", "source").order_by("pk")
    for place in places.iterator(BATCH):
        text = place.read_text()
        if place.sha256 and not text:
            yield _report(place, "The text that it was opened with is held no more.")
        for coding in BlindCoding.objects.filter(coder__batch=place.batch_id, source=place.source_id).order_by("pk"):
            if not text and not coding.quote:
                continue
            now = quotes.locate(coding.quote, text, coding.prefix, coding.suffix)
            if (coding.quote_state, coding.quote_start, coding.quote_end) != (now.state.value, now.start, now.end):
                yield _report(coding, "Its quote does not stand in the text of its document where it is said to stand.")
    in_batch = BatchSource.objects.filter(batch=OuterRef("coder__batch"), source=OuterRef("source"))
    unsettled = BlindCoding.objects.filter(coder__batch__settled_on=None)
    for coding in unsettled.exclude(Exists(in_batch)).select_related("coder__batch").order_by("pk"):
        yield _report(coding, "Its document is not in its batch.")


def check_histories() -> Iterator[BrokenRow]:
    """Each version of a row is kept in its history."""
    for model in _list_tracked_models():
        kept = model.history.exclude(history_type="-").order_by().values("id")
        counted = {
            row["id"]: (row["number"], row["last"])
            for row in kept.annotate(number=Count("version", distinct=True), last=Max("version"))
        }
        for pk, version in model._base_manager.order_by("pk").values_list("pk", "version").iterator(BATCH):
            number, last = counted.get(pk, (0, 0))
            if number != version or last != version:
                row = model._base_manager.get(pk=pk)
                yield _report(row, f"It is at version {version}, and its history keeps {number}, the last one {last}.")


def check_records() -> Iterator[BrokenRow]:
    """The bibliographic record of a source is of variables that CSL knows, each what CSL says that it is."""
    for source in Source.objects.exclude(csl={}).order_by("pk").iterator(BATCH):
        for fault in csl.examine(source.csl)[1]:
            yield _report(source, write_fault(fault))


def check_languages() -> Iterator[BrokenRow]:
    """The language of a source, and of a quote, is the code of one."""
    fields = (
        (Source.objects.order_by("pk"), "language"),
        (_list_claims().exclude(quote_language=""), "quote_language"),
    )
    for rows, name in fields:
        for row in rows.iterator(BATCH):
            try:
                languages.check_language(getattr(row, name))
            except BrokenRule as broken:
                field: Any = row._meta.get_field(name)
                yield _report(row, f"{field.verbose_name}: {write_fault(broken)}")


def check_comments() -> Iterator[BrokenRow]:
    """A comment is on a claim that is there, or that was."""
    lost = ReviewComment.objects.exclude(claim__in=Claim.objects.order_by().values("pk"))
    for comment in lost.exclude(claim__in=Claim.history.order_by().values("id")).order_by("pk"):
        address = reverse("admin:claims_claim_changelist")
        yield BrokenRow(f"comment {comment.pk}", address, f"It is on claim {comment.claim_id}, which there never was.")


def check_import_profiles() -> Iterator[BrokenRow]:
    """Whom and what a profile of files takes names for is there, or was merged into what is."""
    here = {}
    for kind, model in (("actor", Actor), ("proposal", Proposal)):
        old = OldAddress.objects.exclude(**{kind: None}).values_list("slug", flat=True)
        here[kind] = {LEFT_OUT, *model._default_manager.values_list("slug", flat=True), *old}
    for profile in ImportProfile.objects.order_by("pk"):
        for kind, names in profile.read().names.items():
            for name, slug in names.items():
                if slug not in here[kind]:
                    reason = f"It takes “{name}” for the {kind} “{slug}”, which is not there: the next file asks."
                    yield _report(profile, reason)


CHECKS: tuple[Check, ...] = (
    check_speakers,
    check_holders,
    check_links,
    check_wordings,
    check_answers,
    check_suggestions,
    check_citations,
    check_days,
    check_warnings,
    check_quotes,
    check_lengths,
    check_identities,
    check_corrections,
    check_officials,
    check_names,
    check_packages,
    check_records,
    check_languages,
    check_batches,
    check_batch_texts,
    check_comments,
    check_import_profiles,
    check_histories,
)


def _list_tracked_models() -> list[Any]:
    return [model for model in apps.get_app_config("claims").get_models() if issubclass(model, Versioned)]


def _list_claims() -> QuerySet[Claim]:
    return Claim.objects.exclude(status=Status.WITHDRAWN.value).order_by("pk")


def _list_outcomes() -> QuerySet[Outcome]:
    return Outcome.objects.exclude(status=Status.WITHDRAWN.value).order_by("pk")


def _call(actor: Actor | None) -> str:
    """Return what a sentence calls an actor; no check reports a row that names none."""
    return actor.in_sentence if actor else "nobody"


def _report(row: Any, reason: str) -> BrokenRow:
    """Return what is wrong with a row, at the page that readers see of what is published, else at that of editors."""
    name = row.public_id if isinstance(row, Claim | Outcome) else getattr(row, "slug", row.pk)
    page = row.part if isinstance(row, Part) else row  # where it is edited
    if isinstance(row, InBatch):
        batch = _find_batch(row)
        address = reverse("workbench:batch", args=[batch.negotiation.slug, batch.public_id])
    elif isinstance(row, Claim | Outcome) and row.status == Status.PUBLISHED:
        address = row.get_absolute_url()
    else:
        address = reverse(f"admin:{page._meta.label_lower.replace('.', '_')}_change", args=[page.pk])
    return BrokenRow(f"{row._meta.verbose_name} {name}", address, reason)


def _find_batch(row: Any) -> Batch:
    """Return the batch that a row of one is of."""
    batch: Batch = row if isinstance(row, Batch) else getattr(row, "batch", None) or row.coder.batch
    return batch
