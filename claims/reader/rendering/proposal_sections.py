"""The sections of the page of a proposal: who stands where, on what conditions, why the verdict, what is related."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from ... import queries
from ...models import Actor, ActorKind, Claim, Proposal, Side
from ...models.vocabulary import PARTY_KINDS
from ...rendering import palette
from ...rules import verdicts
from ...rules.measures.robustness import collect_all_behind, collect_behind
from ...rules.packages import list_nearest, list_within
from ...rules.scales import DIMENSIONS, VERDICTS, Dimension, VerdictKind, Word
from ...rules.verdicts import Verdict
from ...wording.columns import MOST_NAMED
from ...wording.verdicts import print_lines_until, write_reading
from .evidence_summary import write_ground
from .rule_text import emphasise
from .stance_lines import BlankLine, Condition, SpokenForLink, StanceLine, StanceLines, draw_cells, list_spoken_for

MOST_ROWS = 50  # of what is not paged: principals, conditions, parts of a package
MOST_QUOTED = 2  # claims of an expert, and of a principal in its own words
MOST_LEVELS = 6  # of parts in parts
MOST_BESIDE = 12  # parts of a package that the page of one of them lists
MOST_UNFOLDED = 3  # packages whose parts it lists


class ActorLines(NamedTuple):
    """An actor with its line in each dimension, None where it has no claims."""

    actor: Actor
    position: StanceLine | BlankLine | None
    prospects: StanceLine | BlankLine | None
    salience: StanceLine | BlankLine | None

    @property
    def cells(self) -> SafeString:
        """Its lines as cells of a table."""
        return draw_cells([self.position, self.prospects, self.salience])


class ExpertLines(NamedTuple):
    """What an expert expects and what it wants itself, with the claims that decide what it expects."""

    actor: Actor
    prospects: StanceLine | BlankLine | None
    position: StanceLine | BlankLine | None
    salience: StanceLine | BlankLine | None
    claims: list[Claim]

    @property
    def cells(self) -> SafeString:
        """Its lines as cells of a table, what it expects first."""
        return draw_cells([self.prospects, self.position, self.salience])


class SilentActor(NamedTuple):
    """An actor that has no claim on a proposal, and what its coalitions say of it."""

    actor: Actor
    spoken_for: list[SpokenForLink]


class SideLines(NamedTuple):
    """A side with the lines of its parties, and those of its parties that have none."""

    side: Side
    lines: list[ActorLines]
    silent: list[SilentActor]

    @property
    def silent_named(self) -> list[SilentActor]:
        return self.silent[:MOST_NAMED]

    @property
    def silent_left(self) -> int:
        return len(self.silent[MOST_NAMED:])


class ConditionsOf(NamedTuple):
    """The conditions in one dimension that the page shows, and how many it does not."""

    dimension: Word
    branches: list[Condition]
    left: int


class ActorAtValue(NamedTuple):
    """An actor that stands at a value, with its line and the claims behind it."""

    actor: Actor
    line: StanceLine | None
    claims: list[Claim]


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
    """A package, part or variant with its verdict, its word and class, none where no side negotiates; `where` it stands
    in the package. A part has its own `parts`, unless these are `above`, where it stands in another package; the page
    of a part lists the first `parts` of the package, of which `left` more are on the package's own page."""

    proposal: Proposal
    verdict: Verdict | None
    word: Word | None
    css: str
    outcome: queries.StandingOutcome | None = None
    where: str = ""
    parts: Sequence["RelatedProposal"] = ()
    above: bool = False
    left: int = 0

    @property
    def became(self) -> str:
        """What became of it, with the verdicts around that; empty where nothing did."""
        return self.outcome.write_above(self.verdict.kind if self.verdict else None) if self.outcome else ""


def list_parties(lines: StanceLines, proposal: Proposal) -> list[Actor]:
    """Return the parties that have anything on a proposal, in the order in which its page shows them: by side,
    principals first."""
    parties = list_actors_of(lines, proposal, *PARTY_KINDS)
    return sorted(parties, key=lambda actor: (actor.part.side.order, actor.part.side.name, not actor.part.principal))


def list_actors_of(lines: StanceLines, proposal: Proposal, *kinds: str) -> list[Actor]:
    """Return the actors of these kinds that have anything on a proposal, in the order of actors."""
    on_it = {
        holder for of_dimension in lines.table.stances.values() for on, holder in of_dimension if on == proposal.pk
    }
    return [actor for pk, actor in lines.vocab.actors.items() if actor.kind in kinds and pk in on_it]


def write_sides(lines: StanceLines, proposal: Proposal, parties: Iterable[Actor]) -> list[SideLines]:
    """Return the sides of some parties with what these say."""
    sides: dict[Side, SideLines] = {}
    for actor in parties:
        side = actor.part.side
        sides.setdefault(side, SideLines(side, [], [])).lines.append(_write_lines(lines, proposal, actor))
    return list(sides.values())


def add_silent(
    sides: Sequence[SideLines], lines: StanceLines, proposal: Proposal, spoken: Collection[Actor]
) -> list[SideLines]:
    """Return the sides with their parties that have said nothing (of sides that do not negotiate, those that are always
    shown or spoken for), and the negotiating sides of which nobody has."""
    by_side = {side.side: side for side in sides}
    for actor in sorted(lines.vocab.actors.values(), key=lambda actor: not actor.part.principal):
        if not actor.acts_as_party or actor in spoken:
            continue
        side = actor.part.side
        spoken_for = list_spoken_for(lines.snapshot, Dimension.POSITION, proposal, actor, lines.query)
        silent = SilentActor(actor, spoken_for)
        if side.negotiates:
            by_side.setdefault(side, SideLines(side, [], [])).silent.append(silent)
        elif (actor.part.always_shown or spoken_for) and side in by_side:
            by_side[side].silent.append(silent)
    return sorted(by_side.values(), key=lambda side: (side.side.order, side.side.name))


def write_experts(
    lines: StanceLines, proposal: Proposal, experts: Iterable[Actor], claims: Mapping[int, Claim]
) -> list[ExpertLines]:
    """Return the lines of some experts, each with the first claims that decide what it expects."""
    written = []
    for expert in experts:
        stance = lines.table.get_stance(Dimension.PROSPECTS, proposal.pk, expert.pk)
        deciding = [claims[claim.id] for claim in stance.deciding if claim.id in claims]
        written.append(ExpertLines(expert, **lines.write_lines(proposal, expert), claims=deciding[:MOST_QUOTED]))
    return written


def list_standing(lines: StanceLines, proposal: Proposal, value: int) -> list[Actor]:
    """Return the actors whose position on a proposal has a value: those that a bar of its distribution counts."""
    stances = lines.table.stances[Dimension.POSITION]
    return [
        actor
        for pk, actor in lines.vocab.actors.items()
        if (proposal.pk, pk) in stances and stances[proposal.pk, pk].value == value
    ]


def write_standing(
    lines: StanceLines, proposal: Proposal, actors: Iterable[Actor], claims: Mapping[int, Claim]
) -> list[ActorAtValue]:
    """Return the positions of some actors with the claims that they are made of."""
    return [
        ActorAtValue(
            actor, lines.write_line(Dimension.POSITION, proposal, actor), _list_behind(lines, proposal, actor, claims)
        )
        for actor in actors
    ]


def list_conditions(lines: StanceLines, proposal: Proposal, claims: Mapping[int, Claim]) -> list[ConditionsOf]:
    """Return the conditions by dimension, parties before experts, in the order of actors."""
    holders = sorted(lines.vocab.actors.values(), key=lambda actor: actor.kind == ActorKind.EXPERT)
    by_dimension = []
    for dimension in Dimension:
        conditions = [c for actor in holders for c in lines.list_conditions(dimension, proposal, actor, claims)]
        if conditions:
            left = len(conditions) - len(conditions[:MOST_ROWS])
            by_dimension.append(ConditionsOf(DIMENSIONS[dimension], conditions[:MOST_ROWS], left))
    return by_dimension


def explain_verdict(lines: StanceLines, proposal: Proposal, claims: Mapping[int, Claim]) -> dict[str, Any]:
    """Return the verdict with the printed rule, and what each principal put into it; empty where no side negotiates."""
    principals = lines.vocab.principals
    if not principals:
        return {}
    verdict = lines.decisions.verdicts[proposal.slug]
    rule = print_lines_until(verdict.kind)
    positions = [lines.table.get_stance(Dimension.POSITION, proposal.pk, actor.pk) for actor in principals]
    each = list(zip(principals, positions, strict=True))
    if len(each) > MOST_ROWS:  # then those that count for something, as far as there is room
        each.sort(key=lambda of_actor: not of_actor[1].spoken)
    provenance = queries.collect_provenance(claims.values())
    return {
        "verdict": verdict,
        "verdict_word": VERDICTS[verdict.kind],
        "verdict_css": palette.get_verdict_class(verdict.kind),
        "gap": lines.decisions.gaps[proposal.slug],
        "rests_on": write_ground(queries.find_ground(collect_all_behind(positions), provenance)),
        "rule": [RuleLine(emphasise(line.text), line is rule[-1]) for line in rule],
        "put_in": [
            PutIn(
                actor,
                lines.write_line(Dimension.POSITION, proposal, actor),
                write_reading(verdicts.read_stance(stance)),
                _list_behind(lines, proposal, actor, claims),
            )
            for actor, stance in each[:MOST_ROWS]
        ],
        "principals_left": len(each[MOST_ROWS:]),
        "hinges": [lines.by_slug[hinge.slug] for hinge in verdict.hinges],
    }


def list_relatives(snapshot: queries.Snapshot, proposal: Proposal) -> dict[str, Any]:
    """Return the package, parts and variants of a proposal, each with its verdict if there are any."""
    has_verdicts = snapshot.get(queries.read_vocabulary).has_verdicts
    put_forward, packages = snapshot.get(queries.list_put_forward), snapshot.get(queries.read_packages)
    places = [one for one in snapshot.get(queries.map_places).get(proposal.pk, ()) if one.package.pk in put_forward]
    within = [pk for pk in list_within(packages.parts, proposal.pk) if pk in put_forward]
    others = put_forward.values()
    variants = [one for one in others if proposal.pk == one.variant_of_id or proposal.variant_of_id == one.pk]
    around = {one.package.pk for one in places}
    beside = {pk for package in around for pk in list_nearest(packages.parts, package, put_forward)}
    told = {put_forward[pk] for pk in (*within, *around, *beside)} | {*variants}
    decided = queries.decide_on(snapshot, {one.slug for one in told}).verdicts
    outcomes = queries.find_standing_on(snapshot, [one.pk for one in told])

    def relate(related: Proposal, where: str = "", **of_part: Any) -> RelatedProposal:
        verdict = decided[related.slug] if has_verdicts else None
        word = VERDICTS[verdict.kind] if verdict else None
        css = palette.get_verdict_class(verdict.kind) if verdict else ""
        return RelatedProposal(related, verdict, word, css, outcomes.get(related.pk), where, **of_part)

    kinds = Counter(decided[put_forward[pk].slug].kind for pk in within)
    listed: set[int] = set()

    def get_where(part: int, package: int) -> str:
        return packages.places[part][package].where if package in packages.places[part] else ""

    def relate_parts(package: int, levels: int = MOST_LEVELS) -> list[RelatedProposal]:
        """Return the parts of a package with theirs, as far as there is room; of what is not put forward yet, its
        parts."""
        related: list[RelatedProposal] = []
        for pk in list_nearest(packages.parts, package, put_forward):
            above = pk in listed
            if above or len(listed) < MOST_ROWS:
                listed.add(pk)
                parts = relate_parts(pk, levels - 1) if levels > 1 and not above else ()
                above = above and bool(packages.parts.get(pk))
                related.append(relate(put_forward[pk], get_where(pk, package), parts=parts, above=above))
        return related

    def relate_package(place: queries.PlaceInPackage, number: int) -> RelatedProposal:
        """Return a package with its first parts, the proposal always among them; of many packages the last are only
        named."""
        package = place.package
        if number >= MOST_UNFOLDED:
            return relate(package, place.where)
        beside = list_nearest(packages.parts, package.pk, put_forward)
        first = beside[:MOST_BESIDE]
        if proposal.pk in beside[MOST_BESIDE:]:
            first[-1] = proposal.pk
        parts = [relate(put_forward[pk], get_where(pk, package.pk)) for pk in first]
        return relate(package, parts=parts, left=len(beside) - len(first))

    relatives = [
        ("Part of the package", [relate_package(one, number) for number, one in enumerate(places)]),
        ("Its parts", relate_parts(proposal.pk)),
        ("A variant of", [relate(p) for p in variants if p.pk == proposal.variant_of_id]),
        ("Variants of it", [relate(p) for p in variants if p.variant_of_id == proposal.pk]),
    ]
    left = {"Its parts": len(set(within) - listed)}
    return {
        "relatives": [
            (heading, related[:MOST_ROWS], left.get(heading, len(related[MOST_ROWS:])))
            for heading, related in relatives
            if related
        ],
        "part_verdicts": [(VERDICTS[k], kinds[k]) for k in VerdictKind if kinds[k]] if has_verdicts else [],
    }


def list_outcomes(lines: StanceLines, proposal: Proposal) -> dict[str, Any]:
    """Return what became of a proposal, newest first, and the sentence on what stands; empty where nothing did."""
    snapshot = lines.snapshot
    standing = queries.find_standing_on(snapshot, [proposal.pk]).get(proposal.pk)
    if standing is None:
        return {}
    verdict = lines.decisions.verdicts[proposal.slug].kind if lines.vocab.has_verdicts else None
    return {
        "became": standing.write_above(verdict),
        "outcome": standing.outcome,
        "earlier_outcomes": snapshot.get(queries.list_outcomes)[proposal.pk][1:],
    }


def _write_lines(lines: StanceLines, proposal: Proposal, actor: Actor) -> ActorLines:
    return ActorLines(actor, **lines.write_lines(proposal, actor))


def _list_behind(lines: StanceLines, proposal: Proposal, actor: Actor, claims: Mapping[int, Claim]) -> list[Claim]:
    """Return the claims behind an actor's position; `claims` lacks those withdrawn meanwhile."""
    stance = lines.table.get_stance(Dimension.POSITION, proposal.pk, actor.pk)
    return [claims[claim.id] for claim in (collect_behind(stance) if stance.spoken else ()) if claim.id in claims]
