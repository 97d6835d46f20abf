"""The tables of the page on coverage, declared: what the matrix lacks, and what analysts recorded beside it."""

from urllib.parse import urlencode

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator

from ..rules.folding import isolate
from ..wording.columns import MOST_NAMED
from ..wording.days import format_day
from .rendering.table_rows import DayColumn, ListTable, NumberColumn
from .tables import draw_quote, link_page

COUNTED = (
    *("forecasts", "awaiting", "no_stance", "nothing", "not_yet"),
    *("searched", "not_applicable", "not_searched", "spoken_for"),
)
LONGEST = 200  # letters of a text that a row shows


class CoverageTable(ListTable):
    """One row a proposal: its cells by what they hold, or why they are blank.

    Columns that count nothing in any row are left out; so is what is to be read again where no proposal was added after
    a source was coded (`added_later`).
    """

    name = tables.Column(verbose_name="Proposal", linkify=lambda record: record.subject.get_absolute_url())
    stances = tables.Column(verbose_name="With a stance", initial_sort_descending=True)
    forecasts = NumberColumn(verbose_name="Forecast only")
    awaiting = NumberColumn(verbose_name="Awaiting answer")
    no_stance = NumberColumn(verbose_name="Takes no stance")
    nothing = NumberColumn(verbose_name="Nothing in the coded sources")
    not_yet = NumberColumn(verbose_name="Not yet looked for")
    searched = NumberColumn(verbose_name="Searched elsewhere, nothing found")
    not_applicable = NumberColumn(verbose_name="Not applicable")
    not_searched = NumberColumn(verbose_name="Not searched")
    spoken_for = NumberColumn(
        verbose_name="Blank, but spoken for",
        attrs={"th": {"title": "of the blanks, whatever their reason: a coalition of the holder has a stance"}},
    )
    to_reread = NumberColumn(verbose_name="Sources to read again")

    numbers = frozenset({"stances", *COUNTED, "to_reread"})
    grouped = True
    caption = "Coverage"
    rows_are = "proposals"
    kind = "proposal"

    def __init__(self, negotiation, rows, *args, added_later=False, exclude=(), **kwargs):
        self.address = negotiation.get_address("coverage")
        without = [name for name in COUNTED if not any(getattr(row, name) for row in rows)]
        without += [] if added_later else ["to_reread"]
        super().__init__(rows, *args, exclude=[*exclude, *without], **kwargs)

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list coverage"}
        empty_text = "No proposal fits this filter."

    def render_stances(self, value, record):
        return f"{value} of {record.cells}"

    def render_to_reread(self, value, record):
        query = urlencode({"table": "re-read", "proposal": record.subject.slug})
        return format_html('<a href="{}?{}">{}</a>', self.address, query, value)

    def render_searched(self, value, record):
        when = format_html(' <span class="since">{}</span>', f"last {format_day(record.searched_on)}")
        return format_html("{}{}", self._recorded(value, record), when)

    def render_not_applicable(self, value, record):
        return self._recorded(value, record)

    def _recorded(self, value, record):
        """Link a number to the recorded searches that it counts."""
        query = urlencode({"table": "searches", record.kind: record.subject.slug})
        return format_html('<a href="{}?{}">{}</a>', self.address, query, value)


class ActorCoverageTable(CoverageTable):
    """One row an actor."""

    name = tables.Column(verbose_name="Actor", linkify=lambda record: record.subject.get_absolute_url())

    rows_are = "actors"
    kind = "actor"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, exclude=["to_reread"], **kwargs)

    class Meta(CoverageTable.Meta):
        empty_text = "No actor fits this filter."


class RereadTable(ListTable):
    """One row a fully coded source to which proposals were added since."""

    title = tables.Column(
        accessor="source__title", verbose_name="Source", linkify=lambda record: record.source.get_absolute_url()
    )
    fully_coded_on = DayColumn(
        accessor="coding__fully_coded_on", verbose_name="Fully coded", initial_sort_descending=True
    )
    fully_coded_by = tables.Column(accessor="coding__fully_coded_by", verbose_name="By")
    number = NumberColumn(verbose_name="Proposals")
    proposals = tables.Column(verbose_name="Not yet looked for in it", orderable=False)

    numbers = frozenset({"number"})
    caption = "Sources to read again"
    rows_are = "sources"
    note = (
        "These sources were fully coded before the proposals were added to the codebook, so nobody has looked for them "
        "there. A source leaves the list when it has been read again, and its record names the day."
    )
    apart = True

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No source needs to be read again."

    def render_proposals(self, value):
        named = [(proposal.get_absolute_url(), proposal.title) for proposal in value[:MOST_NAMED]]
        left = f" and {len(value) - MOST_NAMED} more" if len(value) > MOST_NAMED else ""
        return format_html("{}{}", format_html_join(", ", '<a href="{}">{}</a>', named), left)


def _get_cell_page(record):
    """Link to the cell that a recorded search or a remark is on."""
    return record.holder and record.proposal.negotiation.get_address("cell", record.proposal.slug, record.holder.slug)


class SearchRecordTable(ListTable):
    """One row a recorded search."""

    proposal = tables.Column(accessor="proposal__title", verbose_name="Proposal", linkify=link_page("proposal"))
    holder = tables.Column(
        accessor="holder__short_name", order_by=("holder__name",), verbose_name="Holder", linkify=_get_cell_page
    )
    dimension = tables.Column(accessor="dimension_word", order_by=("dimension",))
    outcome = tables.Column(accessor="outcome_word", order_by=("outcome",))
    searched_on = DayColumn(verbose_name="Searched on", default="")
    searched_in = tables.Column(verbose_name="In what, or why not", empty_values=(), orderable=False)

    caption = "Recorded searches"
    rows_are = "searches"
    note = "Searches are recorded by hand and are not claims: filters that choose claims do not change them."
    apart = True  # what counts of claims changes nothing here

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No search is recorded."

    def render_searched_in(self, record):
        return record.searched_in or record.why


class EditorialNoteTable(ListTable):
    """One row a remark of the editors."""

    proposal = tables.Column(accessor="proposal__title", verbose_name="Proposal", linkify=link_page("proposal"))
    holder = tables.Column(
        accessor="holder__short_name",
        order_by=("holder__name",),
        verbose_name="Holder",
        default="the proposal",
        linkify=_get_cell_page,
    )
    text = tables.Column(verbose_name="Our reading", orderable=False)
    signed_by = tables.Column(verbose_name="Signed")
    written_on = DayColumn(verbose_name="On")

    caption = "Remarks"
    rows_are = "remarks"
    note = "Remarks say how editors read the claims. They are not claims, and no number counts them."
    apart = True

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "There is no remark."


class OutcomeTable(ListTable):
    """One row an outcome of a proposal; of a proposal the newest first."""

    proposal = tables.Column(accessor="proposal__title", verbose_name="Proposal", linkify=link_page("proposal"))
    kind = tables.Column(accessor="word__word", verbose_name="What became of it")
    day = DayColumn(verbose_name="On", initial_sort_descending=True)
    quote = tables.Column(orderable=False, empty_values=())  # without one, the place in the source is cited
    source = tables.Column(accessor="source__place_or_title", verbose_name="Source", linkify=link_page("source"))

    caption = "Outcomes"
    rows_are = "outcomes"
    note = "Outcomes are not claims, and no number counts them. Of the filters of claims only the day counts."

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No outcome is recorded."

    def render_quote(self, record):
        return draw_quote(record)


class WordingTable(ListTable):
    """One row a wording of a proposal; of a proposal the newest first."""

    proposal = tables.Column(accessor="proposal__title", verbose_name="Proposal", linkify=link_page("proposal"))
    label = tables.Column(verbose_name="Wording", linkify=lambda record: record.get_absolute_url())
    day = DayColumn(verbose_name="From", initial_sort_descending=True)
    text = tables.Column(orderable=False)
    source = tables.Column(accessor="source__place_or_title", verbose_name="Source", linkify=link_page("source"))

    caption = "Wordings"
    rows_are = "wordings"
    note = "Wordings are texts of proposals, and no number counts them. Of the filters of claims only the day counts."

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No wording is recorded."

    def render_text(self, record):
        """Show its beginning, in the direction of its language, and where in its document it stands."""
        place = format_html(' <span class="reason">{}</span>', isolate(record.locator)) if record.locator else ""
        words = Truncator(record.text).chars(LONGEST)
        return format_html('<span lang="{}" dir="auto">{}</span>{}', record.source.language, words, place)
