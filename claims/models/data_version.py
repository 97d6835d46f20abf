"""The counters that tell readers that something public changed: one of each negotiation, one of what all share."""

import time
from collections.abc import Iterable
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, models

from .frozen import read_frozen
from .negotiations import Negotiation

READ_ALL = """
    SELECT own.id, own.slug, coalesce(counter.number, 0), own.public
    FROM claims_negotiation own LEFT JOIN claims_negotiationversion counter ON counter.negotiation_id = own.id
    UNION ALL
    SELECT NULL, NULL, number, NULL FROM claims_dataversion WHERE id = 1
    UNION ALL
    SELECT NULL, '', CAST(coalesce(sum(number), 0) AS bigint), NULL FROM claims_negotiationversion
"""


class VersionNumber(NamedTuple):
    """How new what is read is: of one negotiation (its id), or of everything (None). Numbers only rise; those of two
    negotiations, or of two databases, say nothing of each other. `database` is empty for the one that people write to,
    else what tells a frozen one from all others. `shared` is what of the number is of what all negotiations share."""

    negotiation: int | None
    number: int
    database: str = ""
    shared: int = 0

    @property
    def own(self) -> int:
        """What of the number is of the negotiation alone."""
        return self.number - self.shared


class Versions(NamedTuple):
    """All counters as they stood at one moment: what all share, the sum of those that any negotiation ever had, and
    id → its own of each negotiation that there is, with slug → id, and the ids of those that are public; and of which
    database they are."""

    shared: int
    total: int
    of_each: dict[int, int]
    ids: dict[str, int]
    public: frozenset[int] = frozenset()
    database: str = ""

    def of_all(self) -> VersionNumber:
        """Return the version of pages that show several negotiations, or none."""
        return VersionNumber(None, self.shared + self.total, self.database)

    def of(self, negotiation: int) -> VersionNumber:
        """Return the version of pages of one negotiation."""
        own = self.of_each.get(negotiation, 0)
        return VersionNumber(negotiation, self.shared + own, self.database, self.shared)

    def of_slug(self, slug: str) -> VersionNumber:
        """Return the version of the negotiation of this slug; that of everything where there is none."""
        return self.of(self.ids[slug]) if slug in self.ids else self.of_all()

    def hold(self, version: VersionNumber) -> bool:
        """Tell whether all of a version of the same database could be read as these counters were."""
        own = self.of_all() if version.negotiation is None else self.of(version.negotiation)
        return own.number >= version.number

    def tell_visitors(self, slug: str) -> tuple[object, ...]:
        """Return what changes with each change of what visitors see: in the negotiation of this slug, or in those that
        are public, where there is none. Of the others it tells nothing, not even that something was written there. In a
        frozen database nothing changes, and its numbers are those of whoever made the file."""
        if self.database:
            return (self.database,)
        if slug in self.ids:
            return self.of(self.ids[slug])
        return self.shared, *sorted((key, self.of_each[key]) for key in self.public)


class DataVersion(models.Model):
    """One row: a counter raised by every transaction that changes something public that negotiations share, as its
    last statement.

    It starts from the clock, and so beyond where any database that stood at the same address had come to: browsers
    that kept pages of that one must not take them for pages of this one.
    """

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="data_version_is_one_row", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @staticmethod
    def of_the_clock() -> int:
        """Return the number with which a database would start now: milliseconds since 1970."""
        return int(time.time() * 1000)

    @classmethod
    def read_all(cls, using: str = DEFAULT_DB_ALIAS) -> Versions:
        """Return all counters (one query). Read them before anything else of a page.

        Every request asks for them, so they are asked in plain SQL: a queryset would take five times as long.
        """
        with connections[using].cursor() as cursor:
            cursor.execute(READ_ALL)
            rows = cursor.fetchall()
        shared = [number for _, slug, number, _ in rows if slug is None]
        if not shared:
            raise cls.DoesNotExist("The database has no data version: `migrate` makes it.")
        own = [row for row in rows if row[0] is not None]
        total = next(number for key, slug, number, _ in rows if key is None and slug == "")
        return Versions(
            shared[0],
            total,
            {key: number for key, _, number, _ in own},
            {slug: key for key, slug, _, _ in own},
            frozenset(key for key, _, _, public in own if public),
            frozen.key if (frozen := read_frozen(using)) else "",
        )

    @classmethod
    def current(cls, using: str = DEFAULT_DB_ALIAS) -> int:
        """Return the number of everything (one query): it rises with each public change, whatever that is of."""
        return cls.read_all(using).of_all().number


class NegotiationVersion(models.Model):
    """A counter raised by every transaction that changes something public of one negotiation, and nothing that all
    share. It outlasts its negotiation: the sum of all must never be one that it was before."""

    negotiation = models.OneToOneField(
        Negotiation, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="+"
    )
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.negotiation_id}: {self.number}"

    @classmethod
    def count_up(cls, negotiations: Iterable[int], using: str = DEFAULT_DB_ALIAS) -> dict[int, int]:
        """Raise the counters of these negotiations (ids), each made where there is none yet (a statement each, in an
        order in which no two transactions wait for each other); return id → what it is now, which nobody else gets: who
        comes later waits for this transaction."""
        numbers = {}
        with connections[using].cursor() as cursor:
            for negotiation in sorted(negotiations):
                cursor.execute(
                    "INSERT INTO claims_negotiationversion AS counter (negotiation_id, number) VALUES (%s, 1) "
                    "ON CONFLICT (negotiation_id) DO UPDATE SET number = counter.number + 1 RETURNING number",
                    [negotiation],
                )
                (numbers[negotiation],) = cursor.fetchone()
        return numbers
