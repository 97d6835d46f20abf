"""Every operation of the API, by its own description: what that allows, and what it does not."""

from contextlib import contextmanager
from functools import partial

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from schemathesis.checks import not_a_server_error

from tracker.wsgi import application

from .visitor import bounded

ENDS = (request_started, request_finished)


def list_operations():
    """Return {what an operation is called: the function that draws one example and tries it}."""
    with one_connection():
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
        operations = [each.ok() for each in schema.get_all_operations()]
    return {
        f"{operation.label} {mode.name}": partial(fuzz_operation, strategy=operation.as_strategy(generation_mode=mode))
        for operation in operations
        for mode in schemathesis.GenerationMode
        if operation.query
        or mode != schemathesis.GenerationMode.NEGATIVE  # of a path alone, whatever is given is a text
    }


def fuzz_operation(data, world, visitors, strategy):
    case = data.draw(strategy)
    visitors.asked += 1
    with one_connection(), bounded(case.formatted_path):
        case.call_and_validate(checks=[not_a_server_error])


@contextmanager
def one_connection():
    """What the server does at the ends of a request would close the connection of the test."""
    for end in ENDS:
        end.disconnect(close_old_connections)
    try:
        yield
    finally:
        for end in ENDS:
            end.connect(close_old_connections)
