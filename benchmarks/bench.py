"""What every measure works with: a reader of the product's pages, a bare database beside it, and what to look at."""

from contextlib import contextmanager
from copy import copy
from typing import NamedTuple
from unittest import mock

from django.db import connection
from django.template import Template
from django.test import Client
from django.test.utils import instrumented_test_render
from django_tables2.data import TableData
from django_tables2.rows import BoundRows

from claims import queries
from claims.models import Claim, NegotiationVersion, Participant
from claims.rules.scales import Dimension
from claims.services.write_gate import editing
from tracker.middleware.costly_files import KEPT

from . import databases, record, subjects, urls
from .timing import Unequal

PAGE_LIMIT = 300  # milliseconds of a public page, on the bench machine: reported, not tested
OF_REQUESTS = {"request", "csrf_token", "user", "perms", "messages", "block", "True", "False", "None"}
LIMITED = ("tiny", "seed", "small", "medium")


class Bench(NamedTuple):
    size: str
    reader: Client
    database: object
    subjects: subjects.Subjects

    @property
    def first_limit(self):
        """Milliseconds that a page may take which is made of the whole table for the first time, or None at sizes for
        which nobody has said so."""
        return PAGE_LIMIT if self.size in LIMITED else None

    @property
    def vendor(self):
        return connection.vendor

    def get(self, url, status=200, **headers):
        """Return the bytes of an answer, a streamed one read to its end. Raises Unequal on another status."""
        return self.ask(url, status, **headers)[1]

    def ask(self, url, status=200, **headers):
        KEPT.forget()  # what is measured of a file is to write it
        answer = self.reader.get(url, headers=headers)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code != status:
            raise Unequal(f"{url} is answered {answer.status_code}, not {status}")
        return answer, content

    def build_shell(self, url):
        """Return a call that asks for the page without the rows of its table, behind the same middleware.

        Headings, filters and legend are drawn by the product's own template from what it was given; nothing is queried.
        """
        with mock.patch.object(Template, "_render", instrumented_test_render):  # it tells the client what it draws
            answer, _ = self.ask(url)
        context = {name: value for name, value in answer.context[0].flatten().items() if name not in OF_REQUESTS}
        if "lines" in context:  # the matrix, whose rows are strings
            context["lines"] = []
        else:
            context["table"] = _remove_rows(context["table"])
        urls.SHELL = answer.templates[0].name, context
        shell = urls.SHELL

        def ask():
            urls.SHELL = shell
            return self.get("/shell/")

        return ask

    def record_queries(self, url, cold=False):
        """Return the queries of a page on unchanged data, or just after a write, as (SQL, parameters)."""
        self.get(url)
        if cold:
            raise_data_version()
        return record_statements(lambda: self.get(url))


def record_statements(call, asked=connection):
    """Return what a call asks of the database, as (SQL, parameters); of another connection where one is given."""
    statements = []
    with asked.execute_wrapper(lambda execute, sql, params, *rest: _record(statements, execute, sql, params, *rest)):
        call()
    return statements


def _remove_rows(table):
    table = copy(table)
    empty = BoundRows(TableData.from_data([]), table=table)
    if getattr(table, "page", None):
        table.page = copy(table.page)
        table.page.object_list = empty
    else:
        table.rows = empty
    return table


def _record(statements, execute, sql, params, many, context):
    statements.append((sql, params or ()))
    return execute(sql, params, many, context)


@contextmanager
def open_bench(size):
    """Open a bench on the database that the settings name."""
    connection.ensure_connection()
    database = databases.connect_bare()
    try:
        yield Bench(size, Client(SERVER_NAME="127.0.0.1"), database, subjects.choose(database))
    finally:
        database.close()


def raise_data_version():
    """What the last statement of every write does; nothing that is kept in memory counts any more."""
    queries.forget_all()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE claims_dataversion SET number = number + 1")


def save_a_claim():
    """Save a claim of a principal through the gate, as an editor does; what readers see of it stays what it was."""
    published = Claim.objects.published().filter(dimension=str(Dimension.POSITION)).order_by("pk")
    of_a_principal = published.filter(holder__in=Participant.objects.filter(principal=True).values("actor"))
    with editing(None, "saved for the bench") as gate:
        claim = gate.lock(Claim, (of_a_principal.first() or published.first()).pk)
        claim.note = f"Saved {claim.version + 1} times."
        gate.save(claim)


def raise_version_elsewhere():
    """What the last statement of a write in another negotiation does."""
    NegotiationVersion.count_up([record.NEGOTIATION + 1])
