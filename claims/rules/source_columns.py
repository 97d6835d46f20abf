"""The columns of files of sources: those in which a file of claims describes its sources, called without “source_”, and
for which negotiations each is fully coded. The list downloads them, an import takes them back."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from .days import check_has_come, parse_day
from .exchange_columns import SOURCE_COLUMNS
from .faults import BrokenRule, FaultCode
from .folding import write_name

_CODED_FOR = re.compile(r"(.*?\S)\s+on\s+(\S*\d.*?)\s+by\s+(\S.*)", re.DOTALL)

SOURCE_FILE_COLUMNS = {name.removeprefix("source_"): column for name, column in SOURCE_COLUMNS.items()}
COMPUTED_OF_SOURCES = ("voice", "claims")
FULLY_CODED = "fully_coded"  # slugs of negotiations with the day and by whom, and “|” between them


class CodedFor(NamedTuple):
    """For which negotiation, by its name, a source is fully coded, on which day and by whom."""

    negotiation: str
    fully_coded_on: date
    fully_coded_by: str


def write_fully_coded(codings: Iterable[CodedFor]) -> str:
    """Return the codings of a source as a cell holds them: “talks on 2022-02-01 by Ann | grain on 2022-03-01 by Li”."""
    return " | ".join(map(_write_one, codings))


def _write_one(one: CodedFor) -> str:
    return f"{one.negotiation} on {one.fully_coded_on.isoformat()} by {one.fully_coded_by}"


def read_coded_for(text: str) -> CodedFor:
    """Return what a cell says of one negotiation; raise BrokenRule where it says not when or not by whom."""
    match = _CODED_FOR.fullmatch(text.strip())
    if match is None:
        raise BrokenRule(FaultCode.NOT_A_CODING, value=text)
    return CodedFor(match[1], check_has_come(parse_day(match[2])), write_name(match[3]))
