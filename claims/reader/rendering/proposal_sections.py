"""The sections of the page of a proposal: who stands where, on what conditions, why the verdict, what is related."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from ... import queries
from ...models import Actor, ActorKind, Claim, Proposal, Side
from ...rules import verdicts
from ...rules.measures.robustness import collect_all_behind, collect_behind
from ...rules.scales import DIMENSIONS, VERDICTS, Dimension, VerdictKind, Word
from ...rules.verdicts import Verdict
from ...wording.verdicts import print_lines_until, write_reading
from .evidence_summary import write_ground
from .rule_text import emphasise
from .stance_lines import Condition, StanceLine, StanceLines


class ActorLines(NamedTuple):
    """An actor with its line in each dimension, None where it has no claims."""

    actor: Actor
    position: StanceLine | None
    prospects: StanceLine | None
    salience: StanceLine | None


class SideLines(NamedTuple):
    """A side with the lines of its parties, and those of its parties that have none."""

    side: Side
    lines: list[ActorLines]
    silent: list[Actor]


class PutIn(NamedTuple):
    """What a principal puts into the verdict: its line, what it counts as, in words, and the claims behind it."""

    actor: Actor
    line: StanceLine | None
    counts_as: str
    claims: list[Claim]


class RuleLine(NamedTuple):
    """A line of the printed rule, and whether it is the one that gives the verdict."""

    text: SafeString
    fits: bool


class RelatedProposal(NamedTuple):
    """A package, part or variant with its verdict and the word for it, None where no side negotiates."""

    proposal: Proposal
    verdict: Verdict | None
    word: Word | None


def write_sides(lines: StanceLines, proposal: Proposal) -> list[SideLines]:
    """Return each side with what its parties say, principals first, and its parties that have said nothing."""
    sides: dict[Side, SideLines] = {}
    parties = [actor for actor in lines.vocab.actors.values() if actor.kind == ActorKind.PARTY]
    for actor in sorted(parties, key=lambda actor: not actor.principal):
        side = sides.setdefault(actor.side, SideLines(actor.side, [], []))
        of_actor = _write_lines(lines, proposal, actor)
        if of_actor:
            side.lines.append(of_actor)
        elif actor.side.negotiates or actor.always_show:
            side.silent.append(actor)
    in_order = sorted(sides.values(), key=lambda side: side.side.order)
    return [side for side in in_order if side.lines or side.side.negotiates]


def write_experts(lines: StanceLines, proposal: Proposal) -> list[ActorLines]:
    """Return the lines of the experts that have any."""
    experts = [actor for actor in lines.vocab.actors.values() if actor.kind == ActorKind.EXPERT]
    return [of_actor for of_actor in (_write_lines(lines, proposal, expert) for expert in experts) if of_actor]


def list_conditions(
    lines: StanceLines, proposal: Proposal, claims: Mapping[int, Claim]
) -> list[tuple[Word, list[Condition]]]:
    """Return the conditions by dimension, parties before experts, in the order of actors."""
    holders = sorted(lines.vocab.actors.values(), key=lambda actor: actor.kind == ActorKind.EXPERT)
    by_dimension = []
    for dimension in Dimension:
        conditions = [c for actor in holders for c in lines.list_conditions(dimension, proposal, actor, claims)]
        if conditions:
            by_dimension.append((DIMENSIONS[dimension], conditions))
    return by_dimension


def explain_verdict(lines: StanceLines, proposal: Proposal, claims: Mapping[int, Claim]) -> dict[str, Any]:
    """Return the verdict with the printed rule, and what each principal put into it; empty where no side negotiates."""
    principals = lines.vocab.principals
    if not principals:
        return {}
    verdict = lines.decisions.verdicts[proposal.slug]
    rule = print_lines_until(verdict.kind)
    positions = [lines.table.get_stance(Dimension.POSITION, proposal.pk, actor.pk) for actor in principals]
    provenance = queries.collect_provenance(claims.values())
    return {
        "verdict": verdict,
        "verdict_word": VERDICTS[verdict.kind],
        "gap": lines.decisions.gaps[proposal.slug],
        "rests_on": write_ground(queries.find_ground(collect_all_behind(positions), provenance)),
        "rule": [RuleLine(emphasise(line.text), line is rule[-1]) for line in rule],
        "put_in": [
            PutIn(
                actor,
                lines.write_line(Dimension.POSITION, proposal, actor),
                write_reading(verdicts.read_stance(stance)),
                [claims[c.id] for c in (collect_behind(stance) if stance.spoken else ()) if c.id in claims],
            )
            for actor, stance in zip(principals, positions, strict=True)
        ],
        "hinges": [lines.by_slug[hinge.slug] for hinge in verdict.hinges],
    }


def list_relatives(snapshot: queries.Snapshot, proposal: Proposal) -> dict[str, Any]:
    """Return the package, parts and variants of a proposal, each with its verdict if there are any."""
    vocab, decided = snapshot.get(queries.read_vocabulary), snapshot.get(queries.decide_verdicts).verdicts
    has_verdicts = vocab.has_verdicts

    def relate(related: Proposal) -> RelatedProposal:
        verdict = decided[related.slug] if has_verdicts else None
        return RelatedProposal(related, verdict, VERDICTS[verdict.kind] if verdict else None)

    others = snapshot.get(queries.list_put_forward).values()
    parts = [p for p in others if p.part_of_id == proposal.pk]
    kinds = Counter(decided[part.slug].kind for part in parts)
    relatives = [
        ("Part of the package", [p for p in others if p.pk == proposal.part_of_id]),
        ("Its parts", parts),
        ("A variant of", [p for p in others if p.pk == proposal.variant_of_id]),
        ("Variants of it", [p for p in others if p.variant_of_id == proposal.pk]),
    ]
    return {
        "relatives": [(heading, [relate(p) for p in related]) for heading, related in relatives if related],
        "part_verdicts": [(VERDICTS[k], kinds[k]) for k in VerdictKind if kinds[k]] if has_verdicts else [],
    }


def _write_lines(lines: StanceLines, proposal: Proposal, actor: Actor) -> ActorLines | None:
    """Return an actor's lines, or None where it has none."""
    of_actor = lines.write_lines(proposal, actor)
    return ActorLines(actor, **of_actor) if any(of_actor.values()) else None
