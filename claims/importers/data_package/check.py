"""What of a data package is wrong in itself: keys that stand twice, names of no row, rules that a claim breaks."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ...models import Claim
from ...models.vocabulary import ActorKind
from ...rules import conditions, exchange, speakers
from ...rules.data_package import PackageTable
from ...rules.faults import BrokenRule, FaultCode, RowFault
from ...rules.participants import Stretch, holds_on
from ...rules.quotes import QuoteState
from ...rules.scales import Attribution
from ...wording.exchange import write_errors
from ..errors import FileErrors
from .cells import PackageRow

LENGTHS = {field.name: field.max_length for field in Claim._meta.concrete_fields if field.max_length}
OF_CLAIMS = ("claims", "claim_versions")


class PackageCheck:
    """What the rows so far say; tables are told in their order."""

    def __init__(self) -> None:
        self.keys: dict[str, set[Any]] = defaultdict(set)
        self.kinds: dict[str, str] = {}
        self.speaks_for: dict[str, str] = {}
        self.members: dict[str, list[tuple[str, Stretch]]] = defaultdict(list)
        self.versions: dict[str, int] = {}  # claim → the line of its first earlier version

    def check(self, table: PackageTable, row: PackageRow, faults: FileErrors) -> None:
        values = row.values
        key = values[table.key[0]] if len(table.key) == 1 else tuple(values[name] for name in table.key)
        if key in self.keys[table.name]:
            faults.add(
                row.line, table.key[-1], f"stands twice: “{key if len(table.key) == 1 else values[table.key[0]]}”."
            )
        self.keys[table.name].add(key)
        for name, reason in self._find_strangers(table, values):
            faults.add(row.line, name, reason)
        if table.name in OF_CLAIMS:
            self._check_claim(table, row, faults)
        elif table.name in ("actors", "members"):
            self._remember(table, values)

    def _find_strangers(self, table: PackageTable, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for column in table.columns:
            named = values[column.name]
            if not column.refers or not named or column.refers == table.name:
                continue
            key = (values["proposal"], named) if column.refers == "wordings" else named
            if key not in self.keys[column.refers]:
                yield column.name, f"“{named}” is not in {column.refers}.csv."

    def _remember(self, table: PackageTable, values: dict[str, Any]) -> None:
        if table.name == "members":
            stretch = Stretch(values["since"], values["until"])
            self.members[values["coalition"]].append((values["member"], stretch))
            return
        self.kinds[values["actor"]] = values["kind"]
        if values["speaks_for"]:
            self.speaks_for[values["actor"]] = values["speaks_for"]

    def _check_claim(self, table: PackageTable, row: PackageRow, faults: FileErrors) -> None:
        values = row.values
        if table.name == "claim_versions":
            self.versions.setdefault(values["claim"], row.line)
        for name, most in LENGTHS.items():
            if len(values.get(name) or "") > most if isinstance(values.get(name), str) else False:
                faults.add(row.line, name, f"is longer than {most} characters.")
        for error in write_errors([*exchange.check_claim(values), *self._judge(values)]):
            faults.add(row.line, error.field, error.reason)

    def _judge(self, values: dict[str, Any]) -> Iterator[RowFault]:
        holder, speaker = values["holder"], values["speaker"]
        if self.kinds.get(holder) == ActorKind.OFFICIAL:
            yield RowFault("holder", FaultCode.NOT_A_HOLDER)
        if not (values["quote"] or values["locator"]) or values.get("quote_state") == QuoteState.MISSING:
            yield RowFault("quote", FaultCode.PUBLISHED_WITHOUT_CITATION)
        if values["attribution"] == Attribution.OWN and speaker and speaker != holder:
            yield from self._find_strange_speaker(holder, speaker, values)
        if values["depends_on"]:
            yield from self._find_strange_links(values)

    def _find_strange_speaker(self, holder: str, speaker: str, values: dict[str, Any]) -> Iterator[RowFault]:
        day = values["said_on"]
        members = {member for member, stretch in self.members.get(holder, ()) if holds_on(stretch, day)}
        if speakers.is_stranger(Attribution.OWN, holder, speaker, self.speaks_for, members):
            yield speakers.refuse_stranger(holder, [who for who, whom in self.speaks_for.items() if whom == holder])

    def _find_strange_links(self, values: dict[str, Any]) -> Iterator[RowFault]:
        try:
            slugs = [slug for slug, _ in conditions.parse(values["depends_on"])]
        except BrokenRule:
            return  # which the rules of a claim say
        for slug in slugs:
            if slug == values["proposal"]:
                yield RowFault("depends_on", FaultCode.OWN_PROPOSAL)
            elif slug not in self.keys["proposals"]:
                yield RowFault("depends_on", FaultCode.NO_SUCH_PROPOSAL, {"slug": slug})

    def check_versions(self, faults: FileErrors) -> None:
        """Earlier versions are of claims that are there, as those stand."""
        for claim, line in self.versions.items():
            if claim not in self.keys["claims"]:
                faults.add(line, "claim", f"“{claim}” is not in claims.csv.")
