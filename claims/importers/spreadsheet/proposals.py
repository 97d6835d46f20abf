"""The proposals that a file names: found, or made as it describes them."""

from django.utils.timezone import localdate

from ...models import Proposal
from ...rules.exchange_columns import read_day
from ...rules.faults import BrokenRule
from ...rules.folding import write_name
from ...rules.titles import LONGEST_TITLE, shorten
from ...wording.exchange import RowError, write_fault
from .actors import NO_CELL
from .descriptions import (
    Cells,
    Descriptions,
    Misnamed,
    Said,
    Saying,
    choose_slug,
    is_slug,
    make_sayings,
    refuse_too_long,
)
from .groups import find_or_add_group, find_or_add_imported
from .names import FileVocabulary, UnknownName
from .packages import FilePackages

# What the columns of a claim say of its proposal.
PROPOSAL = {
    "ref": "proposal",
    "key": "proposal_key",
    "title": "proposal_title",
    "full_title": "proposal_full_title",
    "definition": "proposal_definition",
    "proposed_on": "proposed_on",
    "topic": "topic",
    "topic_name": "topic_name",
    "part_of": "part_of",
}
DAYS = ("proposed_on", "withdrawn_on", "added_on")
TEXTS = ("title", "full_title", "definition", "aliases")


class FileProposals:
    """The proposals of the database and those that a file brings."""

    def __init__(self, names: FileVocabulary, descriptions: Descriptions, packages: FilePackages) -> None:
        self.names, self.descriptions, self.packages = names, descriptions, packages

    def resolve(self, cells: Cells, line: int, key_column: str = "") -> int:
        """Return the key of the proposal that cells mean; raise Misnamed, which names the `key_column` that would tell
        two of one title apart."""
        index = self.names.proposals
        cells = {**cells, "name": cells.get("title", NO_CELL)}
        key = self.descriptions.find(index, cells, line)
        if key is None:
            if not self.names.create:
                raise Misnamed([RowError(cells["ref"].column, str(index.make_unknown(cells["ref"].text)))])
            key = self._add(cells, line)
        else:
            self.descriptions.compare(index, key, self._read(cells, line, key), line, key_column)
        add = self._add_package if self.names.create else None
        self.packages.take_up(index, key, cells.get("part_of", NO_CELL), line, add=add)
        return key

    def _add(self, cells: Cells, line: int) -> int:
        index, ref = self.names.proposals, cells["ref"]
        sayings = self._read(cells, line, None)
        refuse_too_long(Proposal, sayings)
        said = {saying.field: saying.value for saying in sayings}
        plain = said.get("title") or write_name(ref.text)
        own = write_name(cells.get("key", NO_CELL).text)
        name = self.descriptions.name_apart(index, cells, line, plain) if own else plain
        full_title = said.get("full_title") or (plain if len(plain) > LONGEST_TITLE else "")
        title = shorten(name, LONGEST_TITLE)  # until all of the file are known
        # For sources that are coded already it is new, unless the file says since when it was in the codebook.
        fields = {"definition": full_title or plain, "added_on": localdate(), **said}
        fields |= {"title": title, "full_title": full_title}
        if "topic_id" not in fields:
            fields["topic_id"] = find_or_add_imported(self.names.topics)
        aliases = [alias for alias in (own, plain if plain not in (title, full_title) else "") if alias]
        fields["aliases"] = "\n".join([*fields.get("aliases", "").splitlines(), *aliases])
        slug = choose_slug(ref.text, plain) if "title" in said else ""
        try:
            key = index.add(name, plain, full_title, *fields["aliases"].splitlines(), slug=slug, **fields)
        except UnknownName as unknown:
            raise Misnamed([RowError(ref.column, str(unknown))]) from None
        self.descriptions.titles.note(index, key, name)
        # A title that may be the slug of its proposal only says no title.
        if "title" in said or not is_slug(ref.text):
            sayings.append(Saying(ref.column, "title", plain, plain))
        self.descriptions.remember(index, key, sayings, line)
        return key

    def _add_package(self, said: Said, line: int) -> int:
        """Make the package that a row names; what it is, a row that has it as its proposal may say."""
        return self._add({"ref": said}, line)

    def _read(self, cells: Cells, line: int, key: int | None) -> list[Saying]:
        """Return what the cells say of a proposal; a topic that they name is made where the proposal is new."""
        sayings = make_sayings(cells, TEXTS)
        for field in DAYS:
            day: Said = cells.get(field, NO_CELL)
            if day.text:
                try:
                    sayings.append(Saying(day.column, field, read_day(day.text), day.text))
                except BrokenRule as broken:
                    raise Misnamed([RowError(day.column, write_fault(broken))]) from None
        topic, topic_name = cells.get("topic", NO_CELL), cells.get("topic_name", NO_CELL)
        if topic.text or topic_name.text:
            may_add = self.names.create and (key is None or key < 0 or self.descriptions.update)
            group = find_or_add_group(self.descriptions, self.names.topics, topic, topic_name, line, may_add)
            said = topic if topic.text else topic_name
            sayings.append(Saying(said.column, "topic_id", group, said.text))
        return sayings
