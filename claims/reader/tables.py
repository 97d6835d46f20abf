"""Tables, declared: columns, headings, order. They compute nothing."""

from urllib.parse import urlencode

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from ..models import Claim, SourceType
from ..rules.folding import isolate
from ..rules.scales import VERDICTS
from ..wording.columns import MOST_NAMED
from ..wording.conditions import write_condition
from ..wording.numbers import format_hundredths, format_value
from ..wording.packages import write_places
from ..wording.spread import NO_GAP, explain_agreement, explain_between, name_left_out
from ..wording.verdicts import write_reason
from .rendering.distribution import draw_small
from .rendering.figures import draw_figure


def _draw_quote(record):
    """Draw what a claim or outcome quotes, and where that stands, as a link to its proof."""
    if not record.quote:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.locator)
    place = format_html(' <span class="reason">{}</span>', isolate(record.locator)) if record.locator else ""
    address, language = record.get_absolute_url(), record.language
    return format_html('<a href="{}" lang="{}" dir="auto">“{}”</a>{}', address, language, record.quote, place)


def _draw_translation(claim):
    """Draw the translation of a claim's quote, marked as one, if there is any."""
    if not claim.translation:
        return ""
    return format_html(
        '<div class="translation"><small>Translation</small> <blockquote lang="en" dir="auto">“{}”</blockquote></div>',
        claim.translation,
    )


def _link_page(name):
    """Link a column to the page of what the claim names; a claim may name no speaker."""

    def address(record):
        row = getattr(record, name)
        return row and row.get_absolute_url()

    return address


class ClaimTable(tables.Table):
    """One row a claim."""

    said_on = tables.DateColumn(format="j M Y", verbose_name="Said on")
    holder = tables.Column(
        accessor="holder__short_name", order_by=("holder__name",), verbose_name="Holder", linkify=_link_page("holder")
    )
    proposal = tables.Column(accessor="proposal__title", verbose_name="Proposal", linkify=_link_page("proposal"))
    dimension = tables.Column(verbose_name="Dimension")
    value = tables.Column(order_by=("sorted_value",), empty_values=(), verbose_name="Stance")
    attribution = tables.Column(verbose_name="Attribution")
    speaker = tables.Column(
        accessor="speaker__short_name",
        default="the document",
        verbose_name="Said by",
        linkify=_link_page("speaker"),
    )
    quote = tables.Column(orderable=False, empty_values=())  # without one, the place in the source is cited
    source = tables.Column(
        accessor="source__place_or_title",
        order_by=("source__publisher", "source__origin", "source__title"),
        verbose_name="Source",
        linkify=_link_page("source"),
    )

    class Meta:
        model = Claim
        fields = ("said_on", "holder", "proposal", "dimension", "value", "attribution", "speaker", "quote", "source")
        template_name = "claims/partials/table.html"
        attrs = {"class": "list cards"}
        row_attrs = {"id": lambda record: f"claim-{record.public_id}"}
        empty_text = "No claim fits this filter."

    def render_value(self, value, record):
        text, word = record.value_text, record.value_word.word
        condition = (
            format_html(' <span class="condition">{}</span>', write_condition(record.conditions))
            if record.conditions
            else ""
        )
        label = format_html(' <span class="label">“{}”</span>', isolate(record.label)) if record.label else ""
        return format_html(
            '<span class="nowrap"><span aria-hidden="true">{}</span> {}</span>{}{}', text, word, label, condition
        )

    def render_attribution(self, record):
        return record.attribution_word.word

    def render_quote(self, record):
        return format_html("{}{}", _draw_quote(record), _draw_translation(record))

    def value_value(self, record):
        return format_value(record.value)


class ProposalTable(tables.Table):
    """One row a proposal; its topic heads the rows while the table is not sorted otherwise. `query` says which claims
    count."""

    proposal = tables.Column(accessor="proposal__title")
    topic = tables.Column(accessor="proposal__topic__name", order_by=("proposal__topic__order", "proposal__order"))
    proposers = tables.TemplateColumn(template_name="claims/partials/proposers.html", orderable=False)
    verdict = tables.Column(order_by=("verdict__kind__place",))
    spread = tables.Column(verbose_name="Stances", orderable=False, empty_values=())
    gap = tables.Column(empty_values=(), initial_sort_descending=True)
    agreement = tables.Column(
        accessor="spread__agreement",
        verbose_name="A",
        empty_values=(),
        attrs={"th": {"title": "van der Eijk’s agreement of all actors, from −1 to 1"}},
    )
    between_sides = tables.Column(
        accessor="spread__between",
        verbose_name="η²",
        empty_values=(),
        initial_sort_descending=True,
        attrs={"th": {"title": "share of the variance between the sides, and the standard deviation"}},
    )
    claims = tables.Column(accessor="tally__claims", initial_sort_descending=True)
    actors = tables.Column(
        accessor="tally__stances", initial_sort_descending=True, attrs={"th": {"title": "with a stance on it"}}
    )
    newest = tables.DateColumn(format="j M Y", accessor="tally__newest", default="–", initial_sort_descending=True)

    grouped = True
    group_parameter = "topic"  # by which the heading of a group links to its rows alone
    caption = "Proposals"
    rows_are = "proposals"

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No proposal fits this filter."

    def __init__(self, *args, query="", **kwargs):
        self.query = query  # which claims count
        super().__init__(*args, **kwargs)

    def render_proposal(self, value, record):
        """Name it with its packages, and where there is no verdict to stand above, with what became of it."""
        became = "" if record.verdict or not record.outcome else f" ({record.outcome.outcome.words})"
        link = format_html('<a href="{}">{}{}</a>', record.proposal.get_absolute_url(), value, became)
        return format_html("{} <small>{}</small>", link, write_places(record.packages)) if record.packages else link

    def render_verdict(self, value, record):
        word = VERDICTS[value.kind]
        outcome = record.outcome
        return format_html(
            '<strong title="{}">{}</strong> <span class="reason">{}</span>',
            f"{outcome.outcome.word.meaning}. {word.meaning}" if outcome else word.meaning,
            outcome.write_above(value.kind) if outcome else word.word,
            write_reason(value),
        )

    def render_spread(self, record):
        return draw_small(record.spread.counts, self._sums(record), record.proposal.title)

    def render_gap(self, record):
        return draw_figure(record.gap, self._sums(record), NO_GAP)

    def render_agreement(self, record):
        return draw_figure(record.spread.agreement, self._sums(record), explain_agreement(record.spread))

    def render_between_sides(self, record):
        spread = record.spread
        share = draw_figure(spread.between, self._sums(record), explain_between(spread), name_left_out(spread))
        if spread.deviation is None:
            return share
        return format_html('{} <span class="reason">±{}</span>', share, format_hundredths(spread.deviation))

    def _sums(self, record):
        """Return where the numbers of a row are added up."""
        return f"{record.proposal.get_absolute_url()}{self.query}#divides"


class ActorTable(tables.Table):
    """One row an actor; `record.group` heads parties by side, experts and officials."""

    actor = tables.Column(accessor="actor__name", linkify=lambda record: record.actor.get_absolute_url())
    kind = tables.Column(accessor="role")
    side = tables.Column(accessor="actor__side__name", order_by=("actor__side__order", "actor__order"))
    speaks_for = tables.Column(
        accessor="actor__speaks_for__name",
        default="",
        orderable=False,
        linkify=lambda record: record.actor.speaks_for and record.actor.speaks_for.get_absolute_url(),
    )
    claims = tables.Column(accessor="tally__claims", initial_sort_descending=True)
    proposals = tables.Column(
        accessor="tally__stances",
        initial_sort_descending=True,
        attrs={"th": {"title": "on which it has a stance; for an official, on which it spoke"}},
    )
    newest = tables.DateColumn(format="j M Y", accessor="tally__newest", default="–", initial_sort_descending=True)

    grouped = True
    caption = "Actors"
    rows_are = "actors"

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No actor fits this filter."


class SourceTable(tables.Table):
    """One row a source, from the claims that cite it."""

    title = tables.Column(accessor="source__title", linkify=lambda record: record.source.get_absolute_url())
    publisher = tables.Column(accessor="source__publisher", default="–")
    origin = tables.Column(accessor="source__origin", default="–", attrs={"th": {"title": "whose text it is"}})
    type = tables.Column(accessor="source__type")
    published_on = tables.DateColumn(
        format="j M Y", accessor="source__published_on", verbose_name="Date", initial_sort_descending=True, default="–"
    )
    claims = tables.Column(initial_sort_descending=True)
    fully_coded_on = tables.Column(
        accessor="source__fully_coded_on", verbose_name="Fully coded", default="not yet", initial_sort_descending=True
    )

    caption = "Sources"
    rows_are = "sources"

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No source is cited by a published claim that counts."

    def render_type(self, value):
        return SourceType(value).label

    def render_fully_coded_on(self, value, record):
        return f"{value.day} {value:%b %Y} by {isolate(record.source.fully_coded_by)}"


class CoverageTable(tables.Table):
    """One row a proposal: its cells by what they hold, or why they are blank; `note` says what stands above them.

    Where no source is fully coded (`coded`), a blank is for want of searching; where no proposal was added after a
    source was coded (`added_later`), there is none to read again.
    """

    name = tables.Column(verbose_name="Proposal", linkify=lambda record: record.subject.get_absolute_url())
    stances = tables.Column(verbose_name="With a stance", initial_sort_descending=True)
    forecasts = tables.Column(verbose_name="Forecast only", initial_sort_descending=True)
    awaiting = tables.Column(verbose_name="Awaiting answer", initial_sort_descending=True)
    no_stance = tables.Column(verbose_name="Takes no stance", initial_sort_descending=True)
    nothing = tables.Column(verbose_name="Nothing in the coded sources", initial_sort_descending=True)
    not_yet = tables.Column(verbose_name="Not yet looked for", initial_sort_descending=True)
    searched = tables.Column(verbose_name="Searched elsewhere, nothing found", initial_sort_descending=True)
    not_applicable = tables.Column(verbose_name="Not applicable", initial_sort_descending=True)
    not_searched = tables.Column(verbose_name="Not searched", initial_sort_descending=True)
    to_reread = tables.Column(verbose_name="Sources to read again", initial_sort_descending=True)

    grouped = True
    caption = "Coverage"
    rows_are = "proposals"
    kind = "proposal"

    def __init__(self, *args, coded=0, added_later=False, note="", **kwargs):
        self.note = note
        without = ["not_searched"] if coded else ["nothing"]
        without += [] if added_later else ["not_yet", "to_reread"]
        super().__init__(*args, exclude=[*without, *kwargs.pop("exclude", ())], **kwargs)

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list coverage"}
        empty_text = "No proposal fits this filter."

    def render_stances(self, value, record):
        return f"{value} of {record.cells}"

    def render_to_reread(self, value, record):
        if not value:
            return value
        query = urlencode({"table": "re-read", "proposal": record.subject.slug})
        return format_html('<a href="{}?{}">{}</a>', reverse("claims:coverage"), query, value)

    def render_searched(self, value, record):
        if not value:
            return value
        when = format_html(
            ' <span class="since">{}</span>', f"last {record.searched_on.day} {record.searched_on:%b %Y}"
        )
        return format_html("{}{}", self._recorded(value, record), when)

    def render_not_applicable(self, value, record):
        return self._recorded(value, record) if value else value

    def _recorded(self, value, record):
        """Link a number to the recorded searches that it counts."""
        query = urlencode({"table": "searches", record.kind: record.subject.slug})
        return format_html('<a href="{}?{}">{}</a>', reverse("claims:coverage"), query, value)


class ActorCoverageTable(CoverageTable):
    """One row an actor."""

    name = tables.Column(verbose_name="Actor", linkify=lambda record: record.subject.get_absolute_url())

    rows_are = "actors"
    kind = "actor"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, exclude=["to_reread"], **kwargs)

    class Meta(CoverageTable.Meta):
        empty_text = "No actor fits this filter."


class RereadTable(tables.Table):
    """One row a fully coded source to which proposals were added since."""

    title = tables.Column(
        accessor="source__title", verbose_name="Source", linkify=lambda record: record.source.get_absolute_url()
    )
    fully_coded_on = tables.DateColumn(
        format="j M Y", accessor="source__fully_coded_on", verbose_name="Fully coded", initial_sort_descending=True
    )
    fully_coded_by = tables.Column(accessor="source__fully_coded_by", verbose_name="By")
    number = tables.Column(verbose_name="Proposals", initial_sort_descending=True)
    proposals = tables.Column(verbose_name="Not yet looked for in it", orderable=False)

    caption = "Sources to read again"
    rows_are = "sources"
    note = (
        "Fully coded before these proposals were added to the codebook: that nothing of them was found there says "
        "nothing. A source leaves the list once it was read again, on a day that its record then names."
    )
    apart = True

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No source is to be read again."

    def render_proposals(self, value):
        named = [(proposal.get_absolute_url(), proposal.title) for proposal in value[:MOST_NAMED]]
        left = f" and {len(value) - MOST_NAMED} more" if len(value) > MOST_NAMED else ""
        return format_html("{}{}", format_html_join(", ", '<a href="{}">{}</a>', named), left)


def _get_cell_page(record):
    """Link to the cell that a recorded search or a remark is on."""
    return record.holder and reverse("claims:cell", args=[record.proposal.slug, record.holder.slug])


class SearchRecordTable(tables.Table):
    """One row a recorded search."""

    proposal = tables.Column(accessor="proposal__title", verbose_name="Proposal", linkify=_link_page("proposal"))
    holder = tables.Column(
        accessor="holder__short_name", order_by=("holder__name",), verbose_name="Holder", linkify=_get_cell_page
    )
    dimension = tables.Column(accessor="dimension_word", order_by=("dimension",))
    outcome = tables.Column(accessor="outcome_word", order_by=("outcome",))
    searched_on = tables.DateColumn(format="j M Y", verbose_name="Searched on", default="–")
    searched_in = tables.Column(verbose_name="In what, or why not", empty_values=(), orderable=False)

    caption = "Recorded searches"
    rows_are = "searches"
    note = "Recorded by hand, and no claims: no filter that chooses the claims that count changes them."
    apart = True  # what counts of claims changes nothing here

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No search is recorded."

    def render_searched_in(self, record):
        return record.searched_in or record.why


class EditorialNoteTable(tables.Table):
    """One row a remark of the editors."""

    proposal = tables.Column(accessor="proposal__title", verbose_name="Proposal", linkify=_link_page("proposal"))
    holder = tables.Column(
        accessor="holder__short_name",
        order_by=("holder__name",),
        verbose_name="Holder",
        default="the proposal",
        linkify=_get_cell_page,
    )
    text = tables.Column(verbose_name="Our reading", orderable=False)
    signed_by = tables.Column(verbose_name="Signed")
    written_on = tables.DateColumn(format="j M Y", verbose_name="On")

    caption = "Remarks"
    rows_are = "remarks"
    note = "Remarks are the editors’ reading, no claims; no number counts them."
    apart = True

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "There is no remark."


class OutcomeTable(tables.Table):
    """One row an outcome of a proposal; of a proposal the newest first."""

    proposal = tables.Column(accessor="proposal__title", verbose_name="Proposal", linkify=_link_page("proposal"))
    kind = tables.Column(accessor="word__word", verbose_name="What became of it")
    day = tables.DateColumn(format="j M Y", verbose_name="On", initial_sort_descending=True)
    quote = tables.Column(orderable=False, empty_values=())  # without one, the place in the source is cited
    source = tables.Column(accessor="source__place_or_title", verbose_name="Source", linkify=_link_page("source"))

    caption = "Outcomes"
    rows_are = "outcomes"
    note = "Outcomes are no claims: no number counts them, and of what chooses claims only the day chooses them."

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No outcome is recorded."

    def render_quote(self, record):
        return _draw_quote(record)


class MatrixTable(tables.Table):
    """The matrix: headings, order and columns by django-tables2, each row a ready string of cells.

    `groups` are the headings above the columns, with the number of columns of each. `opens_in_place`: whether its cells
    open beside it.
    """

    def __init__(self, *args, groups=(), opens_in_place=True, **kwargs):
        self.groups = groups
        self.opens_in_place = opens_in_place
        super().__init__(*args, **kwargs)

    class Meta:
        template_name = "claims/partials/matrix_table.html"
        orderable = False
        attrs = {"class": "matrix"}
        empty_text = "No proposal fits this filter."
