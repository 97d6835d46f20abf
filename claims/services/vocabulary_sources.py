"""What two sources need besides, as they are made one: their texts, in which every published quote must stand."""

from typing import Any

from ..models import Claim, Outcome, PendingChange, Source
from ..models.cited import Cited
from ..models.source_texts import sha256
from ..rules import quotes
from ..rules.folding import isolate
from ..rules.publishing import Status
from ..rules.quotes import QuoteState
from .sources import explain_lost
from .vocabulary import Moves, refuse
from .vocabulary_claims import tell_repeats
from .warnings import settle_day

MOST_REASONS = 10


def join_sources(moves: Moves, gone: Source, kept: Source) -> None:
    """Move all that cites a source to another one; raise Refused where a published quote would go missing."""
    refuse(
        f"A change of “{isolate(one.title)}” waits for a reviewer: publish or return it first."
        for one in (gone, kept)
        if one.changes.filter(status=Status.IN_REVIEW.value).exists()
    )
    held, theirs = kept.read_text(), gone.read_text()
    text = held or theirs
    rows: list[Any] = [*gone.claims.select_for_update().order_by("pk"), *gone.outcomes.select_for_update()]
    if not held and theirs:
        rows += [*kept.claims.select_for_update().order_by("pk"), *kept.outcomes.select_for_update()]
    _place_quotes(rows, text, kept)
    _drop_changes(moves, gone)
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


def _drop_changes(moves: Moves, gone: Source) -> None:
    """Let the changes of a source go that is no more; its history and theirs keep what they were."""
    returned = gone.changes.filter(status=Status.RETURNED.value).count()
    if returned:
        moves.tell(f"Changes of “{isolate(gone.title)}” that were returned to their authors are dropped: {returned}.")
    for change in PendingChange.objects.filter(source=gone).select_for_update():
        change.text = None
        change.save()
        change.delete()


def _join_texts(moves: Moves, gone: Source, kept: Source, *, becomes_current: bool) -> None:
    """Keep the texts of both, each once. That of the source that goes is the current one where the other has none."""
    digests = {*kept.texts.values_list("sha256", flat=True)}
    for text in gone.texts.select_for_update().defer("text").order_by("pk"):
        if text.sha256 in digests:
            if text.current and becomes_current:  # the other held it once
                kept.texts.filter(sha256=text.sha256).update(current=True)
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
