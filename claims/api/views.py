"""The description of the API, for programs and for people, and what is answered where there is nothing."""

from http import HTTPStatus
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from .openapi import write_document
from .problems import Problem, answer_problem


class ParameterLine(NamedTuple):
    """A parameter as the page tells of it."""

    name: str
    label: str
    values: str
    several: bool


class AddressSection(NamedTuple):
    """An address as the page tells of it: its path, a sentence, its parameters, and the fields of a row."""

    anchor: str
    path: str
    sentence: str
    parameters: list[ParameterLine]
    fields: list[tuple[str, str]]


def send_document(request: HttpRequest) -> JsonResponse:
    """Send the description for programs."""
    return JsonResponse(write_document())


def about(request: Any) -> HttpResponse:
    """Show the description to people."""
    request.negotiation = None
    document = write_document()
    sections = [
        _make_section(document, path, operation)
        for path, methods in document["paths"].items()
        for operation in methods.values()
    ]
    return render(request, "claims/api.html", {"sections": sections})


def answer_missing(request: HttpRequest, rest: str) -> HttpResponse:
    """Lead to the address that ends in a slash, where there is one; else say that there is nothing."""
    if not rest.endswith("/") and _is_address(f"{request.path_info}/"):
        query = request.META.get("QUERY_STRING")
        return redirect(f"{request.path}/{'?' if query else ''}{query}", permanent=True)
    return answer_problem(Problem(HTTPStatus.NOT_FOUND, "What there is stands at /api/v1/."))


def _is_address(path: str) -> bool:
    try:
        return resolve(path).url_name != "missing"
    except Resolver404:
        return False


def _make_section(document: dict[str, Any], path: str, operation: dict[str, Any]) -> AddressSection:
    parameters = [_make_line(one) for one in operation["parameters"] if one["in"] == "query"]
    content = operation["responses"][200]["content"]["application/json"]["schema"]
    schemas = document["components"]["schemas"]
    schema = _follow(schemas, content)
    if "rows" in schema["properties"]:
        schema = _follow(schemas, schema["properties"]["rows"]["items"])
    fields = [(name, _name_kind(field)) for name, field in schema["properties"].items()]
    return AddressSection(operation["operationId"], path, operation["summary"], parameters, fields)


def _follow(schemas: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    followed: dict[str, Any] = schemas[schema["$ref"].rpartition("/")[2]]
    return followed


def _make_line(parameter: dict[str, Any]) -> ParameterLine:
    schema = parameter["schema"]
    several = schema["type"] == "array"
    value = schema["items"] if several else schema
    return ParameterLine(parameter["name"], parameter["description"], _name_values(value), several)


def _name_values(value: dict[str, Any]) -> str:
    """Say what a parameter may be."""
    if "enum" in value:
        return ", ".join(value["enum"])
    if value["type"] == "integer":
        return f"a whole number from {value['minimum']} to {value['maximum']}"
    return "a day: 2022-01-31" if value.get("format") == "date" else value.get("description", "a text")


def _name_kind(field: dict[str, Any]) -> str:
    """Say what a field holds."""
    kinds = field.get("anyOf", [field])
    words = {
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "true or false",
        "null": "null",
    }
    return " or ".join("day" if kind.get("format") == "date" else words[kind["type"]] for kind in kinds)
