"""The columns of the exchange, each declared once: readers, checks, the import, the export and the seeds all follow.

To add a column is to add its line to `_DECLARED`, at the place where the export shall show it. A column of a claim or
of a source stands for the field of that name (of a source's after `source_`), which the model must have; what the
columns of holder, speaker and proposal say of these is read where names are resolved.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, NamedTuple

from . import conditions, csl
from .days import check_has_come, drop_time, parse_day
from .faults import BrokenRule, FaultCode
from .folding import write_name
from .languages import check_language
from .publishing import Status
from .scales import ATTRIBUTION_WORDS, NO_VALUE_WORD, Attribution, Dimension, Grade, SaidOnIs
from .vocabulary_columns import PART_OF
from .warnings import read_codes

_WHOLE = re.compile(r"[+-]?[0-9]{1,9}(\.0*)?")
_PERCENTAGE = re.compile(r"([+-]?[0-9]{1,9})(\.0*)?\s?%?")


class About(Enum):
    """What a column says something about."""

    CLAIM = "the claim"
    SOURCE = "its source"
    HOLDER = "its holder"
    SPEAKER = "its speaker"
    PROPOSAL = "its proposal"
    ROW = "the row itself"


def read_text(value: Any) -> str:
    if not isinstance(value, str):
        raise BrokenRule(FaultCode.NOT_TEXT, value=value)
    if "\x00" in value:
        raise BrokenRule(FaultCode.NULL_CHARACTER)
    return value.strip()


def read_name(value: Any) -> str:
    """Return a name as it is stored."""
    return write_name(read_text(value))


def read_value(value: Any) -> int | None:
    """Return a value of the scale: a whole number, with a sign or without, and as 2.0 where a program wrote it so; None
    for the word of a claim that has none, whose holder spoke and took no stance."""
    if value == "":
        raise BrokenRule(FaultCode.VALUE_REQUIRED)
    if isinstance(value, str) and value.strip().lower() == NO_VALUE_WORD:
        return None
    if isinstance(value, bool) or not _WHOLE.fullmatch(text := str(value).strip().replace("−", "-")):
        raise BrokenRule(FaultCode.NOT_A_VALUE, value=value)
    return int(text.partition(".")[0])


def read_flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in ("", "0", "false", "no"):
        return False
    if word in ("1", "true", "yes"):
        return True
    raise BrokenRule(FaultCode.NOT_YES_OR_NO, value=value)


def read_day(value: Any) -> date | None:
    """Return the day of something that has been, None where none is given."""
    day = None if value == "" else _read_any_day(value)
    return day and check_has_come(day)


def read_day_to_come(value: Any) -> date | None:
    """Return the day by which something is expected, which may be to come or not, None where none is given."""
    return None if value in ("", None) else _read_any_day(value)


def _read_any_day(value: Any) -> date:
    if type(value) is date:
        return value
    if not isinstance(value, str):
        raise BrokenRule(FaultCode.NOT_A_DAY, value=value)
    return parse_day(drop_time(value))


def read_probability(value: Any) -> int | None:
    """Return a probability as a number of per cent: 30, 30.0 or 30 %; None where none is given."""
    if value in ("", None):
        return None
    match = _PERCENTAGE.fullmatch(str(value).strip())
    if match is None:
        raise BrokenRule(FaultCode.NOT_A_PROBABILITY, value=value)
    return int(match[1])


def read_language(value: Any) -> str:
    """Return the code of a language, empty where none is given."""
    code = read_text(value)
    return check_language(code) if code else ""


def read_condition(value: Any) -> str:
    """Return a condition as it is stored, without its “if”."""
    return conditions.drop_if(read_text(value))


def read_links(value: Any) -> str:
    return conditions.write(conditions.parse(read_text(value)))


def read_version(value: Any) -> int:
    """Return the number of a version, 0 where there is none."""
    if value == "":
        return 0
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise BrokenRule(FaultCode.NOT_A_NUMBER, value=value)
    return int(value)


def read_word_of(meanings: Mapping[str, Any], empty: Any) -> Callable[[Any], Any]:
    """Return a reader of a word, which gives what it stands for, or `empty` for an empty cell."""

    def read_word(value: Any) -> Any:
        if value == "":
            return empty
        if not isinstance(value, str) or value not in meanings:
            raise BrokenRule(FaultCode.NOT_LISTED, value=value, words=tuple(meanings))
        return meanings[value]

    return read_word


class ExchangeColumn(NamedTuple):
    """One column: what it is about, and from a claim the path to the field that keeps it, as Django's ORM writes it.

    `read` turns a cell (a text of a spreadsheet, a typed value of a seed file, "" where there is none) into the value
    of the field, or raises BrokenRule; `write` turns the value of the field into a cell,
    where it is not one. `of_side` is a field of the side on which the actor stands whose key the path keeps, on the day
    of which the file tells. A file must have the `required` ones as headings. Visitors never see those `for_editors`.
    """

    name: str
    about: About
    path: str
    read: Callable[[Any], Any] = read_text
    required: bool = False
    for_editors: bool = False
    write: Callable[[Any], Any] | None = None
    of_side: str = ""

    @property
    def field(self) -> str:
        """The name of the field that keeps it: of the claim, or of the source for a column of the source."""
        source, _, field = self.path.partition("__")
        return field if self.about is About.SOURCE else source

    @property
    def kind(self) -> type | UnionType:
        """What a cell is where there is any, as it is written: a text, unless what reads it says otherwise."""
        return _KINDS.get(self.read, str)


def _write_if_any(text: str | None) -> str:
    """Return a text of what a claim may name, empty if it names nothing."""
    return text or ""


def _write_value(value: int | None) -> int | str:
    return NO_VALUE_WORD if value is None else value


_read_attribution = read_word_of(ATTRIBUTION_WORDS, Attribution.OWN)
_read_dimension = read_word_of({d.value: d.value for d in Dimension}, Dimension.POSITION.value)
_read_grade = read_word_of({g.value: g.value for g in Grade}, "")
_read_said_on_is = read_word_of({s.value: s.value for s in SaidOnIs}, SaidOnIs.EXACT.value)
_read_status = read_word_of({s.value: s.value for s in Status}, "")

_KINDS: Mapping[Callable[[Any], Any], type | UnionType] = {
    read_day: date,
    read_day_to_come: date,
    read_flag: bool,
    read_probability: int,
    read_value: int | str,  # the word of a claim without a value
    read_version: int,
}

_DECLARED = (
    ExchangeColumn("claim", About.ROW, "public_id"),
    ExchangeColumn("negotiation", About.PROPOSAL, "proposal__negotiation__slug"),
    ExchangeColumn("holder", About.CLAIM, "holder__slug", required=True),
    ExchangeColumn("holder_kind", About.HOLDER, "holder__kind"),
    ExchangeColumn("holder_name", About.HOLDER, "holder__name"),
    ExchangeColumn("holder_short_name", About.HOLDER, "holder__short_name"),
    ExchangeColumn("side", About.HOLDER, "holder", of_side="slug"),
    ExchangeColumn("side_name", About.HOLDER, "holder", of_side="name"),
    ExchangeColumn("speaker", About.CLAIM, "speaker__slug", write=_write_if_any),
    ExchangeColumn("speaker_name", About.SPEAKER, "speaker__name", write=_write_if_any),
    ExchangeColumn("speaker_short_name", About.SPEAKER, "speaker__short_name", write=_write_if_any),
    ExchangeColumn("speaker_kind", About.SPEAKER, "speaker__kind", write=_write_if_any),
    ExchangeColumn("speaker_side", About.SPEAKER, "speaker", of_side="slug"),
    ExchangeColumn("speaker_side_name", About.SPEAKER, "speaker", of_side="name"),
    ExchangeColumn("speaker_for", About.SPEAKER, "speaker__speaks_for__slug", write=_write_if_any),
    ExchangeColumn("speaker_for_name", About.SPEAKER, "speaker__speaks_for__name", write=_write_if_any),
    ExchangeColumn("proposal", About.CLAIM, "proposal__slug", required=True),
    ExchangeColumn("proposal_title", About.PROPOSAL, "proposal__title"),
    ExchangeColumn("proposal_full_title", About.PROPOSAL, "proposal__full_title"),
    ExchangeColumn("proposal_definition", About.PROPOSAL, "proposal__definition"),
    ExchangeColumn("proposed_on", About.PROPOSAL, "proposal__proposed_on", read_day),
    ExchangeColumn("topic", About.PROPOSAL, "proposal__topic__slug"),
    ExchangeColumn("topic_name", About.PROPOSAL, "proposal__topic__name"),
    ExchangeColumn(PART_OF, About.PROPOSAL, "proposal_id"),  # by which the export knows the packages
    ExchangeColumn("wording", About.CLAIM, "wording__slug", write=_write_if_any),
    ExchangeColumn("dimension", About.CLAIM, "dimension", _read_dimension),
    ExchangeColumn("value", About.CLAIM, "value", read_value, required=True, write=_write_value),
    ExchangeColumn("label", About.CLAIM, "label"),
    ExchangeColumn("by_when", About.CLAIM, "by_when", read_day_to_come),
    ExchangeColumn("probability", About.CLAIM, "probability", read_probability),
    ExchangeColumn(
        "attribution",
        About.CLAIM,
        "attribution",
        _read_attribution,
        write={a.value: a.word for a in Attribution}.__getitem__,
    ),
    ExchangeColumn("said_on", About.CLAIM, "said_on", read_day),
    ExchangeColumn("said_on_is", About.CLAIM, "said_on_is", _read_said_on_is),
    ExchangeColumn("conditions", About.CLAIM, "conditions", read_condition),
    ExchangeColumn("depends_on", About.CLAIM, "depends_on", read_links),
    ExchangeColumn("covers", About.CLAIM, "covers"),
    ExchangeColumn("argument", About.CLAIM, "argument"),
    ExchangeColumn("pending", About.CLAIM, "pending", read_flag),
    ExchangeColumn("doubtful", About.CLAIM, "doubtful", read_flag),
    ExchangeColumn("confirmed", About.CLAIM, "confirmed", read_codes),
    ExchangeColumn("note", About.CLAIM, "note", for_editors=True),
    ExchangeColumn("status", About.ROW, "status", _read_status, for_editors=True),
    ExchangeColumn("source", About.SOURCE, "source__slug"),
    ExchangeColumn("source_title", About.SOURCE, "source__title", read_name, required=True),
    ExchangeColumn("source_type", About.SOURCE, "source__type"),
    ExchangeColumn("source_publisher", About.SOURCE, "source__publisher", read_name),
    ExchangeColumn("source_origin", About.SOURCE, "source__origin", read_name),
    ExchangeColumn("source_authors", About.SOURCE, "source__authors", read_name),
    ExchangeColumn("source_published_on", About.SOURCE, "source__published_on", read_day),
    ExchangeColumn("source_accessed_on", About.SOURCE, "source__accessed_on", read_day),
    ExchangeColumn("source_leaked", About.SOURCE, "source__leaked", read_flag),
    ExchangeColumn("source_grade", About.SOURCE, "source__grade", _read_grade),
    ExchangeColumn("source_url", About.SOURCE, "source__url"),
    ExchangeColumn("source_language", About.SOURCE, "source__language", read_language),
    ExchangeColumn("source_csl", About.SOURCE, "source__csl", csl.read_record, write=csl.write_record),
    ExchangeColumn("quote", About.CLAIM, "quote"),
    ExchangeColumn("quote_language", About.CLAIM, "quote_language", read_language),
    ExchangeColumn("translation", About.CLAIM, "translation"),
    ExchangeColumn("locator", About.CLAIM, "locator"),
    ExchangeColumn("prefix", About.CLAIM, "prefix"),
    ExchangeColumn("suffix", About.CLAIM, "suffix"),
    ExchangeColumn("version", About.ROW, "version", read_version),
)
# Ids of one's own, which are kept as aliases: only read, no export has them.
_KEYS = (
    ExchangeColumn("holder_key", About.HOLDER, ""),
    ExchangeColumn("speaker_key", About.SPEAKER, ""),
    ExchangeColumn("proposal_key", About.PROPOSAL, ""),
)

EXCHANGE_COLUMNS = {column.name: column for column in _DECLARED}
IMPORT_COLUMNS = EXCHANGE_COLUMNS | {column.name: column for column in _KEYS}
CLAIM_COLUMNS, SOURCE_COLUMNS, ROW_COLUMNS = (
    {column.name: column for column in _DECLARED if column.about is about}
    for about in (About.CLAIM, About.SOURCE, About.ROW)
)
