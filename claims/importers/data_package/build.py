"""Rows of a data package → rows of the database that name saved ones by their keys."""

from typing import Any

from django.db.models import Model

from ...models import (
    Actor,
    Claim,
    EditorialNote,
    Event,
    Member,
    Negotiation,
    Outcome,
    Part,
    Participant,
    Proposal,
    SearchRecord,
    Side,
    Source,
    SourceCoding,
    Topic,
    Wording,
)
from ...rules.data_package import PackageTable
from ...rules.publishing import Status

MODELS: dict[str, type[Model]] = {
    "negotiation": Negotiation,
    "sides": Side,
    "topics": Topic,
    "actors": Actor,
    "members": Member,
    "participants": Participant,
    "proposals": Proposal,
    "parts": Part,
    "sources": Source,
    "codings": SourceCoding,
    "wordings": Wording,
    "events": Event,
    "claim_versions": Claim,
    "claims": Claim,
    "outcomes": Outcome,
    "searches": SearchRecord,
    "remarks": EditorialNote,
}
OF_NEGOTIATION = ("sides", "topics", "proposals", "codings", "events")
PUBLISHED: dict[str, dict[str, Any]] = {
    "claims": {"status": Status.PUBLISHED.value},
    "claim_versions": {"status": Status.PUBLISHED.value},
    "outcomes": {"status": Status.PUBLISHED.value},
    "searches": {"published": True},
    "remarks": {"published": True},
}


class PackageKeys:
    """The keys that rows of the package have in the database, by table and by what the package calls them."""

    def __init__(self) -> None:
        self.of_tables: dict[str, dict[Any, int]] = {}
        self.negotiation = 0

    def put(self, table: PackageTable, values: dict[str, Any], pk: int) -> None:
        names = tuple(values[name] for name in table.key)
        self.of_tables.setdefault(table.name, {})[names if len(names) > 1 else names[0]] = pk

    def get(self, table: str, values: dict[str, Any], named: str) -> int | None:
        if not named:
            return None
        return self.of_tables.get(table, {}).get((values["proposal"], named) if table == "wordings" else named)

    def build(self, table: PackageTable, values: dict[str, Any]) -> Any:
        """Return the unsaved row of a table; once the gate has counted it up, it has the version that it says."""
        made: dict[str, Any] = dict(PUBLISHED.get(table.name, {}))
        for column in table.columns:
            if column.refers:
                made[f"{column.field}_id"] = self.get(column.refers, values, values[column.name])
            elif column.path:
                made[column.field] = values[column.name]
        if table.name in OF_NEGOTIATION:
            made["negotiation_id"] = self.negotiation
        if "version" in made:
            made["version"] -= 1
        return MODELS[table.name](**made)
