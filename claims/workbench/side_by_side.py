"""What coders of a batch said of the same, side by side: a column each, and the passage in its paragraph."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..models import Actor, BatchCoder, BlindCoding, Settlement, Wording
from ..queries.batch_units import BatchUnit
from ..queries.differences import get_label, list_fields, put_in_words
from ..rendering.claim_chips import draw_claim
from ..rules.coding_units import ALONE, PASSAGE
from ..rules.folding import isolate
from ..rules.paragraphs import CodedPassage, MarkedPiece, Paragraph, mark_passages, split_paragraphs
from ..wording.coder_agreement import name_differences

ALWAYS_TOLD = ("conditions", "depends_on", "covers", "attribution", "speaker")  # where anything is said of them
SHOWN = ("pending", "doubtful", "label", "by_when", "probability", "wording", "argument", "note")
IN_CHIP = ("value", ALONE, PASSAGE)
MOST_PARAGRAPHS = 3


class SaidField(NamedTuple):
    """A field of a coding in words, and whether the others say otherwise."""

    label: str
    words: str
    differs: bool


class CoderColumn(NamedTuple):
    """What one coder said, by the number that is its key on the page; nothing where they said nothing of it."""

    number: int
    coder: BatchCoder
    coding: BlindCoding | None = None
    chip: SafeString | str = ""
    fields: Sequence[SaidField] = ()


class DrawnParagraph(NamedTuple):
    """A paragraph with what coders quote of it marked."""

    number: int
    drawn: SafeString


class DrawnUnit(NamedTuple):
    """A unit as the page shows it: on whom and what, in what it differs, the columns, and the passage in its place."""

    unit: BatchUnit
    name: str
    differences: str
    columns: list[CoderColumn]
    paragraphs: list[DrawnParagraph]

    @property
    def first(self) -> BlindCoding:
        return self.unit.codings[0]

    @property
    def settlement(self) -> Settlement | None:
        return self.unit.settlement

    @property
    def key(self) -> int:
        return self.unit.key

    @property
    def tells_quotes(self) -> bool:
        """Whether the columns tell their quotes: where all quote the same, the marked paragraph does."""
        return not self.paragraphs or len({coding.quote for coding in self.unit.codings}) > 1

    @property
    def sent(self) -> str:
        """Its codings with their versions, as a form sends them."""
        return write_versions(self.unit.versions)


def write_versions(versions: Mapping[int, int]) -> str:
    """Write the keys of codings with their versions: “12.1 15.2”."""
    return " ".join(f"{key}.{version}" for key, version in sorted(versions.items()))


def read_versions(text: str) -> dict[int, int]:
    """Read what `write_versions` wrote; empty where it is anything else."""
    versions: dict[int, int] = {}
    for part in text.split():
        key, _, version = part.partition(".")
        if not (_is_number(key) and _is_number(version)):
            return {}
        versions[int(key)] = int(version)
    return versions


def draw_units(units: Iterable[BatchUnit], coders: Sequence[BatchCoder], texts: Mapping[int, str]) -> list[DrawnUnit]:
    """Return units as the page shows them; `texts` are those of their sources, by key."""
    paragraphs = {key: split_paragraphs(text) for key, text in texts.items()}
    drawn = []
    for unit in units:
        first = unit.codings[0]
        missing = [str(coder) for coder in coders if coder.pk not in {coding.coder_id for coding in unit.codings}]
        text, among = texts.get(first.source_id, ""), paragraphs.get(first.source_id, [])
        drawn.append(
            DrawnUnit(
                unit,
                name_unit(first),
                name_differences(unit.differences, [isolate(name) for name in missing]),
                _list_columns(unit, coders),
                draw_paragraphs(unit.codings, text, among),
            )
        )
    return drawn


def name_unit(coding: BlindCoding) -> str:
    """Name on whom and what a coding is."""
    return f"{isolate(coding.holder.short_name)} on {isolate(str(coding.proposal))}"


def draw_paragraphs(codings: Sequence[BlindCoding], text: str, paragraphs: Sequence[Paragraph]) -> list[DrawnParagraph]:
    """Draw the paragraphs into which the quotes of codings reach, at most the first few."""
    passages = [
        CodedPassage(coding.quote_start, coding.quote_end, coding.pk)
        for coding in codings
        if coding.quote_start is not None and coding.quote_end is not None
    ]
    touched = [each for each in paragraphs if any(p.start < each.end and each.start < p.end for p in passages)]
    return [
        DrawnParagraph(each.number, _draw(mark_passages(text, each, passages), codings))
        for each in touched[:MOST_PARAGRAPHS]
    ]


def _draw(pieces: Sequence[MarkedPiece], codings: Sequence[BlindCoding]) -> SafeString:
    names = {coding.pk: str(coding.coder) for coding in codings}
    return format_html_join("", "{}", ((_draw_piece(piece, names),) for piece in pieces))


def _draw_piece(piece: MarkedPiece, names: Mapping[int, str]) -> str:
    """Mark what anybody quotes, and more faintly what not all of them do."""
    if not piece.claims:
        return piece.text
    css = "coded" if len(piece.claims) == len(names) else "coded some"
    title = ", ".join(names[key] for key in piece.claims)
    return format_html('<mark class="{}" title="{}">{}</mark>', css, title, piece.text)


def _list_columns(unit: BatchUnit, coders: Sequence[BatchCoder]) -> list[CoderColumn]:
    by_coder = {coding.coder_id: coding for coding in unit.codings}
    columns = []
    for number, coder in enumerate(coders, 1):
        coding = by_coder.get(coder.pk)
        if coding is None:
            columns.append(CoderColumn(number, coder))
        else:
            columns.append(CoderColumn(number, coder, coding, draw_claim(coding), _list_said(coding, unit)))
    return columns


def _list_said(coding: BlindCoding, unit: BatchUnit) -> list[SaidField]:
    """Return what a coding says beside its value: all in which coders differ, and else what is not as usual."""
    names: dict[Any, str] = {(Actor, coding.speaker_id): str(coding.speaker), (Wording, coding.wording_id): ""}
    if coding.wording:
        names[Wording, coding.wording_id] = str(coding.wording)
    said = []
    for field in list_fields(BlindCoding):
        differs = field.name in unit.differences and field.name not in IN_CHIP
        told = field.name in ALWAYS_TOLD or (field.name in SHOWN and getattr(coding, field.attname))
        if differs or (told and getattr(coding, field.attname) not in ("", None)):
            words = put_in_words(field, getattr(coding, field.attname), names)
            said.append(SaidField(get_label(field), words, differs))
    return said


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
