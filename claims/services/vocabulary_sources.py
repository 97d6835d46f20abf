"""What two sources need besides, as they are made one: their texts, in which every published quote must stand, and for
which negotiations they are fully coded."""

from collections.abc import Iterable
from typing import Any

from ..models import Claim, Outcome, PendingChange, Source, SourceCoding
from ..models.cited import Cited
from ..models.source_texts import sha256
from ..rules import quotes
from ..rules.folding import isolate
from ..rules.publishing import Status
from ..rules.quotes import QuoteState
from ..wording.source_codings import write_by_and_on
from .original_files import move_originals
from .sources import explain_lost
from .vocabulary import Moves, follow_in_seeds, refuse
from .vocabulary_batches import join_coded_sources
from .vocabulary_claims import tell_repeats
from .warnings import settle_day

MOST_REASONS = 10


def join_sources(moves: Moves, gone: Source, kept: Source) -> None:
    """Move all that cites a source to another one; raise Refused where a published quote would go missing."""
    _refuse_waiting((gone, kept), [gone, kept])
    join_coded_sources(moves, gone, kept)
    held, theirs = kept.read_text(), gone.read_text()
    text = held or theirs
    rows: list[Any] = [*gone.claims.select_for_update().order_by("pk"), *gone.outcomes.select_for_update()]
    if not held and theirs:
        rows += [*kept.claims.select_for_update().order_by("pk"), *kept.outcomes.select_for_update()]
    _place_quotes(rows, text, kept)
    _drop_changes(moves, gone, gone)
    _join_codings(moves, gone, kept)
    for model in (Claim, Outcome):
        of_model = [row for row in rows if type(row) is model and row.source_id == gone.pk]
        for row in of_model:
            _keep_language(row, gone, kept)
            row.source = kept
        moves.write(of_model, {"source", "quote_language"} if model is Claim else {"source"})
    settle_day(moves.gate, kept)
    tell_repeats(moves, [row for row in rows if isinstance(row, Claim) and row.pk in moves.rows.get(Claim, {})])
    for row in rows:
        if row.pk not in moves.rows.get(type(row), {}):  # of the other: what checking found follows from its new text
            where = {"quote_state": row.quote_state, "quote_start": row.quote_start, "quote_end": row.quote_end}
            type(row).objects.filter(pk=row.pk).update(**where)
    _join_texts(moves, gone, kept, becomes_current=not held)
    kept.text_sha256 = kept.text_sha256 or (sha256(text) if text else "")
    _tell_differences(moves, gone, kept)


def _place_quotes(rows: list[Cited], text: str, kept: Source) -> None:
    """Look for the quotes in the text that the source is to have; raise Refused where published ones are not in it."""
    lost = []
    for row in rows:
        check = quotes.locate(row.quote, text, row.prefix, row.suffix)
        if row.status == Status.PUBLISHED and check.state == QuoteState.MISSING:
            lost.append(row)
        row.place_quote(check)
    reasons = [f"{row.public_id}: {explain_lost(row, text)}" for row in lost[:MOST_REASONS]]
    if lost:
        more = f" And {len(lost) - MOST_REASONS} more." if len(lost) > MOST_REASONS else ""
        refuse([f"The text that is held lacks published quotes ({len(lost)}).", *reasons, more])


def _keep_language(row: Any, gone: Source, kept: Source) -> None:
    """Let a quote stay in the language in which it is."""
    if isinstance(row, Claim) and row.quote and not row.quote_language and gone.language != kept.language:
        row.quote_language = gone.language


def _refuse_waiting(rows: Iterable[Any], sources: Iterable[Source]) -> None:
    """Raise Refused where a change waits for a reviewer of one of these rows of these sources."""
    refuse(
        f"A change of “{isolate(source.title)}” waits for a reviewer: publish or return it first."
        for row, source in zip(rows, sources, strict=True)
        if row.changes.filter(status=Status.IN_REVIEW.value).exists()
    )


def _drop_changes(moves: Moves, row: Source | SourceCoding, gone: Source) -> None:
    """Let the changes of a row of a source go that is no more; its history and theirs keep what they were."""
    returned = row.changes.filter(status=Status.RETURNED.value).count()
    if returned:
        moves.tell(f"Changes of “{isolate(gone.title)}” that were returned to their authors are dropped: {returned}.")
    for change in PendingChange.objects.filter(pk__in=row.changes.values("pk")).select_for_update():
        change.text = None
        change.save()
        change.delete()


def _join_codings(moves: Moves, gone: Source, kept: Source) -> None:
    """Make one of two codings for one negotiation: the later one, on whose day the document was last read whole. Those
    for other negotiations go over to the other source with all that names the one that goes."""
    theirs = {coding.negotiation_id: coding for coding in kept.codings.select_for_update().order_by("pk")}
    for coding in gone.codings.select_related("negotiation", "source").select_for_update(of=("self",)).order_by("pk"):
        other = theirs.get(coding.negotiation_id)
        if other is None:
            continue
        _refuse_waiting((coding, other), (gone, kept))
        if coding.fully_coded_on and (other.fully_coded_on is None or other.fully_coded_on < coding.fully_coded_on):
            _tell_coding(moves, coding, goes=other, stays=coding)
            other.fully_coded_by, other.fully_coded_on = coding.fully_coded_by, coding.fully_coded_on
            moves.write([other], {"fully_coded_by", "fully_coded_on"})
        else:
            _tell_coding(moves, coding, goes=coding, stays=other)
        _drop_changes(moves, coding, gone)
        follow_in_seeds(coding, "/".join(coding.natural_key()), f"{coding.negotiation.slug}/{kept.slug}")
        moves.delete(coding)


def _tell_coding(moves: Moves, of: SourceCoding, goes: SourceCoding, stays: SourceCoding) -> None:
    """Tell which of two codings for one negotiation is no more, where they differ."""
    gone, kept = (write_by_and_on(one.fully_coded_by, one.fully_coded_on) for one in (goes, stays))
    if goes.fully_coded_on and gone != kept:
        moves.tell(f"Of “fully coded” for “{isolate(str(of.negotiation))}”, {gone} goes and {kept} stays.")


def _join_texts(moves: Moves, gone: Source, kept: Source, *, becomes_current: bool) -> None:
    """Keep the texts of both, each once. That of the source that goes is the current one where the other has none."""
    digests = {*kept.texts.values_list("sha256", flat=True)}
    for text in gone.texts.select_for_update().defer("text").order_by("pk"):
        if text.sha256 in digests:
            if text.current and becomes_current:  # the other held it once
                kept.texts.filter(sha256=text.sha256).update(current=True)
            move_originals(text, kept.texts.defer("text").get(sha256=text.sha256))
            text.delete()
            continue
        text.source = kept
        text.current = text.current and becomes_current
        text.save(update_fields=["source", "current"])
        moves.note([text])


def _tell_differences(moves: Moves, gone: Source, kept: Source) -> None:
    """Tell what of the record of the one that goes is not true of the other: that stays as it is."""
    for field in kept._meta.concrete_fields:
        if not field.editable or field.primary_key or field.name in ("slug", "title", "csl", "text_sha256"):
            continue
        before, after = getattr(gone, field.attname), getattr(kept, field.attname)
        if before and before != after:
            moves.tell(f"Of “{field.verbose_name}”, {_write(before)} goes and {_write(after)} stays.")


def _write(value: Any) -> str:
    """Return what a field of a record holds, as it stands in a sentence."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{isolate(str(value))}”" if value else "nothing"
