"""What is said of a file of records, from a reference manager, and of each record in it."""

from collections.abc import Iterable

from ..rules.csl_sources import Remark, TakenOtherwise
from ..rules.faults import FaultCode
from .exchange import write_fault

LARGEST_FILE = 5_000_000  # bytes; a record with its abstract has two thousand
MOST_RECORDS = 5_000

FORMS = "Records are taken from RIS (.ris), BibTeX (.bib) and CSL-JSON (.json)"
EMPTY = "The file is empty."
TOO_LARGE = f"The file is larger than {LARGEST_FILE // 1_000_000} MB: export the records in parts."
TOO_MANY = f"The file has more than {MOST_RECORDS:,} records: export them in parts."
TAKES_TOO_LONG = "To read this file takes too long or too much memory: export the records anew, or in parts."
UNREADABLE = f"The file cannot be read. {FORMS}: export the records anew."
WRONG_TYPE = f"This is {{kind}}. {FORMS}: export them from your reference manager."
NO_TEXT = f"The file is no text. {FORMS}."
NO_RECORDS = f"No record stands in this file. {FORMS}."
NONE_IN_IT = "The file has no record."
NO_JSON = "The file is no CSL-JSON: {reason}, line {line}."

NO_END = "the record does not end: the line “ER  -” is missing."
OUTSIDE = "“{line}” stands outside of a record, which begins with “TY  -” and ends with “ER  -”."
NO_ITEM = "is no item of CSL-JSON, which is an object with a type and a title."
DOUBLED = "“{name}” stands twice."
DOUBLED_KEY = "the key “{key}” stands above already."
UNWRITABLE = "holds null characters, halves of letters, or values that are nested too deeply."
NO_NAMES = "its names cannot be read: {reason}."
NO_ENTRY = "the entry cannot be read: a brace, a quotation mark or a comma is missing in it or before it."
BROKEN_ENTRY = "the entry cannot be read: a brace, a quotation mark or a comma is missing."
BROKEN_LATEX = "the marks of LaTeX in it cannot be read."
TOO_LONG = "“{name}” is longer than {most:,} characters."
CROSSREF = "it takes fields of another entry (crossref): export it with all its fields."

LOOK_AGAIN = "Something has changed since: look at the records again."
NOTHING_CHOSEN = "Choose at least one record to take."

STATES = {
    "new": "new",
    "like": "like a source that is there, or a record above",
    "same": "there already, or the same as a record above",
    "invalid": "that cannot be taken as they are",
}
_TOLD = {
    TakenOtherwise.TYPE_TAKEN: "The type “{said}” is taken as “{taken}”.",
    TakenOtherwise.NO_TYPE: "It says no type: it is taken as “{taken}”.",
    TakenOtherwise.PART_OF_A_DAY: "“{said}” is no day: the note keeps it, and the source has none.",
    TakenOtherwise.NAME_REWRITTEN: "“{said}” is written “{taken}”: commas and semicolons part names.",
}


def write_remark(remark: Remark) -> str:
    """Say what is taken otherwise than it stands."""
    if remark.code == TakenOtherwise.NO_LANGUAGE:
        said, taken = remark.parameters["said"], remark.parameters["taken"]
        return f"“{said}” is no language that is listed: “{taken}”." if said else f"It says no language: “{taken}”."
    if remark.code == TakenOtherwise.LEFT_OUT:
        return _write_left_out(remark)
    return _TOLD[remark.code].format(**remark.parameters)


def _write_left_out(remark: Remark) -> str:
    fault, name = remark.parameters["fault"], remark.parameters["name"]
    if fault is None:
        return f"Left out: “{name}”, which is no day."
    if fault.code == FaultCode.RECORD_TOO_LONG:
        return f"Left out: “{name}”, for the record would be longer than {fault.parameters['most']:,} characters."
    return f"Left out: {write_fault(fault)}"


def write_left_out(names: Iterable[str]) -> str:
    """Name the tags or fields for which a record has no place; nothing where there are none."""
    listed = list(names)
    return f"Left out: {', '.join(listed[:12])}{' …' if len(listed) > 12 else ''}." if listed else ""


def count_records(number: int) -> str:
    return "1 record" if number == 1 else f"{number:,} records"
