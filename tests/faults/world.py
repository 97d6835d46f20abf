"""The states of the site in which faults are tried: made once, and brought back before each."""

import csv
import io
import json
import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.faults.site import ForkedCommand, TriedSite
from tests.faults.state import copy_sqlite, forget_connections
from tests.faults.visitor import Caller

SPARE = 140  # claims in review, and pairs of parties to merge: one for each kill, and some more
COLUMNS = [
    "holder",
    "side",
    "proposal",
    "topic",
    "value",
    "said_on",
    "quote",
    "source_title",
    "source_type",
    "source_publisher",
    "source_url",
]


class TriedWorld:
    """A site with its states: `empty` (tables alone) and `talks` (the seeds, with drafts and twins). Django is set up
    on the site's database before."""

    def __init__(self, folder, database_url="", server=None):
        self.folder, self.postgres = Path(folder), server
        self.site = TriedSite(self.folder / "data", database_url)
        self.database = "PostgreSQL" if database_url else "SQLite"
        self.facts = {}
        self._kept = {}
        self._numbers = count(1)

    @property
    def pages(self):
        """The addresses that readers go through: a matrix, a list, a shared list, the API, and the way in."""
        at = f"/{self._kept.get('talks', {}).get('slug', '')}/"
        return [at, f"{at}claims/", "/sources/", "/api/v1/negotiations/", "/login/"]

    def make(self):
        """Make the states, each by the commands that people have; in a folder that has them they are used again."""
        facts = self.folder / "facts.json"
        if facts.exists():
            self._kept = json.loads(facts.read_text())
            return
        self._do("migrate", "--verbosity=0")
        self._do("collectstatic", "--noinput", "--verbosity=0")
        self.keep("empty")
        self._do("load_seeds")
        self._do("demo_logins")
        self._do("backup", self.folder / "seeds.backup")
        self._kept["talks"] = fill()
        self.keep("talks")
        facts.write_text(json.dumps(self._kept))

    def _do(self, *command):
        forget_connections()
        told = ForkedCommand(*command).wait()
        if told.code:
            raise RuntimeError(f"{command[0]}: {told.said}")

    def keep(self, name):
        """Keep the database as it stands, as a state."""
        forget_connections()
        if self.postgres:
            self.postgres.copy_database("tracker", f"kept_{name}")
        else:
            copy_sqlite(self.site.folder / "tracker.sqlite3", self.folder / f"{name}.sqlite3")

    def has(self, name):
        """Whether a state is kept."""
        if self.postgres:
            return bool(self.postgres.sql(f"SELECT 1 FROM pg_database WHERE datname = 'kept_{name}'"))  # noqa: S608
        return (self.folder / f"{name}.sqlite3").exists()

    def enter(self, name):
        """Bring the site into a state; nobody may be using it."""
        forget_connections()
        self.site.end_copies()
        if self.postgres:
            self.postgres.copy_database(f"kept_{name}", "tracker")
        else:
            copy_sqlite(self.folder / f"{name}.sqlite3", self.site.folder / "tracker.sqlite3")
        shutil.rmtree(self.site.folder / "releases", ignore_errors=True)
        facts = self._kept.get(name, {})
        self.facts = {key: list(value) if isinstance(value, list) else value for key, value in facts.items()}

    def log_in(self, port, name="demo-reviewer"):
        """Return a visitor who has logged in."""
        lines = (self.site.folder / "demo-logins.txt").read_text().splitlines()
        [password] = [line.split()[-1] for line in lines if f" {name} " in line]
        return Caller(port).log_in(name, password)

    def write_claims(self, number):
        """Return the name and the bytes of a spreadsheet of so many claims that nobody has yet."""
        key = f"{os.getpid()}-{next(self._numbers)}"
        file = io.StringIO()
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for at in range(number):
            rows.writerow(list(_write_row(key, at, self.facts)))
        return f"votes-{key}.csv", file.getvalue().encode()

    def list_left_over(self):
        """Return what lies in the data folder that nobody needs any more, or is still at."""
        self.site.wait_for_databases()
        passing = ("release-", "copy-", "tmp")
        names = {path.name for path in self.site.folder.rglob("*")}
        return sorted(name for name in names if name.endswith(".partial") or name.startswith(passing))


def _write_row(key, at, facts) -> Iterator[object]:
    holder, proposal = facts["holders"][at % len(facts["holders"])], facts["proposals"][at % len(facts["proposals"])]
    yield from (holder, "", proposal, "", at % 5 - 2, f"2024-03-{at % 28 + 1:02}", f"Passage {at} of {key}.")
    yield from (f"Record {key}", "hearing", "Assembly", f"https://assembly.example.org/{key}")


def fill():
    """Add to the seeds what is published, merged and imported; return the keys of it."""
    from django.contrib.auth import get_user_model

    from claims.models import Actor, Claim, Negotiation, Proposal, Source
    from claims.services.review import transition
    from claims.services.write_gate import editing

    analyst, reviewer = (get_user_model().objects.get(username=f"demo-{role}") for role in ("analyst", "reviewer"))
    negotiation, source = Negotiation.objects.get(), Source.objects.first()
    proposals, holder = list(Proposal.objects.all()[:10]), Actor.objects.filter(kind="party").first()

    def write_claim(gate, number, party, coder=analyst):
        claim = Claim(source=source, quote=f"Passage {number}.", holder=party, speaker=party)
        claim.proposal, claim.value, claim.said_on = proposals[number % 10], number % 5 - 2, source.published_on
        claim.coder = coder
        gate.save(claim)
        return claim

    with editing(None, "made for faults") as gate:
        parties = []
        for number in range(2 * SPARE):
            party = Actor(name=f"Party {number}", short_name=f"P{number}", slug=f"party-{number}", kind="party")
            gate.save(party)
            parties.append(party)
    with editing(analyst, "made for faults") as gate:
        for number, party in enumerate(parties):
            write_claim(gate, number, party)
        drafts = [write_claim(gate, 1000 + number, holder) for number in range(SPARE)]
    with editing(reviewer, "made for faults") as gate:
        draft = write_claim(gate, 2000, holder, reviewer)
    in_review = [transition(claim, "submit", user=analyst, version=claim.version) for claim in drafts]
    return {
        "draft": draft.pk,
        "in_review": [(claim.pk, claim.version) for claim in in_review],
        "twins": [(gone.pk, kept.pk) for gone, kept in zip(parties[::2], parties[1::2], strict=True)],
        "negotiation": negotiation.pk,
        "slug": negotiation.slug,
        "holders": [party.slug for party in parties[:20]],
        "proposals": [proposal.slug for proposal in proposals],
    }
