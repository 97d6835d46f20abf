"""The wordings that claims and outcomes of a file name: by slug or label, among those of their own proposal."""

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from typing import Any

from ...models import Wording
from ...rules.exchange import Fields
from ...rules.faults import FaultCode, RowFault
from ...rules.names import Called, find_meant
from ...wording.exchange import write_errors
from .descriptions import Misnamed
from .names import NameIndex

KEPT = "keeps a wording of the proposal that it was on: say in a column “wording” which one it names now, if any."


class AnsweredWordings:
    """The wordings of the database, read once a row names one; `proposals` are those that rows name."""

    def __init__(self, proposals: NameIndex[Any]) -> None:
        self.proposals = proposals

    def find(self, proposal: int | None, name: str) -> int | None:
        """Return the key of a wording of a proposal (key), None for an empty name; raise Misnamed where it has no such
        wording. Of a proposal that is not known, that is the fault."""
        if not name or proposal is None:
            return None
        meant = find_meant(name, self._of_proposal[proposal])
        if len(meant) == 1:
            return meant[0].row
        named = {"wording": name, "proposal": self.proposals.name_row(proposal)}
        raise Misnamed(write_errors([RowFault("wording", FaultCode.NO_SUCH_WORDING, named)]))

    @cached_property
    def _of_proposal(self) -> dict[int, list[Called[int]]]:
        called = defaultdict(list)
        for key, proposal, slug, label in Wording.objects.order_by("pk").values_list("pk", "proposal", "slug", "label"):
            called[proposal].append(Called(key, slug, [label]))
        return called


def keeps_another(before: Fields, fields: Fields, columns: Collection[str]) -> bool:
    """Whether a row of these columns puts what is stored on another proposal, and leaves it its wording."""
    return "wording" not in columns and bool(before["wording"]) and fields["proposal"] != before["proposal"]
