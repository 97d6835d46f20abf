"""Spreadsheets in somebody's own words for tests of the import in the admin, and what one does with them there."""

import csv
from io import BytesIO, StringIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from claims.models import ImportFile
from tests.make import make_actor, make_proposal, make_topic

IMPORT = "/admin/claims/importprofile/import/"
HEADING = ["Who", "Issue", "Stance", "When", "Link", "Document"]


class Talks:
    """A small vocabulary that files name: Russia, the US, a ban of missiles and a pull-back."""

    def __init__(self):
        self.topic = make_topic(name="Weapons")
        self.negotiation = self.topic.negotiation
        self.russia = make_actor(slug="russia", name="Russia", short_name="RU", aliases="")
        self.us = make_actor(slug="us", name="United States", short_name="US", aliases="")
        self.ban = make_proposal(slug="missile-ban", title="Missile ban", aliases="", topic=self.topic)
        self.pullback = make_proposal(slug="pull-back", title="Pull-back", aliases="", topic=self.topic)


def row(who="Russia", issue="Missile ban", stance="support", when="2022-01-10", link="", document="Minutes"):
    return [who, issue, stance, when, link, document]


def write_csv(rows, heading=HEADING, separator=",", encoding="utf-8"):
    text = StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([heading, *rows] if heading else rows)
    return text.getvalue().encode(encoding)


def write_xlsx(rows, heading=HEADING):
    book, data = Workbook(), BytesIO()
    for cells in [heading, *rows]:
        book.active.append(cells)
    book.save(data)
    return data.getvalue()


def upload(client, data, name="views.csv", negotiation=None, **more):
    """Upload a file; return the answer."""
    from claims.models import Negotiation

    negotiation = negotiation or Negotiation.objects.order_by("pk").first()
    file = SimpleUploadedFile(name, data)
    return client.post(IMPORT, {"negotiation": negotiation.pk, "file": file, **more})


def the_file():
    return ImportFile.objects.order_by("-pk").first()


def step(name, row=None):
    return reverse(f"admin:claims_import_{name}", args=[(row or the_file()).pk])


def as_shown(form):
    """Return what a browser posts of a form as it is shown."""
    posted = {}
    for field in form:
        value = field.value()
        if value not in (None, "", False):
            posted[field.html_name] = "on" if value is True else value
    return posted


def go_on(client, name, **changes):
    """Send the form of a step as it is shown, with some of it changed; return the answer."""
    form = client.get(step(name)).context["form"]
    return client.post(step(name), as_shown(form) | changes)


def name_of(form, kind, name):
    """Return the number of the line that asks about a name."""
    return next(n for n, each in enumerate(form.unknown) if each[:2] == (kind, name))


def import_rows(client, **changes):
    """Send the form of the rows as it is shown; return the answer."""
    page = client.get(step("rows"))
    return client.post(
        step("rows"), as_shown(page.context["form"]) | {"shown": page.context["shown"], "_import": "yes"} | changes
    )
