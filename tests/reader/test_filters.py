"""A filter is one declaration: what it chooses, its words, its fold and what keeps it follow from there."""

import ast
import inspect
import re
from datetime import date

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from claims.models import Claim
from claims.queries import Scope, keep_names
from claims.reader import filters
from claims.reader.coverage_tables import CoverageTable, SearchRecordTable
from claims.reader.filters import (
    AgreementFilter,
    ClaimFilter,
    CountingFilter,
    CoverageFilter,
    MatrixFilter,
    PagedFilter,
    PairFilter,
    agreement,
    base,
    lists,
    matrix,
)
from claims.reader.filters.fields import ChoiceFilter, Chooses, SearchTextFilter, SortFilter, find_sortable_columns
from claims.rules.scales import Attribution, Dimension
from tests.make import make_actor, make_claim, make_negotiation, make_proposal, make_source, make_topic
from tests.reader.filters_of_pages import FILTERS_OF_PAGES, PAGES_WITH_FORM
from tests.versions import FIRST, SECOND
from tests.walk import downloads, make_world, stops

pytestmark = pytest.mark.django_db

MODULES = (agreement, base, lists, matrix)
FILTER_SETS = [
    row
    for module in MODULES
    for row in vars(module).values()
    if inspect.isclass(row) and row.__module__ == module.__name__
]


def read(filter_set, query):
    """Return the filters of a page that is asked for with a query string."""
    return filter_set(QueryDict(query), queryset=Claim.objects.published())


def cite(origin, **fields):
    """Make a source that a published claim cites."""
    return make_claim(source=make_source(origin=origin, **fields)).source


# One declaration


@pytest.mark.parametrize(
    ("chooses", "counted", "display", "counting_query", "numbers_query"),
    [
        (Chooses.CLAIMS, ["in a tone of anger"], [], "?tone=anger", "?tone=anger"),
        (Chooses.CLAIMS_HERE, ["in a tone of anger"], [], "", "?tone=anger"),
        (Chooses.COMPARED, [], ["in a tone of anger"], "", "?tone=anger"),
        (Chooses.DISPLAY, [], ["in a tone of anger"], "", ""),
    ],
)
def test_one_declaration_gives_a_filter_its_words_and_its_place_in_links(
    chooses, counted, display, counting_query, numbers_query
):
    class ToneFilter(PagedFilter):
        tone = SearchTextFilter(label="Tone", words="in a tone of {}", chooses=chooses)

    page = read(ToneFilter, "tone=anger&page=3")
    assert page.counted_words == counted and page.display_words == display
    assert page.counting_query == counting_query and page.numbers_query == numbers_query
    assert page.downloads[0] == ("CSV", "?tone=anger&_export=csv")
    assert read(ToneFilter, "").counted_words == [] and read(ToneFilter, "").numbers_query == ""


@pytest.mark.parametrize("folded", [True, False])
def test_one_declaration_puts_a_filter_into_the_form(rf, folded):
    class FoldedFilter(CountingFilter):
        tone = SearchTextFilter(label="Tone", folded=folded)

    page = read(FoldedFilter, "tone=anger")
    form = render_to_string("claims/forms/filters.html", {"filters": page}, rf.get("/talks/"))
    before, _, after = form.partition("<summary>More filters</summary>")
    field = '<label>Tone <input type="search" name="tone" value="anger"'
    assert field in (after if folded else before) and field not in (before if folded else after)


def test_a_field_that_is_kept_untouched_is_never_that_of_another_kind_or_of_what_is_chosen(rf):
    def draw(query, *words, label="Tone"):
        class KeptFilter(CountingFilter):
            tone = ChoiceFilter(label=label, choices=[(word, word) for word in words], empty_label="any")

        return render_to_string("claims/forms/filters.html", {"filters": read(KeptFilter, query)}, rf.get("/talks/"))

    kept = draw("", "calm", "angry")
    assert "<label>Tone <select" in kept and "selected" not in kept.partition(">calm<")[0].rpartition("<option")[2]
    assert draw("tone=calm", "calm", "angry").count('<option value="calm" selected>') == 1
    assert "There is no" not in kept and 'class="wrong"' in draw("tone=loud", "calm", "angry")
    assert draw("", "calm", "angry") == kept
    assert ">sad<" in draw("", "calm", "sad") and "<label>Voice <select" in draw("", "calm", "angry", label="Voice")


@pytest.mark.parametrize(
    ("declared", "opens"), [({"folded": True}, True), ({"folded": True, "quiet": True}, False), ({}, False)]
)
def test_a_filter_that_is_folded_away_opens_the_fold_unless_it_is_quiet(declared, opens):
    class QuietFilter(CountingFilter):
        tone = SearchTextFilter(label="Tone", **declared)

    assert read(QuietFilter, "tone=anger").opens_fold == opens
    assert not read(QuietFilter, "tone=&as_of=2022-01-17").opens_fold


def test_what_comes_first_on_a_form_is_said_and_the_rest_follows_as_declared():
    class OrderedFilter(CountingFilter):
        FIRST_ON_FORM = ("tone", "attribution")
        voice = SearchTextFilter(label="Voice")
        tone = SearchTextFilter(label="Tone")

    names = [field.name for field in read(OrderedFilter, "").open_fields]
    assert names == ["tone", "attribution", "as_of", "voice"]


def test_a_filter_says_which_field_of_the_scope_takes_its_value():
    class ForcedFilter(CountingFilter):
        forced = SearchTextFilter(label="Forced", scope="dimension")

    assert read(ForcedFilter, "forced=position").scope == Scope(dimension="position")


def test_no_class_names_a_parameter_that_it_neither_declares_nor_inherits():
    parameters = {name for filter_set in FILTER_SETS for name in filter_set.base_filters}
    strange = []
    for filter_set in FILTER_SETS:
        nodes = list(ast.walk(ast.parse(inspect.getsource(filter_set))))
        fields = {value for node in nodes if isinstance(node, ast.Dict) for value in node.values}  # of what is filtered
        strings = {node.value for node in nodes if isinstance(node, ast.Constant) and node not in fields}
        strange += [(filter_set.__name__, name) for name in strings & parameters - filter_set.base_filters.keys()]
    assert len(FILTER_SETS) > 10 and not strange


def test_every_kind_of_parameter_stands_with_the_kinds():
    kinds = {type(declared) for filter_set in FILTER_SETS for declared in filter_set.base_filters.values()}
    assert {kind.__module__ for kind in kinds} == {
        module.__name__ for module in (filters.days, filters.fields, filters.named_rows)
    }


# What counts


def test_the_scope_is_what_the_counting_filters_choose():
    cite("Bureau"), cite("Agency")
    query = "as_of=2022-02-01&attribution=attributed&attribution=own&origin=bureau&origin=agency&dimension=salience"
    counted = Scope(date(2022, 2, 1), (Attribution.OWN, Attribution.ATTRIBUTED), ("Agency", "Bureau"))
    assert read(CountingFilter, query).scope == counted
    assert read(CoverageFilter, query).scope == counted
    assert read(MatrixFilter, query).scope == counted._replace(dimension=Dimension.SALIENCE)
    assert read(MatrixFilter, "dimension=auto").scope == Scope()


def test_links_keep_what_counts_as_the_query_string_gives_it():
    cite("Bureau"), make_topic(slug="forces")
    query = "topic=forces&origin=bureau&dimension=salience&as_of=2022-02-01&min_n=2&bounds=show&attribution=own"
    counting = "?as_of=2022-02-01&attribution=own&origin=bureau"
    assert read(MatrixFilter, query).counting_query == counting
    assert read(MatrixFilter, query).numbers_query == f"{counting}&dimension=salience"
    assert read(MatrixFilter, "dimension=auto").numbers_query == ""
    for filter_set in (PairFilter, AgreementFilter):
        assert read(filter_set, query).counting_query == counting
        assert read(filter_set, query).numbers_query == f"{counting}&topic=forces&dimension=salience&min_n=2"


def test_what_can_be_read_holds_where_something_else_is_at_fault():
    page = read(MatrixFilter, "as_of=2022-02-01&since=soon")
    assert page.faults == [
        ("Changed since", "“soon” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022.")
    ]
    assert page.counting_query == "?as_of=2022-02-01" and page.scope == Scope(as_of=date(2022, 2, 1))
    assert page.counted_words == ["said on or before 1 Feb 2022"]
    assert "since" not in page.downloads[0][1]


def test_of_several_values_those_hold_that_can_be_read():
    west = make_actor(slug="west", name="Westland")
    page = read(
        MatrixFilter, "actor=Westland&actor=Finland&attribution=own&attribution=rumour&dimension=colour&_export=csv"
    )
    assert {label for label, _ in page.faults} == {"Actor", "Attribution", "Show"}
    assert page.chosen["actor"] == [west] and page.scope == Scope(attributions=(Attribution.OWN,))
    assert page.form["actor"].chosen == [("west", "Westland")] and page.form["actor"].unknown == ["Finland"]
    assert page.opens_fold and page.export_chosen is None


def test_downloads_keep_what_the_query_string_chooses_but_no_page_of_it():
    query = "since=2022-01-01&q=&page=2&columns=3&after=2022-01-01.abc"
    assert read(MatrixFilter, f"{query}&dimension=auto").downloads[1] == ("Excel", "?since=2022-01-01&_export=xlsx")
    assert read(ClaimFilter, query).downloads[2] == ("JSON", "?since=2022-01-01&_export=json")
    assert read(AgreementFilter, "table=network").networks[0][1][0][1] == "?table=network&_export=csv"


# The sentences


def test_the_list_of_claims_says_all_that_narrows_it():
    holder, proposal = make_actor(slug="west", name="Westland"), make_proposal(slug="zones", title="Zones")
    source = cite("Bureau", slug="note", title="A note")
    query = (
        f"q=harbour&verdict=open&source=note&proposal=zones&topic={proposal.topic.slug}&speaker=west&actor=west&holder=west"
        f"&side={holder.side.slug}&value=2&value=-1&dimension=position&since=2022-01-02&origin=bureau&attribution=reported"
        "&attribution=own&as_of=2022-02-01"
    )
    assert read(ClaimFilter, query).counted_words == [
        "said on or before 1 Feb 2022",
        "first-hand or relayed only",
        "only texts of Bureau",
        "said on or after 2 Jan 2022",
        "position only",
        "value +2 or −1",
        f"side {holder.side}",
        "holder Westland",
        "holder Westland",
        "said by Westland",
        f"topic {proposal.topic}",
        "proposal Zones",
        f"source {source}",
        "on proposals that are open",
        "with “harbour”",
    ]


def test_the_matrix_says_what_counts_apart_from_what_it_shows():
    actor, proposal = make_actor(slug="west", name="Westland"), make_proposal(slug="zones", title="Zones")
    query = (
        f"q={{0}}&verdict=no-party-has-spoken&actor=west&side={actor.side.slug}&proposal=zones&topic={proposal.topic.slug}"
        "&dimension=prospects&since=2022-01-01&group=topic&others=open&empty=show&mark=single&per_page=25"
    )
    page = read(MatrixFilter, query)
    assert page.counted_words == ["prospects only (verdicts are about positions)"]
    assert page.display_words == [
        f"topic {proposal.topic}",
        "proposal Zones",
        f"side {actor.side}",
        "actor Westland",
        "proposals that are not taken up",
        "proposals in which “{0}” is found",
    ]


@pytest.mark.parametrize(
    ("filter_set", "query"),
    [
        (MatrixFilter, "since=2022-01-01&group=topic&verdict=open&others=open&empty=show&per_page=25&dimension=auto"),
        (ClaimFilter, "q=harbour&as_of=2022-01-01&attribution=own&sort=value&per_page=25"),
        (CoverageFilter, "table=searches&by=actor&as_of=2022-01-01"),
        (AgreementFilter, "dimension=position&min_n=2&order=name&bounds=show"),
    ],
)
def test_what_stands_open_opens_no_fold(filter_set, query):
    assert read(filter_set, query).is_valid() and not read(filter_set, query).opens_fold


@pytest.mark.parametrize(
    ("filter_set", "query"),
    [
        (MatrixFilter, "dimension=position"),
        (MatrixFilter, "q=harbour"),
        (MatrixFilter, "mark=single"),
        (MatrixFilter, "known=published"),
        (ClaimFilter, "attribution=reported"),
        (ClaimFilter, "attribution=own&attribution=reported"),
        (ClaimFilter, "dimension=position"),
        (ClaimFilter, "value=2"),
        (ClaimFilter, "verdict=open"),
    ],
)
def test_what_is_folded_away_opens_the_fold(filter_set, query):
    assert read(filter_set, query).opens_fold


# Kinds


def test_a_list_can_be_sorted_by_each_sortable_column_of_its_tables():
    declared = SortFilter(CoverageTable, SearchRecordTable)
    columns = {*find_sortable_columns(CoverageTable), *find_sortable_columns(SearchRecordTable)}
    assert {value for value, _ in declared.extra["choices"]} == columns | {f"-{name}" for name in columns}
    assert {"name", "outcome"} < columns and "searched_in" not in columns


def test_a_field_of_names_shows_what_is_chosen_of_it():
    cite("Bureau"), make_actor(slug="west", name="Westland")
    form = read(MatrixFilter, "origin=bureau&actor=Westland").form
    assert form["origin"].chosen == [("Bureau", "Bureau")] and form["actor"].chosen == [("west", "Westland")]
    assert read(MatrixFilter, "actor=west&since=soon").form["actor"].chosen == [("west", "Westland")]


def test_what_names_mean_in_one_negotiation_changes_no_other_page(db, django_assert_num_queries):
    here, there = make_topic(), make_topic(negotiation=make_negotiation())
    with django_assert_num_queries(0):  # nothing is named: nothing is looked for
        in_one, everywhere = MatrixFilter(QueryDict(), here.negotiation), MatrixFilter(QueryDict())
    assert set(in_one.filters["topic"].field.queryset.all()) == {here}
    assert set(everywhere.filters["topic"].field.queryset.all()) == {here, there}
    assert set(MatrixFilter.base_filters["topic"].extra["queryset"].all()) == {here, there}


def test_a_field_with_a_fault_is_read_once_however_often_its_page_asks(db, django_assert_num_queries):
    actor, keep = make_actor(slug="east"), keep_names(FIRST, None)
    query = QueryDict("holder=east&holder=nobody")
    field = ClaimFilter(query, queryset=Claim.objects.none(), keep_names=keep).form["holder"]
    assert field.errors
    with django_assert_num_queries(1):  # the rows of the sound text; what both texts mean, the form asked already
        for _ in range(3):
            assert field.unknown == ["nobody"] and field.chosen == [("east", str(actor))]


def test_what_a_name_means_is_read_once_until_the_next_write(db, django_assert_num_queries):
    def list_faults(version):
        query = QueryDict("holder=east&actor=east")
        page = ClaimFilter(query, queryset=Claim.objects.none(), keep_names=keep_names(version, None))
        return list(page.form.errors)

    with django_assert_num_queries(2):  # for both parameters: who it is, and names that are near
        assert list_faults(FIRST) == ["holder", "actor"]
    make_actor(slug="east")
    with django_assert_num_queries(0):
        assert list_faults(FIRST) == ["holder", "actor"]
    with django_assert_num_queries(1):
        assert list_faults(SECOND) == []


@pytest.mark.parametrize("typed", ["2022-01-10", "10 Jan 2022", "10 Jan 2022", "10.01.2022"])
def test_a_day_is_typed_in_the_forms_that_the_pages_write(typed):
    for name in ("as_of", "since"):
        page = read(MatrixFilter, f"{name}={typed}")
        assert (page.faults, page.chosen[name]) == ([], date(2022, 1, 10))


@pytest.mark.parametrize("typed", ["01/10/2022", "10/01/2022", "Jan 10, 2022", "10.01.22"])
@pytest.mark.parametrize("filter_set", [MatrixFilter, ClaimFilter, PairFilter, AgreementFilter])
def test_a_day_that_could_be_another_is_an_error_that_shows_the_forms(filter_set, typed):
    message = f"“{typed}” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022."
    assert read(filter_set, f"as_of={typed}").faults == [("As of", message)]


def test_the_form_of_a_page_holds_the_filters_that_declare_so_and_no_others(client):
    for stop in stops(make_world(3)):
        if stop.name not in PAGES_WITH_FORM:
            continue
        form = re.search(r'<form\s+id="filters".*?</form>', client.get(stop.path()).content.decode(), re.DOTALL)[0]
        filters = FILTERS_OF_PAGES[stop.name].base_filters.items()
        declared = {name for name, each in filters if each.on_form and not each.comparison}
        assert set(re.findall(r'<(?:input|select)[^>]* name="(\w+)"', form)) == declared, stop.name


def test_every_page_with_a_table_is_listed_with_its_filter(db):
    assert {stop.name for stop in downloads(make_world(3))} <= set(FILTERS_OF_PAGES)
