"""What is odd about the rows of a file: reported where nobody has confirmed it, or confirmed where the import may."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from ...rules import warnings
from ...rules.exchange import Fields
from ...rules.repeats import DIFFERING, CodedClaim, Passage, tell_passage
from ...rules.warnings import CODED_ALREADY, CONCERNS, ClaimWarning
from ...services.warnings import read_coded
from ...wording.warnings import write_for_row
from ..errors import FileErrors
from .rows import BatchPlan, ChangedClaim, NewClaim
from .sources import FileSources
from .spool import RepeatedKeys

NOWHERE: Passage = ()


class RowWarnings:
    """The warnings of one file; `accept` confirms them all, and `accepted` counts these.

    `passages` are those of all rows: which of them several rows code is known before the first is judged.
    """

    def __init__(self, errors: FileErrors, accept: bool, sources: FileSources) -> None:
        self.errors = errors
        self.accept, self.accepted = accept, 0
        self.sources, self.passages = sources, RepeatedKeys()
        self.waiting: list[tuple[int, ClaimWarning]] = []  # of passages that are coded already
        self._above: dict[Passage, list[CodedClaim]] = defaultdict(list)  # of passages of several rows only

    def note_passage(self, fields: Fields) -> None:
        """Note which passage a row codes."""
        if key := _tell_key(fields):
            self.passages.add(key)

    def judge(
        self, plan: BatchPlan, stored: Mapping[int, Fields], absent: Collection[str], noted: bool = False
    ) -> None:
        """Settle what is confirmed of the claims of a batch, and note what is not, unless it was `noted` before (one
        query). `stored` are the fields of the changed ones as they are, by key."""
        coded = read_coded([new.fields for new in plan.new] + [change.fields for change in plan.changed])
        for new in plan.new:
            others = coded.get(tell_passage(new.fields) or NOWHERE, [])
            self._settle(new, [*others, *self._list_above(new)], noted)
        for change in plan.changed:
            before, fields = stored[change.pk], change.fields
            changed = [name for name, value in fields.items() if value != before[name]]
            if "confirmed" in absent:
                fields["confirmed"] = warnings.keep_untouched(before["confirmed"], changed)
            others = [claim for claim in coded.get(tell_passage(fields) or NOWHERE, []) if claim.pk != change.pk]
            if {*changed} & {*CONCERNS[CODED_ALREADY]}:
                others += self._list_above(change)
            else:
                others = warnings.select_repeats(others, fields["confirmed"])
            self._settle(change, others, noted)

    def note_moved(self, line: int, number: int, reason: str) -> None:
        """Note that a line gives a source a day before that of so many of its claims, which no row changes."""
        if self.accept:
            self.accepted += number
        else:
            self.errors.add(line, "source_published_on", reason)

    def report(self, replaced: Collection[int]) -> None:
        """Report the repeats that wait, but for lines whose claim replaces a stored one: that is this claim mended."""
        for line, warning in self.waiting:
            if line not in replaced:
                self._report(line, warning)
        self.waiting.clear()

    def _settle(self, claim: NewClaim | ChangedClaim, others: list[CodedClaim], noted: bool) -> None:
        fields, confirmed = claim.fields, claim.fields["confirmed"].split()
        published_on = self.sources.get_day(fields["source"])
        odd = warnings.find_warnings(fields, published_on=published_on, repeats=others)
        for warning in () if noted else warnings.select_unconfirmed(odd, fields["confirmed"]):
            if warning.code == CODED_ALREADY:
                self.waiting.append((claim.line, warning))
            else:
                self._report(claim.line, warning)
        codes = {warning.code for warning in odd if self.accept or warning.code in confirmed}
        if CODED_ALREADY in confirmed and _tell_key(fields) in self.passages:  # which a row below may repeat
            codes.add(CODED_ALREADY)
        fields["confirmed"] = warnings.write_codes(codes)

    def _report(self, line: int, warning: ClaimWarning) -> None:
        if self.accept:
            self.accepted += 1
        else:
            self.errors.add(line, warning.field, write_for_row(warning))

    def _list_above(self, claim: NewClaim | ChangedClaim) -> list[CodedClaim]:
        """Return the claims of rows above on the same passage; of two it is enough that one is confirmed."""
        fields = claim.fields
        if _tell_key(fields) not in self.passages:
            return []
        above = self._above[tell_passage(fields) or NOWHERE]
        others = [] if CODED_ALREADY in fields["confirmed"].split() else warnings.select_repeats(above, "")
        said = {name: fields[name] for name in DIFFERING}
        above.append(CodedClaim(f"line {claim.line}", "of this file", fields["confirmed"], said))
        return others


def _tell_key(fields: Fields) -> str:
    """Return the passage of a row as RepeatedKeys takes it, empty if it quotes nothing."""
    return "\x1f".join(map(str, tell_passage(fields) or NOWHERE))
