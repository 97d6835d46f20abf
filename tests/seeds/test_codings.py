"""The five coded documents, the verdicts that they add up to, and the two passes behind them."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from claims import queries
from claims.importers.seeds.files import read_documents
from claims.models import Claim
from claims.rules.publishing import Status
from claims.rules.quotes import QuoteState
from tests.versions import read_version

SEEDS = settings.BASE_DIR / "seeds" / "russia-us-security-2021"

# Worked out by hand from earlier codings; docs/coding.md names the readings on which they hang.
VERDICTS = {
    "contested": ["nato-non-expansion", "standalone-arms-control", "troop-pullback"],
    "blocked": ["exercise-limits", "no-forward-weapons"],
    "common-ground": ["missile-moratorium"],
    "within-reach": ["incident-prevention", "security-dialogue", "transparency-cbm"],
    "unanswered": [
        "binding-guarantees",
        "broader-strategic-agenda",
        "conventional-arms-control",
        "deployment-consultations",
        "patrol-freeze",
        "return-to-1997-lines",
    ],
    "no-party-has-spoken": [
        "demilitarised-zones",
        "existing-formats",
        "five-party-talks",
        "mutual-retrenchment",
        "nuclear-reductions",
        "tacit-infrastructure-limits",
        "tacit-non-admission",
        "ukraine-neutrality",
    ],
}


def snapshot():
    return queries.get_snapshot(queries.Scope(), read_version())


def test_the_seeds_add_up_to_the_verdicts_worked_out_by_hand(seeded):
    found = {}
    for slug, verdict in snapshot().get(queries.decide_verdicts).verdicts.items():
        found.setdefault(verdict.kind.value, []).append(slug)
    assert {kind: sorted(slugs) for kind, slugs in found.items()} == VERDICTS


def test_the_verdicts_that_rest_on_stances_in_part_say_whose(seeded):
    decided = snapshot().get(queries.decide_verdicts).verdicts
    assert {slug: verdict.in_part for slug, verdict in decided.items() if verdict.in_part} == {
        "conventional-arms-control": ("the US",),
        "exercise-limits": ("the US",),
        "no-forward-weapons": ("the US",),
    }


def test_what_blocks_is_the_troop_pull_back(seeded):
    decided = snapshot().get(queries.decide_verdicts).verdicts
    assert {hinge.slug for slug in VERDICTS["blocked"] for hinge in decided[slug].hinges} == {"troop-pullback"}


def test_every_document_is_coded_fully_and_published(seeded):
    files, faults = read_documents(SEEDS)
    assert not faults and [file.name[:3] for file in files] == ["000", "001", "002", "003", "004"]
    claims = [claim for file in files for claim in file.claims]
    assert len(claims) >= 117
    assert all(file.source["fully_coded_on"] for file in files)
    assert snapshot().get(queries.count_totals).claims == len(claims)


@pytest.mark.parametrize("folder", ["", "first-coding", "second-coding"])
def test_quotes_are_short_and_every_claim_cites(folder):
    files, faults = read_documents(SEEDS / folder)
    assert not faults
    for claim in (claim for file in files for claim in file.claims):
        quote = claim.fields["quote"]
        assert quote and len(quote) <= 400, claim.key
        assert len(re.findall(r"[.!?]\s+[A-Z]", quote)) <= 2, claim.key


def test_the_two_passes_are_two(tmp_path):
    first, _ = read_documents(SEEDS / "first-coding")
    second, _ = read_documents(SEEDS / "second-coding")
    keys = [{claim.key for file in files for claim in file.claims} for files in (first, second)]
    assert len(keys[0] & keys[1]) < len(keys[0]) / 2


def test_codings_are_compared_by_document_and_in_all():
    out = StringIO()
    call_command("compare_codings", "--cells", stdout=out)
    lines = out.getvalue().splitlines()
    snapshot = next(line for line in lines if line.startswith("all documents"))
    numbers = re.search(
        r"(\d+) cells found by both, (\d+) by the first only, (\d+) by the second only; (\d+) of (\d+) values equal"
        r".*ordinal alpha (0\.\d+) \((\d+) units, (\d+) pairs\)",
        snapshot,
    ).groups()
    printed = (settings.BASE_DIR / "docs" / "coding.md").read_text()
    for number in (numbers[0], numbers[1], numbers[2], numbers[3], numbers[5]):
        assert re.search(rf"\b{re.escape(number)}\b", printed), number
    assert sum(line.startswith("  ") for line in lines) == int(numbers[1]) + int(numbers[2])


def test_comparing_nothing_is_refused(tmp_path):
    with pytest.raises(CommandError, match="no seed files"):
        call_command("compare_codings", tmp_path, tmp_path)


def test_unchecked_quotes_say_so(seeded):
    states = set(Claim.objects.filter(status=Status.PUBLISHED).values_list("quote_state", flat=True))
    assert states == {QuoteState.NO_TEXT}
