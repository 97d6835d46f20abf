"""Rows of the matrix as ready strings: ten thousand cells by joins, none by a template."""

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from .. import cells, loading
from ..rules import stances
from ..rules.scales import VERDICTS, Dimension, State


class Drawing:
    """Draws rows of cells.

    `before` is the table as of the day before `since`, or None; `changed` counts the cells that differ from it. Days of
    `year`, the newest, are written without it.
    """

    def __init__(self, vocab, table, refused, columns, filters, before=None, year=None):
        self.vocab = vocab
        self.table = table
        self.refused = refused
        self.columns = columns
        self.query = filters.counting_query()
        self.claims_query = filters.claims_query()
        self.before = before
        self.changed = 0
        self.year = year

    def row(self, row, first):
        """Draw one proposal; `first` marks the first row of a group."""
        css = f"verdict-{row.verdict.kind.value}" if self.vocab.principals else ""
        css += " first" if first else ""
        verdict = self._verdict(row) if self.vocab.principals else ""
        drawn = "".join(self._cell(column, row.proposal) for column in self.columns)
        html = (
            f'<tr id="{row.proposal.slug}" class="{css}">{self._head(row)}{verdict}{drawn}'
            f"{self._count(row)}{self._newest(row)}</tr>"
        )
        return {"html": SafeString(html)}

    def heading(self, title):
        """Draw the heading of a group of rows."""
        span = len(self.columns) + 3 + bool(self.vocab.principals)
        return {"html": format_html('<tr class="group"><th scope="rowgroup" colspan="{}">{}</th></tr>', span, title)}

    def _head(self, row):
        proposal = row.proposal
        note = ""
        if proposal.part_of_id:
            note = _mark("⊂", f"part of {proposal.part_of.title}")
        return format_html(
            '<th scope="row"><a href="{}" hx-boost="false" title="{}">{}</a>{}</th>',
            proposal.get_absolute_url() + self.query,
            proposal.definition,
            proposal.title,
            note,
        )

    def _verdict(self, row):
        verdict, word = row.verdict, VERDICTS[row.verdict.kind]
        reason = f"{verdict.reason}; its parts: {row.parts}" if row.parts else verdict.reason
        silent = f" Silent: {', '.join(verdict.silent)}." if verdict.silent else ""
        second = f" Second-hand: {', '.join(verdict.second_hand)}." if verdict.second_hand else ""
        title = f"{word.word}: {reason}. {word.meaning}{silent}{second}"
        return format_html(
            '<td class="verdict" title="{}"><strong>{}</strong> <span class="reason">{}</span></td>',
            title,
            word.word,
            reason,
        )

    def _count(self, row):
        if not row.claims:
            return '<td class="number">0</td>'
        query = "&".join(filter(None, [self.claims_query, f"proposal={row.proposal.slug}"]))
        href = escape(f"{reverse('claims:claims')}?{query}")
        return f'<td class="number"><a hx-boost="false" href="{href}">{row.claims}</a></td>'

    def _newest(self, row):
        if not row.newest:
            return '<td class="date"></td>'
        shown = f"{row.newest.day} {row.newest:%b}" if row.newest.year == self.year else f"{row.newest:%b %Y}"
        return f'<td class="date"><time datetime="{row.newest:%Y-%m-%d}" title="{row.newest}">{shown}</time></td>'

    def _cell(self, column, proposal):
        inside = "".join(self._stance(column, proposal, actor) for actor in column.actors)
        return f'<td class="actor{" folded" if column.folded else ""}">{inside}</td>'

    def _stance(self, column, proposal, actor):
        stance = self.table.stance(column.dimension, proposal.pk, actor.pk)
        beside = self._own_position(proposal, actor) if column.own_position else ""
        if stance.state == State.BLANK:
            return beside or ("" if column.folded else '<span class="blank">·</span>')
        face = cells.face(stance, column.dimension, self._marks(column, proposal, actor))
        if column.folded:
            face = face._replace(text=cells.narrow(stance, column.dimension), marks=())
        face = self._since(face, stance, column.dimension, proposal, actor)
        count = 0 if column.folded else stance.count
        return self._link(face, proposal, actor, count) + beside

    def _own_position(self, proposal, actor):
        """An expert's own position, as a small second mark beside what it expects."""
        stance = self.table.stance(Dimension.POSITION, proposal.pk, actor.pk)
        if stance.state == State.BLANK:
            return ""
        face = cells.face(stance, Dimension.POSITION, stance.marks)
        sign = cells.narrow(stance, Dimension.POSITION)
        face = face._replace(text=sign, marks=(), css=f"own {face.css}", words=f"own position: {face.words}")
        return self._link(self._since(face, stance, Dimension.POSITION, proposal, actor), proposal, actor)

    def _marks(self, column, proposal, actor):
        return loading.marks_shown(self.table, column.dimension, proposal, actor, self.refused)

    def _since(self, face, stance, dimension, proposal, actor):
        """Outline a cell that changed since the day that the reader chose."""
        if self.before is None:
            return face
        earlier = self.before.stance(dimension, proposal.pk, actor.pk)
        word = stances.change(earlier, stance)
        if not word:
            return face
        self.changed += 1
        return face._replace(css=f"{face.css} changed", words=f"{face.words}, {word} since then")

    def _link(self, face, proposal, actor, count=0):
        href = f"{reverse('claims:cell', args=[proposal.slug, actor.slug])}{self.query}"
        return cells.link(face, href, f"{actor.name} on {proposal.title}", count)


def _mark(sign, words):
    return format_html(
        ' <span class="mark" title="{1}"><span aria-hidden="true">{0}</span><span class="unseen">{1}</span></span>',
        sign,
        words,
    )
