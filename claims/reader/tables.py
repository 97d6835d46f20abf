"""Tables, declared: columns, headings, order. They compute nothing."""

from html import escape
from operator import attrgetter

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..models import ActorKind, Claim, SourceType
from ..rendering.chips import draw_still
from ..rendering.claim_chips import write_claim_chip
from ..rendering.palette import get_leaning_class, get_verdict_class
from ..rules.folding import isolate
from ..rules.scales import LEANINGS, VERDICTS
from ..rules.titles import LONGEST_IN_LIST, shorten_within
from ..wording.comparison import AGREEMENT_TITLE, MEAN_TITLE, explain_no_agreement, write_mean
from ..wording.conditions import write_condition
from ..wording.days import format_day
from ..wording.numbers import format_hundredths
from ..wording.packages import write_places
from ..wording.spread import NO_GAP, explain_between, name_left_out
from .rendering.distribution import draw_small
from .rendering.figures import draw_figure
from .rendering.table_rows import DayColumn, ListTable, NumberColumn


def draw_quote(record):
    """Draw what a claim or outcome quotes, and where that stands, as a link to its proof."""
    address = escape(record.get_absolute_url())
    if not record.quote:
        return SafeString(f'<a href="{address}">{escape(record.locator)}</a>')
    place = f' <span class="reason">{escape(isolate(record.locator))}</span>' if record.locator else ""
    quote = f'lang="{escape(record.language)}" dir="auto">“{escape(record.quote)}”'
    return SafeString(f'<a href="{address}" {quote}</a>{place}')


def _draw_translation(claim):
    """Draw the translation of a claim's quote, marked as one."""
    return format_html(
        '<div class="translation"><small>Translation</small> <blockquote lang="en" dir="auto">“{}”</blockquote></div>',
        claim.translation,
    )


def link_page(name):
    """Link a column to the page of what the claim names; a claim may name no speaker."""

    def address(record):
        row = getattr(record, name)
        return row and row.get_absolute_url()

    return address


def _link_actor(name):
    """Link a column to the page of an actor in the negotiation of the proposal; there may be no actor."""

    def address(record):
        actor = getattr(record, name)
        return actor and record.proposal.negotiation.get_address("actor", actor.slug)

    return address


class ClaimTable(ListTable):
    """One row a claim; those of all negotiations (`everywhere`) say of which each is."""

    def __init__(self, *args, everywhere=False, exclude=(), **kwargs):
        super().__init__(*args, exclude=exclude if everywhere else (*exclude, "negotiation"), **kwargs)

    said_on = DayColumn(verbose_name="Said on")
    holder = tables.Column(
        accessor="holder__short_name", order_by=("holder__name",), verbose_name="Holder", linkify=_link_actor("holder")
    )
    negotiation = tables.Column(
        accessor="proposal__negotiation__short_title",
        verbose_name="Negotiation",
        linkify=lambda record: record.proposal.negotiation.get_absolute_url(),
    )
    proposal = tables.Column(accessor="proposal__title", verbose_name="Proposal", linkify=link_page("proposal"))
    dimension = tables.Column(accessor="get_dimension_display", order_by=("dimension",), verbose_name="Dimension")
    value = tables.Column(order_by=("sorted_value",), empty_values=(), verbose_name="Stance")
    attribution = tables.Column(verbose_name="Attribution")
    speaker = tables.Column(
        accessor="speaker__short_name",
        default="the document",
        verbose_name="Said by",
        linkify=_link_actor("speaker"),
    )
    quote = tables.Column(orderable=False, empty_values=())  # without one, the place in the source is cited
    source = tables.Column(
        accessor="source__place_or_title",
        order_by=("source__publisher", "source__origin", "source__title"),
        verbose_name="Source",
        linkify=link_page("source"),
    )

    alike = {
        **{name: attrgetter(name) for name in ("said_on", "dimension", "attribution")},
        **{name: attrgetter(f"{name}_id") for name in ("proposal", "source")},
        **{name: attrgetter(f"{name}_id", "proposal.negotiation_id") for name in ("holder", "speaker")},
    }

    class Meta:
        model = Claim
        fields = (
            "said_on",
            "holder",
            "negotiation",
            "proposal",
            "dimension",
            "value",
            "attribution",
            "speaker",
            "quote",
            "source",
        )
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        row_attrs = {"id": lambda record: f"claim-{record.public_id}"}
        empty_text = "No claim fits this filter."

    def render_value(self, record):
        """Draw its chip, and below it the condition and the word of the source's own scale, if the chip has none."""
        chip = write_claim_chip(record)
        label = f"“{isolate(record.label)}”" if record.label else ""
        beside = "; ".join(filter(None, (write_condition(record.conditions), label if label != chip.text else "")))
        drawn = draw_still(chip)
        return SafeString(f"{drawn} <small>{escape(beside)}</small>") if beside else drawn

    def render_attribution(self, record):
        return record.attribution_word.word

    def render_quote(self, record):
        quote = draw_quote(record)
        return format_html("{}{}", quote, _draw_translation(record)) if record.translation else quote


class ProposalTable(ListTable):
    """One row a proposal; its topic heads the rows while the table is not sorted otherwise. `query` says which claims
    count, `explain` draws the reason of a row's verdict."""

    proposal = tables.Column(accessor="proposal__title")
    topic = tables.Column(accessor="proposal__topic__name", order_by=("proposal__topic__order", "proposal__order"))
    proposers = tables.Column(default="", empty_values=([],), orderable=False)
    verdict = tables.Column(order_by=("verdict__kind__place",))
    leaning = tables.Column(
        order_by=("leaning_place",), attrs={"th": {"title": "what the values of all actors come to"}}
    )
    spread = tables.Column(verbose_name="Stances", orderable=False, empty_values=())
    mean = tables.Column(empty_values=(), initial_sort_descending=True, attrs={"th": {"title": MEAN_TITLE}})
    gap = tables.Column(empty_values=(), initial_sort_descending=True)
    agreement = tables.Column(
        accessor="spread__agreement",
        verbose_name="A",
        empty_values=(),
        attrs={"th": {"title": AGREEMENT_TITLE}},
    )
    between_sides = tables.Column(
        accessor="spread__between",
        verbose_name="η²",
        empty_values=(),
        initial_sort_descending=True,
        attrs={"th": {"title": "share of the variance between the sides, and the standard deviation"}},
    )
    claims = NumberColumn(accessor="tally__claims")
    actors = NumberColumn(accessor="tally__stances", attrs={"th": {"title": "with a stance on it"}})
    newest = DayColumn(accessor="tally__newest", default="", initial_sort_descending=True)

    numbers = frozenset({"gap", "agreement", "between_sides", "claims", "actors"})
    grouped = True
    group_parameter = "topic"  # by which the heading of a group links to its rows alone
    caption = "Proposals"
    rows_are = "proposals"

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No proposal fits this filter."

    def __init__(self, *args, query="", explain=None, **kwargs):
        self.query, self.explain = query, explain
        super().__init__(*args, **kwargs)

    def render_proposal(self, value, record):
        """Name it with its whole title, its packages and when it was withdrawn, and where there is no verdict to stand
        above, with what became of it."""
        became = "" if record.verdict or not record.outcome else f" ({record.outcome.outcome.words})"
        link = format_html('<a href="{}">{}{}</a>', record.proposal.get_absolute_url(), value, became)
        withdrawn = f"withdrawn {format_day(record.withdrawn_on)}" if record.withdrawn_on else ""
        beside = "; ".join(filter(None, (write_places(record.packages), withdrawn)))
        whole = shorten_within(record.proposal.full_title, LONGEST_IN_LIST)
        parts = [link, *([format_html("<small>{}</small>", beside)] if beside else [])]
        parts += [format_html('<small class="whole">{}</small>', whole)] if whole else []
        return format_html_join(" ", "{}", [(part,) for part in parts])

    def render_proposers(self, value):
        named = [(actor.get_absolute_url(), actor, actor.short_name) for actor in value]
        return format_html_join(", ", '<a href="{}" title="{}">{}</a>', named)

    def render_verdict(self, value, record):
        word, outcome = VERDICTS[value.kind], record.outcome
        return format_html(
            '<span class="tag {}" title="{}">{}</span> <small>{}</small>',
            get_verdict_class(value.kind),
            f"{outcome.outcome.word.meaning}. {word.meaning}" if outcome else word.meaning,
            outcome.write_above(value.kind) if outcome else word.word,
            self.explain(record),
        )

    def render_leaning(self, value):
        word = LEANINGS[value]
        css = get_leaning_class(value)
        return format_html('<span class="tag {}" title="{}">{}</span>', css, word.meaning, word.word)

    def render_mean(self, value):
        return write_mean(value)

    def render_spread(self, record):
        return draw_small(record.spread.counts, self._sums(record), record.proposal.title)

    def render_gap(self, record):
        return draw_figure(record.gap, self._sums(record), NO_GAP)

    def render_agreement(self, record):
        return draw_figure(record.spread.agreement, self._sums(record), explain_no_agreement(record.spread))

    def render_between_sides(self, record):
        spread = record.spread
        share = draw_figure(spread.between, self._sums(record), explain_between(spread), name_left_out(spread))
        if spread.deviation is None:
            return share
        return format_html('{} <span class="soft">±{}</span>', share, format_hundredths(spread.deviation))

    def _sums(self, record):
        """Return where the numbers of a row are added up."""
        return f"{record.proposal.get_absolute_url()}{self.query}#divides"


class ActorTable(ListTable):
    """One row an actor; `record.group` heads parties by side, experts and officials."""

    actor = tables.Column(accessor="actor__name", linkify=lambda record: record.actor.get_absolute_url())
    kind = tables.Column(accessor="role")
    side = tables.Column(
        accessor="actor__part__side__name", order_by=("actor__part__side__order", "actor__part__order")
    )
    speaks_for = tables.Column(
        accessor="actor__speaks_for__name",
        default="",
        orderable=False,
        linkify=lambda record: (
            record.actor.speaks_for and record.actor.shown_in.get_address("actor", record.actor.speaks_for.slug)
        ),
    )
    claims = NumberColumn(accessor="tally__claims")
    proposals = NumberColumn(
        accessor="tally__stances",
        attrs={"th": {"title": "on which it has a stance; for an official, on which it spoke"}},
    )
    newest = DayColumn(accessor="tally__newest", default="", initial_sort_descending=True)

    numbers = frozenset({"claims", "proposals"})
    grouped = True
    caption = "Actors"
    rows_are = "actors"

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No actor fits this filter."

    def render_kind(self, value, record):
        """Say of a coalition both that it is one and what it is among the parties."""
        is_coalition = record.actor.kind == ActorKind.COALITION
        return f"{ActorKind.COALITION}, {value}" if is_coalition and value != ActorKind.COALITION else value


class SourceTable(ListTable):
    """One row a source, from the claims that cite it; `of_several`: of more than one negotiation that the reader
    knows."""

    title = tables.Column(accessor="source__title", linkify=lambda record: record.source.get_absolute_url())
    publisher = tables.Column(accessor="source__publisher", default="")
    origin = tables.Column(accessor="source__origin", default="", attrs={"th": {"title": "whose text it is"}})
    type = tables.Column(accessor="source__type")
    published_on = DayColumn(
        accessor="source__published_on", verbose_name="Date", initial_sort_descending=True, default=""
    )
    claims = NumberColumn()
    fully_coded_on = tables.Column(
        accessor="fully_coded_on", verbose_name="Fully coded", default="not yet", initial_sort_descending=True
    )

    numbers = frozenset({"claims"})
    caption = "Sources"
    rows_are = "sources"

    class Meta:
        template_name = "claims/partials/table.html"
        attrs = {"class": "list"}
        empty_text = "No source is cited by a published claim that counts."

    def render_type(self, value):
        return SourceType(value).label

    def __init__(self, *args, of_several=True, **kwargs):
        self.of_several = of_several
        super().__init__(*args, **kwargs)

    def render_fully_coded_on(self, record):
        return "; ".join(map(self._write_coding, record.codings))

    def _write_coding(self, coding):
        """Say when and by whom, and for which negotiation where the reader knows of several."""
        when = f"{format_day(coding.fully_coded_on)} by {isolate(coding.fully_coded_by)}"
        return f"{isolate(coding.short_title)}: {when}" if self.of_several else when
