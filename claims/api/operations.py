"""The addresses of the API and what each answers. What is wrong with a request is raised as a Problem."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from ninja import NinjaAPI

from .. import queries
from ..exporters import claims, lists
from ..exporters.kinds import list_kinds
from ..models import Claim
from ..reader.filters.base import CountingFilter
from ..reader.shared.keyset_pagination import ListError
from ..reader.shared.negotiation import choose_visible, list_negotiations, read_visible
from ..reader.shared.old_slugs import write_renamed_query
from ..reader.shared.read_filters import read_filters
from ..reader.shared.urls_with import change_query
from .parameters import describe_parameters, list_faults
from .problems import ParameterFault, Problem, answer_problem
from .resources import CLAIM_KINDS, RESOURCES, AskedList, Resource
from .schemas import make_page_schema, make_row_schema, make_rows
from .single_rows import SINGLE_ROWS, SingleRow

DESCRIPTION = (
    "Everything that is published, for reading: the rows of the downloads, by the filters of the pages. Codes and "
    "columns are explained in the codebook and in the documentation of the exchange."
)
api = NinjaAPI(
    title="Stance matrix",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
LONGEST_REDIRECT = 8000  # letters of a query string; Django leads to no address twice as long
PUBLIC_ID = re.compile(r"[0-9a-z]{1,16}")
NEGOTIATION_KINDS = list_kinds(lists.NEGOTIATION_COLUMNS)
NegotiationRow = make_row_schema("Negotiation", NEGOTIATION_KINDS)
KINDS = {resource.name: resource.kinds for resource in RESOURCES}
ROW_SCHEMAS = {resource.row: make_row_schema(resource.row, resource.kinds) for resource in RESOURCES}


@api.exception_handler(Problem)
def tell_problem(request: HttpRequest, problem: Any) -> HttpResponse:
    return answer_problem(problem)


@api.exception_handler(Http404)
def tell_missing(request: HttpRequest, missing: Any) -> HttpResponse:
    return answer_problem(Problem(HTTPStatus.NOT_FOUND, str(missing)))


@api.get(
    "/negotiations/",
    response=make_page_schema(NegotiationRow),
    operation_id="list_negotiations",
    summary="The negotiations.",
)
def show_negotiations(request: HttpRequest) -> dict[str, Any]:
    listed = list_negotiations(request)
    rows = ([read(one) for read in lists.NEGOTIATION_COLUMNS.values()] for one in listed)
    return {"count": len(listed), "next": None, "rows": make_rows(NEGOTIATION_KINDS, rows)}


@api.get(
    "/claims/{public_id}/", response=ROW_SCHEMAS["Claim"], operation_id="get_claim", summary="One claim by its id."
)
def show_claim(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Return a claim for good: its id never changes. One that was withdrawn is gone, with none of its content."""
    rows = Claim.objects.none()
    if PUBLIC_ID.fullmatch(public_id):
        visible = read_visible(request).values()
        rows = Claim.objects.published().filter(public_id=public_id, proposal__negotiation__in=visible)
    listed = make_rows(CLAIM_KINDS, claims.make_claims_table(rows).rows)
    if listed:
        return listed[0]
    if PUBLIC_ID.fullmatch(public_id) and queries.read_withdrawal(public_id, choose_visible(request)):
        raise Problem(HTTPStatus.GONE, f"The claim “{public_id}” was published, and is withdrawn.")
    raise Http404(f"There is no published claim “{public_id[:80]}”.")


def answer_page(request: Any, resource: Resource) -> Any:
    """Return a page of a resource as its model has it."""
    filters = read_filters(request, resource.filter_set, **resource.select())
    if answer := _lead_on(request, filters):
        return answer
    version = request.data_version
    try:
        chunk = resource.read(AskedList(filters, version, queries.get_snapshot(filters.scope, version)))
    except ListError as fault:
        filters.refuse(fault.parameter, fault.sentence)
        raise _refuse(list_faults(filters)) from None
    following = chunk.cursor and request.build_absolute_uri(change_query(request.path, request.GET, after=chunk.cursor))
    return {"count": chunk.rows_in_all, "next": following, "rows": make_rows(resource.kinds, chunk.rows)}


def answer_single(request: Any, single: SingleRow, slug: str) -> Any:
    """Return a row as its model has it, as it is under the filters of claims."""
    filters = read_filters(request, CountingFilter)
    if answer := _lead_on(request, filters):
        return answer
    row = single.find(queries.get_snapshot(filters.scope, request.data_version), slug)
    if row is None:
        return single.lead_on(request, slug)
    return make_rows(KINDS[single.resource], [row])[0]


def _lead_on(request: Any, filters: CountingFilter) -> HttpResponse | None:
    """Return where a request leads that names rows as they were called before; raise Problem where it cannot be read
    otherwise."""
    if filters.is_valid():
        return None
    renamed = write_renamed_query(request, filters)
    if renamed is None or len(renamed) > LONGEST_REDIRECT:
        raise _refuse(list_faults(filters))
    leads_on: HttpResponse = redirect(f"{request.path}?{renamed}", permanent=True)
    return leads_on


def _refuse(faults: list[tuple[str, str, str]]) -> Problem:
    errors = [ParameterFault(*fault) for fault in faults]
    detail = " ".join(f"{fault.label}: {fault.detail}" for fault in errors)
    return Problem(HTTPStatus.BAD_REQUEST, detail, errors)


def answer_everywhere(resource: Resource) -> Callable[..., Any]:
    """Return the view of a resource of all negotiations together."""

    def show_everywhere(request: Any) -> Any:
        request.negotiation = None
        return answer_page(request, resource)

    return show_everywhere


def answer_of_one(resource: Resource) -> Callable[..., Any]:
    """Return the view of a resource of one negotiation; one that they may not read is none to them."""

    def show_of_one(request: Any, negotiation: str) -> Any:
        _enter(request, negotiation)
        return answer_page(request, resource)

    return show_of_one


def answer_single_everywhere(single: SingleRow) -> Callable[..., Any]:
    """Return the view of a row of all negotiations together."""

    def show_single(request: Any, slug: str) -> Any:
        request.negotiation = None
        return answer_single(request, single, slug)

    return show_single


def answer_single_of_one(single: SingleRow) -> Callable[..., Any]:
    """Return the view of a row of one negotiation."""

    def show_single(request: Any, negotiation: str, slug: str) -> Any:
        _enter(request, negotiation)
        return answer_single(request, single, slug)

    return show_single


def _enter(request: Any, negotiation: str) -> None:
    request.negotiation = read_visible(request).get(negotiation)
    if request.negotiation is None:
        raise Http404(f"There is no negotiation “{negotiation[:80]}”.")


for declared in RESOURCES:
    schema = make_page_schema(ROW_SCHEMAS[declared.row])
    extra = {"parameters": describe_parameters(declared.filter_set)}
    if declared.everywhere:
        api.get(
            f"/{declared.name}/",
            response=schema,
            operation_id=f"list_{declared.name}",
            summary=declared.sentence,
            openapi_extra=extra,
        )(answer_everywhere(declared))
    if declared.of_one:
        api.get(
            f"/negotiations/{{negotiation}}/{declared.name}/",
            response=schema,
            operation_id=f"list_{declared.name}_of_negotiation",
            summary=declared.sentence,
            openapi_extra=extra,
        )(answer_of_one(declared))

for one in SINGLE_ROWS:
    answer = answer_single_of_one(one) if one.of_one else answer_single_everywhere(one)
    api.get(
        f"{'/negotiations/{negotiation}' if one.of_one else ''}/{one.resource}/{{slug}}/",
        response=ROW_SCHEMAS[one.name.capitalize()],
        operation_id=f"get_{one.name}",
        url_name=f"get_{one.name}",
        summary=f"One {one.name} by its slug, as the list has it.",
        openapi_extra={"parameters": describe_parameters(CountingFilter)},
    )(answer)
