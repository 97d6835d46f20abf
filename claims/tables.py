"""Tables, declared: columns, headings, order. They compute nothing."""

import django_tables2 as tables
from django.utils.html import format_html

from .models import Claim, SourceType
from .rules.scales import VERDICTS, signed


def _page_of(name):
    """Link a column to the page of what the claim names; a claim may name no speaker."""

    def address(record):
        row = getattr(record, name)
        return row and row.get_absolute_url()

    return address


class ClaimTable(tables.Table):
    """One row a claim."""

    said_on = tables.DateColumn(format="j M Y", verbose_name="Said on")
    holder = tables.Column(
        accessor="holder__short_name", order_by=("holder__name",), verbose_name="Holder", linkify=_page_of("holder")
    )
    proposal = tables.Column(accessor="proposal__title", verbose_name="Proposal", linkify=_page_of("proposal"))
    dimension = tables.Column(verbose_name="Dimension")
    value = tables.Column(verbose_name="Stance")
    attribution = tables.Column(verbose_name="Attribution")
    speaker = tables.Column(
        accessor="speaker__short_name",
        default="the document",
        verbose_name="Said by",
        linkify=_page_of("speaker"),
    )
    quote = tables.Column(orderable=False)
    source = tables.Column(accessor="source__publisher", verbose_name="Source", linkify=_page_of("source"))

    class Meta:
        model = Claim
        fields = ("said_on", "holder", "proposal", "dimension", "value", "attribution", "speaker", "quote", "source")
        template_name = "claims/partials/table.html"
        attrs = {"class": "list cards"}
        row_attrs = {"id": lambda record: f"claim-{record.public_id}"}
        empty_text = "No claim fits this filter."

    def render_value(self, value, record):
        text, word = record.value_text, record.value_word.word
        condition = format_html(' <span class="condition">{}</span>', record.conditions) if record.conditions else ""
        return format_html('<span class="nowrap"><span aria-hidden="true">{}</span> {}</span>{}', text, word, condition)

    def render_attribution(self, record):
        return record.attribution_word.word

    def render_quote(self, record):
        text = record.quote or record.locator
        return format_html(
            '<a href="{}" lang="{}">{}</a>',
            record.get_absolute_url(),
            record.source.language if record.quote else "en",
            f"“{text}”" if record.quote else text,
        )

    def value_value(self, record):
        return signed(record.value)


class ProposalTable(tables.Table):
    """One row a proposal; `record.group` heads the rows of its topic while the table is not sorted otherwise."""

    proposal = tables.Column(accessor="proposal__title", linkify=lambda record: record.proposal.get_absolute_url())
    topic = tables.Column(accessor="proposal__topic__name", order_by=("proposal__topic__order", "proposal__order"))
    proposers = tables.TemplateColumn(template_name="claims/partials/proposers.html", orderable=False)
    verdict = tables.Column(order_by=("verdict_order",))
    gap = tables.Column(order_by=("gap_order",), default="–", initial_sort_descending=True)
    claims = tables.Column(accessor="tally__claims", initial_sort_descending=True)
    actors = tables.Column(
        accessor="tally__stances", initial_sort_descending=True, attrs={"th": {"title": "with a stance on it"}}
    )
    newest = tables.DateColumn(format="j M Y", accessor="tally__newest", default="–", initial_sort_descending=True)

    grouped = True
    caption = "Proposals"

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No proposal fits this filter."

    def render_verdict(self, value):
        return format_html(
            '<strong title="{}">{}</strong> <span class="reason">{}</span>',
            VERDICTS[value.kind].meaning,
            VERDICTS[value.kind].word,
            value.reason,
        )


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

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No source is cited by a published claim that counts."

    def render_type(self, value):
        return SourceType(value).label

    def render_fully_coded_on(self, value, record):
        return f"{value.day} {value:%b %Y} by {record.source.fully_coded_by}"


class MatrixTable(tables.Table):
    """The matrix: headings, order and columns by django-tables2, each row a ready string of cells.

    `groups` are the headings above the columns, with the number of columns of each.
    """

    def __init__(self, *args, groups=(), has_verdicts=True, **kwargs):
        self.groups = groups
        self.has_verdicts = has_verdicts
        super().__init__(*args, **kwargs)

    class Meta:
        template_name = "claims/partials/matrix_table.html"
        orderable = False
        attrs = {"class": "matrix"}
        empty_text = "No proposal fits this filter."
