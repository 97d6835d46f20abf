"""The description of the API for programs (OpenAPI 3.1), and of the same the page for people."""

from functools import cache
from http import HTTPStatus
from typing import Any

from django.urls import reverse

from .operations import api
from .problems import PROBLEM_JSON, TITLES
from .schemas import ProblemDetails

OF_ALL = (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.TOO_MANY_REQUESTS)
NOT_MODIFIED = "Nothing changed since the answer whose ETag was sent as If-None-Match."


@cache
def write_document() -> dict[str, Any]:
    """Return the description: what ninja makes of the operations, with all that else may be answered."""
    document = dict(api.get_openapi_schema(path_prefix=reverse("api:about")))
    schemas = document["components"]["schemas"]
    problem = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {}) | {"ProblemDetails": problem}
    for path, methods in document["paths"].items():
        for operation in methods.values():
            operation["responses"] |= _describe_others(path, operation)
    return document


def _describe_others(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    statuses = list(OF_ALL)
    if any(parameter["in"] == "query" for parameter in operation["parameters"]):
        statuses.append(HTTPStatus.BAD_REQUEST)
    if any(parameter["in"] == "path" for parameter in operation["parameters"]):
        statuses.append(HTTPStatus.NOT_FOUND)
    if operation["operationId"] == "get_claim":
        statuses.append(HTTPStatus.GONE)
    described: dict[str, Any] = {"304": {"description": NOT_MODIFIED}}
    if HTTPStatus.BAD_REQUEST in statuses:
        described["301"] = {"description": "A row that a parameter names is called otherwise now."}
    for status in statuses:
        content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
        described[str(int(status))] = {"description": TITLES[status], "content": content}
    return dict(sorted(described.items()))
