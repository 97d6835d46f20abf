"""What feeds tell of a step of a stance, of a verdict that turned and of an outcome."""

from ... import queries
from ...models import Claim
from ...rules.folding import isolate
from ...wording.days import format_day
from ...wording.moves import ToldStep, write_found_later, write_step, write_turn
from .feeds import FeedEntry


def tell_step(row: queries.MoveRow) -> FeedEntry:
    """Return the entry of a step: its cell and day are its key."""
    found_on = row.step.found_on or row.step.day
    title = f"{isolate(row.actor.name)} on {isolate(row.proposal.title)}"
    return FeedEntry(row.key, title, _find_link(row), _describe(row), row.step.day, found_on)


def tell_turn(turn: queries.VerdictTurn) -> FeedEntry:
    """Return the entry of a verdict: its proposal and day are its key."""
    title = isolate(turn.proposal.title)
    return FeedEntry(
        f"{turn.proposal.slug}/verdict/{turn.day}",
        f"Verdict on {title}",
        turn.proposal.get_absolute_url(),
        f"{format_day(turn.day)}: {write_turn(title, turn.before, turn.after)}",
        turn.day,
        turn.found_on,
    )


def tell_outcome(seen: queries.FirstSeenOutcome) -> FeedEntry:
    """Return the entry of an outcome: a proposal has one a day."""
    outcome = seen.outcome
    title = isolate(outcome.proposal.title)
    quote = f" “{outcome.quote}”" if outcome.quote else ""
    return FeedEntry(
        f"{outcome.proposal.slug}/outcome/{outcome.day}",
        f"Outcome of {title}",
        f"{outcome.proposal.get_absolute_url()}#outcome",
        f"{title}: {outcome.words}.{quote}",
        outcome.day,
        seen.found_on,
    )


def _find_link(row: queries.MoveRow) -> str:
    """Return the page of the claim that made the step; of several, that of their cell."""
    if len(row.new) == 1:
        return row.new[0].get_absolute_url()
    return row.proposal.negotiation.get_address("cell", row.proposal.slug, row.actor.slug)


def _describe(row: queries.MoveRow) -> str:
    step = row.step
    told = ToldStep(row.actor.short_in_sentence, step.kind, row.dimension, step.before, step.after)
    later = [write_found_later(step.day, step.found_on)] if step.found_later and step.found_on else []
    parts = [f"{format_day(step.day)}: {write_step(told)}", *map(_quote, row.new[:1]), *map(_quote_before, row.old[:1])]
    return " ".join([*filter(None, parts), *later])


def _quote(claim: Claim) -> str:
    return f"“{claim.quote}”" if claim.quote else ""


def _quote_before(claim: Claim) -> str:
    return f"Before: “{claim.quote}”" if claim.quote else ""
