"""What waits on what in words: conditions, who refuses what others wait for, deadlocks and trades."""

from collections.abc import Mapping, Sequence

from ..rules.folding import isolate
from ..rules.measures.linkages import Awaited, Conditioner, Deadlock, Linkage, Readiness
from ..rules.measures.trades import Trades
from ..rules.verdicts import Principal
from .actors import begin_sentence
from .columns import list_all
from .findings import join_names
from .numbers import write_number
from .pieces import Piece, join, name_proposal

Titles = Mapping[str, str]  # slug → title
NOTHING_TO_CHECK = "names no proposal, so nothing can be checked"


def write_waits_headline(awaited: Sequence[Awaited], titles: Titles) -> list[Piece]:
    """Write on what most proposals wait, without a full stop."""
    if not awaited:
        return [Piece("No proposal waits on another")]
    first = awaited[0]
    number = len(first.holds_up)
    refused = [] if first.granted else [Piece(" being refused")]
    count = begin_sentence(
        f"{write_number(number)} proposal{'' if number == 1 else 's'} wait{'s' if number == 1 else ''}"
    )
    return [Piece(f"{count} on "), _name(first.proposal, titles), *refused]


def write_waits_lede(awaited: Sequence[Awaited], titles: Titles) -> list[Piece]:
    """Write who stands in the way of what most wait for, and on how many others something waits."""
    if not awaited:
        return []
    readiness = [Piece(f"{begin_sentence(write_readiness(awaited[0], bare=False))}.")]
    more = len(awaited) - 1
    if not more:
        return readiness
    others = "other is" if more == 1 else "others are"
    return [*readiness, Piece(f" {begin_sentence(write_number(more))} {others} awaited too.")]


def write_linkage(linkage: Linkage, titles: Titles) -> list[Piece]:
    """Write a condition as its line has it: “US only if Troop pull-back”, “Russia no longer without Zones”."""
    name = _call([linkage.holder])
    link = {
        (True, False): "only if",
        (True, True): "no longer without",
        (False, False): "only without",
        (False, True): "no longer with",
    }[linkage.granted, linkage.turns]
    return [Piece(f"{name} {link} "), _name(linkage.awaited, titles)]


def write_readiness(awaited: Awaited, bare: bool = True) -> str:
    """Write who is in the way of what others wait for: “refused by Russia”, “wanted by US, a red line of US”; `bare`
    names have no article, as in tables."""
    match awaited.readiness:
        case Readiness.HINDERED:
            names = _call_principals(awaited.hindered_by, bare)
            red = [p for p in awaited.hindered_by if p.actor in awaited.red_lines]
            line = f", a red line of {_call_principals(red, bare)}" if red else ""
            return f"{'refused' if awaited.granted else 'wanted'} by {names}{line}"
        case Readiness.READY:
            return f"nobody else is {'against' if awaited.granted else 'for'} it"
        case Readiness.UNDECIDED:
            return "nobody else has said yes or no"
        case Readiness.NOT_SPOKEN:
            return "no party has spoken"


def write_deadlock(deadlock: Deadlock, titles: Titles) -> list[Piece]:
    """Write who lets what wait on what, all round: “Zones waits on Arms (Russia), and Arms on Zones (the US).”"""
    steps = []
    circle = (*deadlock.proposals, deadlock.proposals[0])
    for place, (waits, awaited) in enumerate(zip(circle, circle[1:], strict=False)):
        holders = [one.holder for one in deadlock.linkages if (one.proposal, one.awaited) == (waits, awaited)]
        link = "on" if place else "waits on"
        steps.append([_name(waits, titles), Piece(f" {link} "), _name(awaited, titles), Piece(f" ({_call(holders)})")])
    return [*join(steps, ", ", ", and "), Piece(".")]


def write_trades_headline(trades: Trades) -> str:
    """Write how many trades are open, without a full stop."""
    if trades.number:
        return begin_sentence(f"{write_number(trades.number)} trade{'' if trades.number == 1 else 's'} open")
    if trades.number_unknown:
        number = trades.number_unknown
        they = "it matters" if number == 1 else "they matter"
        return f"No trade is known to be open; for {write_number(number)} it is not known how much {they}"
    return "No trade is open: no side could give what another wants and want what that could give"


def _name(slug: str, titles: Titles) -> Piece:
    return name_proposal(titles.get(slug, slug), slug)


def _call(holders: Sequence[Conditioner]) -> str:
    """Name holders, each once, without their articles, as a table has room for them."""
    return _join(list(dict.fromkeys(holder.name for holder in holders)), bare=True)


def _call_principals(principals: Sequence[Principal], bare: bool) -> str:
    return _join([principal.name for principal in principals], bare)


def _join(names: Sequence[str], bare: bool) -> str:
    if bare:
        return list_all(name.removeprefix("the ") for name in names)
    return join_names(names) if len(names) > 1 else isolate(names[0])
