"""Pages of those who code: the desk, a long document with its form, and what waits; of batches, that a coder works in.

The coders, their document and their batch are written through the gate once, beside the record.
"""

import re
from functools import partial

from django.contrib.auth.models import Group, User
from django.test import Client

from claims.models import Batch, Negotiation, Source
from claims.services.batches import Coders, open_batch
from claims.services.sources import check_text, save_source
from claims.services.write_gate import editing

from . import record
from .pages import measure_page

DOCUMENT = "bench-document"
CODER, NOT_IN_BATCH = "bench-1", "bench-3"
SENTENCES = 2_000  # of the document: some 200,000 characters
_TOKEN = re.compile(rb'(csrfmiddlewaretoken" value="|csrftoken" content="|X-CSRFToken&quot;: &quot;)\w+')


def list_measures(bench):
    at = bench.subjects.at
    pages = {
        "workbench: desk": f"{at}/code/",
        "workbench: coding page": f"{at}/code/{DOCUMENT}/",
        "workbench: what awaits": f"{at}/awaiting/",
        "workbench: batches": f"{at}/batches/",
        "workbench: batch": f"{at}/batches/{{batch}}/",
        "workbench: blind coding page": f"{at}/batches/{{batch}}/code/{DOCUMENT}/",
    }
    for name, url in pages.items():
        yield name, partial(_measure, bench, name, url)


def _measure(bench, name, url):
    """A page of whom it is for; the token of its forms differs each time."""
    batch = _prepare()
    reader = Client(SERVER_NAME="127.0.0.1")
    reader.force_login(User.objects.get(username=CODER if "batch" in url else NOT_IN_BATCH))
    measure = measure_page(bench._replace(reader=reader), name, url.format(batch=batch.public_id))
    return measure._replace(normalise=_hide_token, normalise_floor=_hide_token)


def _prepare():
    """Return the batch of a long document that two code, and a third may code openly: made where it is missing."""
    batch = Batch.objects.filter(sources__source__slug=DOCUMENT).first()
    if batch:
        return batch
    users = [User.objects.create_user(name, is_staff=True) for name in (CODER, "bench-2", NOT_IN_BATCH)]
    for user in users:
        user.groups.add(Group.objects.get(name="reviewer"))
    source = Source(slug=DOCUMENT, title="A long record", publisher="Library", origin="Library", type="document")
    with editing(None, "made for the bench") as gate:
        save_source(gate, source, check_text(source, _write_text()))
    negotiation = Negotiation.objects.get(pk=record.NEGOTIATION)
    batch = Batch(negotiation=negotiation, title="A long record, twice")
    return open_batch(batch, [source], Coders(users[:2]), user=users[0])


def _write_text():
    lines = [
        f"{record.OPENINGS[n % len(record.OPENINGS)].format(record.SUBJECTS[n % len(record.SUBJECTS)])} "
        f"{record.ENDINGS[n % len(record.ENDINGS)]}"
        for n in range(SENTENCES)
    ]
    return "\n\n".join(" ".join(lines[at : at + 5]) for at in range(0, len(lines), 5))


def _hide_token(page):
    return _TOKEN.sub(rb"\1", page)
