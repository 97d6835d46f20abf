"""Tables, declared: columns, headings, order. They compute nothing."""

import django_tables2 as tables
from django.utils.html import format_html

from .models import Claim
from .rules.scales import signed


class ClaimTable(tables.Table):
    """One row a claim."""

    said_on = tables.DateColumn(format="j M Y", verbose_name="Said on")
    holder = tables.Column(accessor="holder__short_name", order_by=("holder__name",), verbose_name="Holder")
    proposal = tables.Column(accessor="proposal__title", verbose_name="Proposal")
    dimension = tables.Column(verbose_name="Dimension")
    value = tables.Column(verbose_name="Stance")
    attribution = tables.Column(verbose_name="Attribution")
    speaker = tables.Column(accessor="speaker__short_name", default="the document", verbose_name="Said by")
    quote = tables.Column(orderable=False)
    source = tables.Column(accessor="source__publisher", verbose_name="Source")

    class Meta:
        model = Claim
        fields = ("said_on", "holder", "proposal", "dimension", "value", "attribution", "speaker", "quote", "source")
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
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
