"""Texts that come with a file, of the sources that its rows name: quotes are looked for in these as the rows are
compared, and they are written with their sources, before the claims."""

from collections.abc import Mapping
from typing import NamedTuple

from ...models import Source, SourceText
from ...models.source_texts import sha256
from ...rules.exchange import Fields
from ...rules.quotes import QuoteCheck, locate
from ...services.sources import LostQuotes, Passage, TextCheck, hold_texts
from ...services.write_gate import Gate
from ..errors import FileError, ImportFailed
from .names import NameIndex

OTHER_TEXT = "The source “{slug}” holds another text already: delete or rename one of both."


class FileText(NamedTuple):
    """The text of a source, and where the file of another program has it: its file and the place in it; `placed` is
    where quotes stand in it, as far as they were placed already."""

    text: str
    file: str
    place: str
    placed: Mapping[Passage, QuoteCheck] = {}


class FileTexts:
    """The texts (by the slugs of their sources) that come with a file whose sources are in `sources`; of these some are
    held already."""

    def __init__(self, texts: Mapping[str, FileText], sources: NameIndex[Source]) -> None:
        self._texts = {slug: text for slug, text in texts.items() if text.text.strip()}
        self._sources = sources
        current = SourceText.objects.filter(current=True, source__slug__in=[*self._texts])
        self._held = dict(current.values_list("source__slug", "sha256"))

    def find(self, key: int) -> FileText | None:
        """Return the text that a source (its key) is to get, or None: it has one, or none comes for it."""
        slug = self._sources.called[key].slug if self._texts else ""
        return None if slug in self._held else self._texts.get(slug)

    def list_due(self) -> dict[int, FileText]:
        """Return the texts that are to be held, by the keys of their sources."""
        slugs = self._sources.slugs
        return {slugs[slug]: text for slug, text in self._texts.items() if slug in slugs and slug not in self._held}

    def refuse_others(self) -> None:
        """Raise ImportFailed where sources hold other texts than those that come."""
        faults = [
            FileError(text.file, 0, text.place, OTHER_TEXT.format(slug=slug))
            for slug, text in self._texts.items()
            if slug in self._held and self._held[slug] != sha256(text.text)
        ]
        if faults:
            raise ImportFailed(faults, len(faults))

    def list_first(self) -> dict[str, str]:
        """Return the texts of sources that are to be made, by their slugs."""
        return {self._sources.called[key].slug: due.text for key, due in self.list_due().items() if key < 0}

    def hold(self, gate: Gate) -> None:
        """Hold the texts of sources that were here without one; raise ImportFailed where published quotes of one are
        not in its text."""
        due = {key: text for key, text in self.list_due().items() if key > 0}
        sources = Source.objects.in_bulk(due)
        try:
            hold_texts(gate, [(sources[key], TextCheck(due[key].text, [], placed=due[key].placed)) for key in due])
        except LostQuotes as lost:
            text = due[lost.rows[0].source.pk]
            raise ImportFailed([FileError(text.file, 0, text.place, str(lost))], 1) from None


def place_quote(held: FileText, fields: Fields) -> QuoteCheck:
    """Look for the quote of a row in a text, unless it was placed there already."""
    passage = fields["quote"], fields["prefix"], fields["suffix"]
    return held.placed.get(passage) or locate(passage[0], held.text, *passage[1:])
