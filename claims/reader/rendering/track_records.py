"""What came of what experts expect: sums of each kind with a drawing, a row for each expert, and the list of all."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ... import queries
from ...models import Actor, Claim, Proposal
from ...rendering import chips
from ...rendering.claim_chips import link_claim
from ...rules.folding import isolate
from ...rules.measures.expectations import ExpectationKind, ResultKind, TrackRecord, WordCount
from ...rules.scales import SCALES, VALUES, Dimension, Word
from ...rules.stances import RuleClaim, summarise
from ...wording.conditions import write_condition
from ...wording.expectations import (
    APART,
    CAME,
    DIMENSION_OF_KIND,
    HEADINGS,
    HOW_TO_READ,
    RESULTS,
    list_apart,
    round_per_cent,
    write_brier,
    write_forecast_result,
    write_needed,
    write_pairs,
    write_per_cent,
    write_prospect_result,
    write_record_headline,
    write_record_lede,
    write_share,
)
from ...wording.numbers import format_count, format_hundredths

TICKS = (0, 25, 50, 75, 100)  # per cent


class WordRow(NamedTuple):
    """A word of the scale: how often it was said, and of how many of these it came; `width` is the share in per cent,
    `words` say all that is drawn."""

    word: str
    number: str
    came: str
    share: str
    width: int
    href: str
    words: str


class TrackSummary(NamedTuple):
    """What came in sum of the expectations of one kind. Without `rows` there are no sums yet: `needed` says why."""

    kind: ExpectationKind
    heading: str
    came_word: str
    how_to_read: str
    listed: str
    settled: str
    needed: str
    rows: list[WordRow]
    pairs: str
    brier: str
    apart: list[str]

    @property
    def of_prospects(self) -> bool:
        return self.kind == ExpectationKind.PROSPECTS


class ExpertLine(NamedTuple):
    """An expert among all: how many expectations are listed and settled, how many came, and of the others how many
    stand apart why; `more` are the cells of the sums."""

    actor: Actor
    listed: SafeString
    settled: str
    prospects: SafeString
    forecasts: SafeString
    apart: list[SafeString]
    more: list[SafeString]


class ExpertsTable(NamedTuple):
    """The lines of experts, and the headings of the columns that not each table has: why expectations stand apart, and
    the sums that any of these experts has."""

    lines: list[ExpertLine]
    apart: list[str]
    more: list[str]


class ShownExpectation(NamedTuple):
    """An expectation as a row: whose, of what, the chip that says it and its claim, and what came."""

    expert: Actor
    holder: Actor | None
    proposal: Proposal
    chip: SafeString
    note: str
    claim: Claim
    became: SafeString | str
    result: Word
    came: bool


def show_track(snapshot: queries.Snapshot, actor: Actor, address: str, query: str, most: int) -> dict[str, Any]:
    """Return what the page of an expert tells of what came of his or her expectations, of which the list holds at most
    so many (three queries, and one for the list); `address` is that of the page of all experts. Nothing where he or she
    expects nothing."""
    choice = queries.ExpectationChoice(experts=frozenset([actor.pk]))
    records = snapshot.get(queries.choose_expectations, choice)
    if not records.judged:
        return {}
    forecasts, prospects = (records.of_kind[kind] for kind in (ExpectationKind.FORECAST, ExpectationKind.PROSPECTS))
    own = add_to_query(query, actor=actor.slug)
    return {
        "track_headline": write_record_headline(actor.short_in_sentence, forecasts, prospects),
        "track_lede": write_record_lede(forecasts, prospects),
        "summaries": [
            summarise_track(kind, record, address, own) for kind, record in records.of_kind.items() if record.listed
        ],
        "ticks": TICKS,
        "track": show_expectations(queries.read_expectation_rows(snapshot, records.judged[:most]), query),
        "track_number": len(records.judged),
        "track_address": f"{address}{own}#list",
    }


def summarise_track(kind: ExpectationKind, record: TrackRecord, address: str, query: str) -> TrackSummary:
    """Return the sums of one kind; links to the list of `address` keep the `query` ("" or "?…")."""
    return TrackSummary(
        kind,
        HEADINGS[kind],
        CAME[kind],
        HOW_TO_READ[kind],
        format_count(record.listed),
        format_count(record.number),
        write_needed(record),
        [_make_row(kind, count, address, query) for count in record.calibration],
        write_pairs(record),
        write_brier(record),
        list_apart(record.apart),
    )


def show_experts(records: Iterable[queries.ExpertRecord], address: str, query: str) -> ExpertsTable:
    """Return a line for each expert; links to the list of `address` keep the `query`. What nobody has has no column."""
    records = list(records)
    prospects = [record.of_kind[ExpectationKind.PROSPECTS] for record in records]
    values = [v for v in VALUES if any(count.value == v for record in prospects for count in record.calibration)]
    sums = [
        _Sum("Share of pairs", lambda record: record.pairs.share if record.pairs else None, write_pairs),
        _Sum("Brier score", lambda record: record.brier, write_brier),
    ]
    sums = [each for each in sums if any(each.read(record) is not None for record in prospects)]
    apart = [result for result in _APART if any(record.by_result.get(result) for record in records)]
    lines = [_show_expert(record, values, sums, apart, address, query) for record in records]
    words = [SCALES[Dimension.PROSPECTS][value].word for value in values]
    return ExpertsTable(lines, [RESULTS[result] for result in apart], [*words, *(each.name for each in sums)])


def show_expectations(rows: Iterable[queries.ExpectationRow], query: str) -> list[ShownExpectation]:
    """Return expectations as rows of a list; links to pages keep the `query`."""
    return [_show_expectation(row, query) for row in rows]


def add_to_query(query: str, **chosen: str) -> str:
    """Return a query string with parameters added."""
    added = urlencode(chosen)
    return f"{query}&{added}" if query else f"?{added}"


def _make_row(kind: ExpectationKind, count: WordCount, address: str, query: str) -> WordRow:
    word = SCALES[DIMENSION_OF_KIND[kind]][count.value].word
    href = f"{address}{add_to_query(query, kind=kind.value, value=str(count.value))}#list"
    share = write_per_cent(count)
    words = f"{word}: {write_share(count)} {CAME[kind]}, {share}"
    return WordRow(
        word, format_count(count.number), format_count(count.came), share, round_per_cent(count), href, words
    )


_APART = [result for result in ResultKind if result not in (ResultKind.CAME, ResultKind.DID_NOT)]


class _Sum(NamedTuple):
    """A sum of prospects: what it is called, what reads it of a record, and what writes it with its arithmetic."""

    name: str
    read: Callable[[TrackRecord], float | None]
    write: Callable[[TrackRecord], str]


def _show_expert(
    record: queries.ExpertRecord,
    values: Sequence[int],
    sums: Sequence[_Sum],
    apart: Sequence[ResultKind],
    address: str,
    query: str,
) -> ExpertLine:
    own = add_to_query(query, actor=record.actor.slug)
    prospects, forecasts = (record.of_kind[kind] for kind in ExpectationKind)

    def link(words: str, **chosen: str) -> SafeString:
        return format_html('<a href="{}#list">{}</a>', f"{address}{add_to_query(own, **chosen)}", words)

    def draw_came(kind: ExpectationKind, of_kind: TrackRecord) -> SafeString:
        if not of_kind.number:
            return _NOTHING
        return link(f"{format_count(of_kind.came)} of {format_count(of_kind.number)}", kind=kind.value)

    counts = {count.value: count for count in prospects.calibration}
    track = f"{record.actor.get_absolute_url()}{query}#track"
    return ExpertLine(
        record.actor,
        link(format_count(record.listed)),
        format_count(record.settled),
        draw_came(ExpectationKind.PROSPECTS, prospects),
        draw_came(ExpectationKind.FORECAST, forecasts),
        [
            link(format_count(number), result=result.value) if (number := record.by_result.get(result)) else _NOTHING
            for result in apart
        ],
        [
            *(_draw_word(counts.get(value), link) for value in values),
            *(_draw_sum(each.read(prospects), track, each.write(prospects)) for each in sums),
        ],
    )


_NOTHING = SafeString("")


def _draw_word(count: WordCount | None, link: Callable[..., SafeString]) -> SafeString:
    """Draw how many came about of what was called by a word, nothing where that is not counted."""
    if count is None:
        return _NOTHING
    return link(write_share(count), kind=ExpectationKind.PROSPECTS.value, value=str(count.value))


def _draw_sum(number: float | None, href: str, words: str) -> SafeString:
    if number is None:
        return _draw_why(words)
    return format_html('<a href="{}" title="{}">{}</a>', href, words, format_hundredths(number))


def _draw_why(words: str) -> SafeString:
    return format_html('<abbr title="{}">–</abbr>', words)


def _show_expectation(row: queries.ExpectationRow, query: str) -> ShownExpectation:
    judged = row.judged
    write = write_forecast_result if row.kind == ExpectationKind.FORECAST else write_prospect_result
    meaning = APART[judged.apart].meaning if judged.apart else ""
    return ShownExpectation(
        row.expert,
        row.holder,
        row.proposal,
        link_claim(row.claim),
        _write_note(row.claim, len(judged.claims)),
        row.claim,
        _draw_became(row, query),
        Word(write(judged.came, judged.apart), meaning),
        row.result == ResultKind.CAME,
    )


def _write_note(claim: Claim, same: int) -> str:
    """Write what a chip has no room for: the condition, until when and how probably, the part, and how many claims say
    the same."""
    parts = [
        write_condition(claim.conditions) if claim.conditions else "",
        claim.terms,
        f"on a part: {isolate(claim.covers)}" if claim.covers else "",
        f"{same} claims say so" if same > 1 else "",
    ]
    return "; ".join(filter(None, parts))


def _draw_became(row: queries.ExpectationRow, query: str) -> SafeString | str:
    """Draw what came: the outcome as a link to it, or the chip of the stance as a link to its cell."""
    if row.outcome:
        href = f"{row.proposal.get_absolute_url()}{query}#outcome"
        return format_html('<a href="{}">{}</a>', href, row.outcome.words)
    if row.holder and row.against:
        return _draw_stance(row.proposal, row.holder, row.judged.against, query)  # type: ignore[union-attr]
    return ""


def _draw_stance(proposal: Proposal, holder: Actor, against: Sequence[RuleClaim], query: str) -> SafeString:
    stance = summarise(against)
    href = proposal.negotiation.get_address("cell", proposal.slug, holder.slug) + query
    chip = chips.write_chip(stance, Dimension.POSITION, stance.marks)
    return chips.draw_linked(chip, href, f"{isolate(holder.name)} on {isolate(proposal.title)}")
