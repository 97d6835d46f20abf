"""A batch made of the two passes over the seed documents gives the numbers that `compare_codings` prints."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from claims.importers.seeds.files import read_documents
from claims.models import Actor, BlindCoding, Negotiation, Proposal, Source
from claims.queries.batch_units import read_comparison
from claims.rules.coding_units import ALONE
from claims.services.write_gate import editing
from tests.make import make_batch, make_batch_coder, make_user

pytestmark = pytest.mark.django_db
FOLDERS = settings.BASE_DIR / "seeds" / "russia-us-security-2021"


def read_pass(folder):
    files, faults = read_documents(FOLDERS / folder)
    assert not faults
    return [(file.name, claim.fields) for file in files for claim in file.claims]


@pytest.fixture
def compared(seeded):
    """The two passes as the codings of two coders, written at once."""
    passes = [read_pass("first-coding"), read_pass("second-coding")]
    negotiation = Negotiation.objects.get()
    sources = [Source(slug=f"pass-{n}", title=file) for n, file in enumerate({file for file, _ in passes[0]})]
    with editing(None) as gate:
        gate.create_many(sources)
    vocabulary = (*Actor.objects.all(), *Proposal.objects.all())
    by = {row.slug: row for row in vocabulary} | {source.title: source for source in sources}
    batch = make_batch(negotiation=negotiation, done_at=timezone.now())
    rows = []
    for coded in passes:
        coder = make_batch_coder(batch, make_user("analyst"), done_at=timezone.now())
        rows += [make_row(coder, by, file, fields) for file, fields in coded]
    with editing(None) as gate:
        gate.create_many(rows)
    return read_comparison(batch)


def make_row(coder, by, file, fields):
    named = {name: by.get(fields[name]) for name in ("holder", "speaker", "proposal")}
    rest = ("dimension", "value", "quote", "conditions", "covers", "pending", "doubtful", "said_on", "said_on_is")
    said = {name: fields[name] for name in rest if fields.get(name) is not None}
    return BlindCoding(coder=coder, source=by[file], attribution=int(fields["attribution"]), **named, **said)


def test_the_numbers_are_those_that_the_command_prints(compared):
    out = StringIO()
    call_command("compare_codings", stdout=out)
    printed = re.search(
        r"all documents: (\d+) cells found by both, (\d+) by the first only, (\d+) by the second only; "
        r"(\d+) of (\d+) values equal, (\d+) without a value; ordinal alpha (0\.\d+) \((\d+) units, (\d+) pairs\)",
        out.getvalue(),
    ).groups()
    numbers, pair = compared.numbers, compared.numbers.pairs[0].compared
    assert [*map(int, printed[:6])] == [
        *map(len, (pair.both, pair.first_only, pair.second_only)),
        *numbers.values,
        numbers.split,
    ]
    assert (printed[6], *map(int, printed[7:])) == (f"{numbers.alpha.value:.3f}", *numbers.alpha[1:])
    assert numbers.alpha == pair.alpha and numbers.finding == (len(pair.both), numbers.cells)


def test_each_claim_of_both_passes_is_in_one_unit(compared):
    assert BlindCoding.objects.count() == sum(len(unit.codings) for unit in compared.units)
    alone = [unit for unit in compared.units if ALONE in unit.differences]
    assert 10 < len(alone) < 20
    assert sum("value" in unit.differences for unit in compared.units) == 4  # as docs/coding.md lists them
    first_alike = next(at for at, unit in enumerate(compared.units) if not unit.differences)
    assert all(unit.differences for unit in compared.units[:first_alike])
    assert not any(unit.differences for unit in compared.units[first_alike:])
