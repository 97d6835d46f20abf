"""Rows of the matrix as ready strings, in groups under their headings."""

from collections.abc import Iterable, Mapping
from html import escape
from itertools import groupby
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ... import queries
from ...models import Proposal
from ...rendering.columns import MOST_FITTING
from ...rendering.palette import get_verdict_class
from ...rules.folding import isolate
from ...rules.scales import VERDICTS, VerdictKind
from ...rules.titles import LONGEST_IN_LIST, shorten_within
from ...rules.why import Why
from ...wording.columns import list_all
from ...wording.numbers import format_count
from ...wording.outcomes import write_verdicts_around
from ...wording.packages import write_places
from ...wording.verdicts import name_silent, write_reason
from .compared_columns import ComparedColumns
from .matrix_cells import MatrixCells
from .matrix_columns import count_around
from .reasons import draw_reason


class MatrixLine(NamedTuple):
    """A line of the matrix, ready for the table; of a row its proposal."""

    html: SafeString
    proposal: Proposal | None = None


class MatrixRows:
    """Draws rows of a window of the whole table, which the Snapshot holds, around their cells.

    `query` is what links to pages keep, `numbers_query` what those to the claims keep that a number counts. How many
    rows there are of each group, on whatever page, say `group_sizes`. Where no side negotiates `compared` draws what
    stands before the cells, instead of the reasons behind them.
    """

    def __init__(
        self,
        snapshot: queries.Snapshot,
        cells: MatrixCells,
        query: str,
        numbers_query: str,
        group_sizes: Mapping[str, int],
        by_topic: bool,
        compared: ComparedColumns | None = None,
    ) -> None:
        self.snapshot, self.cells, self.query, self.by_topic = snapshot, cells, query, by_topic
        self.vocab, self.compared = snapshot.get(queries.read_vocabulary), compared
        self.claims_query, self.group_sizes = numbers_query.removeprefix("?"), group_sizes

    def draw_rows(self, rows: Iterable[queries.Summary]) -> list[MatrixLine]:
        """Draw rows, each group under its heading: of a topic, or of a verdict; where no side negotiates, of none."""
        listed = list(rows)
        reasons = queries.explain_verdicts(self.snapshot, listed) if self.vocab.has_verdicts else {}
        lines = []
        for group, members in groupby(listed, key=self.get_group):
            if group:
                lines.append(self._draw_heading(group))
            lines += [self._draw_row(row, reasons.get(row.proposal.pk)) for row in members]
        return lines

    def get_group(self, row: queries.Summary) -> str:
        """Return of which group a row is."""
        return find_group(row, self.by_topic, self.vocab.has_verdicts)

    def _draw_heading(self, group: str) -> MatrixLine:
        """Draw the heading of a group of rows: its name, how many there are, and what it means."""
        span, size = (
            len(self.cells.seats) + count_around(self.compared is not None),
            format_count(self.group_sizes.get(group, 0)),
        )
        if self.by_topic:
            tag, means = format_html("<strong>{}</strong>", group), ""
        else:
            kind = VerdictKind(group)
            word = VERDICTS[kind]
            tag = _draw_tag(kind, word.word.capitalize())
            means = format_html(' <span class="soft">{}</span>', f"{word.meaning[:1].lower()}{word.meaning[1:-1]}")
        return MatrixLine(
            format_html(
                '<tr class="g"><th colspan="{}" scope="rowgroup">{} <span class="n">{}</span>{}</th></tr>',
                span,
                tag,
                size,
                means,
            )
        )

    def _draw_row(self, row: queries.Summary, why: Why | None) -> MatrixLine:
        before = self.compared.draw(row.proposal) if self.compared else ""
        behind = "" if self.compared else self._draw_why(row, why)
        html = (
            f'<tr id="{row.proposal.slug}">{self._draw_head(row)}{before}{self.cells.draw(row.proposal)}'
            f"{behind}{self._draw_count(row)}</tr>"
        )
        return MatrixLine(SafeString(html), row.proposal)

    def _draw_head(self, row: queries.Summary) -> str:
        proposal = row.proposal
        places = write_places(row.packages)
        told = proposal.told_beside
        title = f"{isolate(told)} ({places[:1].upper()}{places[1:]}.)" if places else told
        became = row.outcome.outcome.words if self.compared and row.outcome else ""
        return format_html(
            '<th scope="row"><a href="{}" hx-boost="false" title="{}">{}</a>{}</th>',
            proposal.get_absolute_url() + self.query,
            title,
            self._write_title(proposal),
            format_html(" <small>{}</small>", became) if became else "",
        )

    def _write_title(self, proposal: Proposal) -> str:
        """Write the title of a row: the whole of it where actors are compared and few have columns, as far as there is
        room."""
        has_room = self.compared and len(self.cells.seats) <= MOST_FITTING
        return (
            shorten_within(proposal.full_title, LONGEST_IN_LIST) if has_room and proposal.full_title else proposal.title
        )

    def _draw_why(self, row: queries.Summary, why: Why | None) -> str:
        """Draw the reason of a verdict, or what became of the proposal; in a group of its topic the verdict too."""
        kind = row.verdict.kind
        verdict = f"{_draw_tag(kind, VERDICTS[kind].word)} " if self.by_topic else ""
        told = draw_reason(row, why, self._find_address) if row.outcome is None else _draw_outcome(row.outcome, kind)
        short = f"<span>{verdict}{told}</span>" if verdict or told else ""
        return f'<td class="why" title="{escape(_write_in_full(row))}">{short}</td>'

    def _find_address(self, slug: str) -> str:
        return f"{self.vocab.by_slug[slug].get_absolute_url()}{self.query}"

    def _draw_count(self, row: queries.Summary) -> str:
        if not row.tally.claims:
            return '<td class="num">0</td>'
        query = "&".join(filter(None, [self.claims_query, f"proposal={row.proposal.slug}"]))
        href = escape(f"{row.proposal.negotiation.get_address('claims')}?{query}")
        return (
            f'<td class="num"><a class="quiet" hx-boost="false" href="{href}">{format_count(row.tally.claims)}</a></td>'
        )


def find_group(row: queries.Summary, by_topic: bool, has_verdicts: bool) -> str:
    """Return of which group a row is: of its topic, of its verdict, or where no side negotiates of none."""
    if by_topic:
        return row.proposal.topic.name
    return row.verdict.kind.value if has_verdicts else ""


def mark_opened(line: MatrixLine, address: str) -> MatrixLine:
    """Return the line of a row with the cell of this address marked as the one that is opened."""
    html = line.html.replace('">', '" class="here">', 1)
    link = f'" href="{escape(address)}"'
    return line._replace(html=SafeString(html.replace(link, f' here" aria-current="true"{link[1:]}', 1)))


def _draw_tag(kind: VerdictKind, word: str) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', get_verdict_class(kind), word)


def _write_in_full(row: queries.Summary) -> str:
    """Write a verdict with all that it rests on, as no row has room for."""
    verdict, word = row.verdict, VERDICTS[row.verdict.kind]
    reason = write_reason(verdict, row.parts)
    said = f"{word.word.capitalize()}{f': {reason}' if reason else ''}. {word.meaning}"
    outcome = f"{row.outcome.write_above(verdict.kind).capitalize()}. " if row.outcome else ""
    silent = f" Silent: {', '.join(name_silent(verdict))}." if verdict.silent else ""
    second = f" Second-hand: {list_all(verdict.second_hand)}." if verdict.second_hand else ""
    in_part = f" Spoke on a part only: {list_all(verdict.in_part)}." if verdict.in_part else ""
    return f"{outcome}{said}{silent}{second}{in_part}"


def _draw_outcome(standing: queries.StandingOutcome, now: VerdictKind) -> SafeString:
    """Draw what became of a proposal, and the verdicts until then and since."""
    around = write_verdicts_around(standing.until or now, now)
    return format_html("<strong>{}</strong>; {}", standing.outcome.words, around)
