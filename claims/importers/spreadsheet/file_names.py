"""The holder, speaker and proposal that each row of a file of claims names and describes."""

from collections.abc import Callable, Collection, Iterator, Mapping
from operator import itemgetter

from ...models import ActorKind
from ...wording.exchange import RowError
from .actors import HOLDER, SPEAKER, FileActors
from .answered_wordings import AnsweredWordings
from .descriptions import Cells, Descriptions, Misnamed, Said
from .names import FileVocabulary
from .negotiations import FileNegotiations
from .packages import FilePackages
from .proposals import PROPOSAL, FileProposals
from .rows import SheetRow


class NamesOfRows:
    """What the rows of a file of claims name, each in its own negotiation."""

    def __init__(self, negotiations: FileNegotiations, packages: FilePackages, columns: Collection[str]) -> None:
        self.negotiations, self.packages, self.columns = negotiations, packages, columns
        self.descriptions = Descriptions(negotiations.shared)
        self.wordings = AnsweredWordings(negotiations.shared.proposals)
        self._of: dict[int, FileNames] = {}

    def choose(self, row: SheetRow) -> "FileNames":
        """Return the names of the negotiation of a row; raise Misnamed where it is not clear which is meant."""
        vocabulary = self.negotiations.open_row(row.cells)
        if vocabulary.negotiation not in self._of:
            names = FileNames(vocabulary, self.descriptions, self.packages, self.columns)
            self._of[vocabulary.negotiation] = names
        return self._of[vocabulary.negotiation]

    def settle_titles(self) -> None:
        """Make the titles of new proposals, once all rows are read."""
        self.descriptions.titles.settle()

    def find_faults(self) -> Iterator[tuple[int, RowError]]:
        """Yield (line, fault) of what only the whole file shows."""
        yield from self.descriptions.find_faults()
        yield from self.packages.find_faults()


class FileNames:
    """Resolves the cells of the rows of one negotiation; cells that stood in a row before are looked up once."""

    def __init__(
        self,
        vocabulary: FileVocabulary,
        descriptions: Descriptions,
        packages: FilePackages,
        columns: Collection[str],
    ) -> None:
        self.vocabulary = vocabulary
        self.actors = FileActors(vocabulary, descriptions)
        self.proposals = FileProposals(vocabulary, descriptions, packages)
        self._holder, self._speaker, self._proposal = (
            _CellsOf(mapping, columns) for mapping in (HOLDER, SPEAKER, PROPOSAL)
        )

    def find_holder(self, row: SheetRow) -> int:
        return self._holder.resolve(row, lambda cells: self.actors.resolve(cells, row.line, key_column="holder_key"))

    def find_speaker(self, row: SheetRow, name: str, holder: int, own: bool) -> int:
        """Return the key of a speaker of this name: a new one is an official of the party for which it speaks
        first-hand, else an expert, unless the row says otherwise."""
        of_party = own and self.vocabulary.actors.rows[holder].acts_as_party

        def resolve(cells: Cells) -> int:
            said = {**cells, "ref": Said("speaker", name)}
            says_kind = any(said[field].text for field in ("kind", "speaks_for") if field in said)
            party = holder if of_party and not says_kind else None
            return self.actors.resolve(said, row.line, ActorKind.EXPERT, party, "speaker_key")

        return self._speaker.resolve(row, resolve, name)

    def find_proposal(self, row: SheetRow) -> int:
        return self._proposal.resolve(row, lambda cells: self.proposals.resolve(cells, row.line, "proposal_key"))


class _CellsOf:
    """The cells by which the rows of a file name and describe one thing, and what came of them."""

    def __init__(self, mapping: Mapping[str, str], columns: Collection[str]) -> None:
        self.fields = [field for field, column in mapping.items() if column in columns]
        self.columns = [mapping[field] for field in self.fields]
        self._get = itemgetter(*self.columns, *self.columns[:1]) if self.columns else lambda cells: ()  # a tuple always
        self._resolved: dict[tuple[str, tuple[str, ...]], int | Misnamed] = {}

    def resolve(self, row: SheetRow, resolve: Callable[[Cells], int], name: str = "") -> int:
        """Return the key for the row's cells; raise Misnamed, likewise for all rows with the same cells.

        `name` is what the row names, where a row that leaves it out names it nonetheless.
        """
        texts = self._get(row.cells)
        key_or_fault = self._resolved.get((name, texts))
        if key_or_fault is None:
            said = map(Said, self.columns, texts)
            try:
                key_or_fault = resolve(dict(zip(self.fields, said, strict=False)))
            except Misnamed as misnamed:
                key_or_fault = misnamed
            self._resolved[name, texts] = key_or_fault
        if isinstance(key_or_fault, Misnamed):
            raise key_or_fault
        return key_or_fault
