"""CSL-JSON → its items, each with the line on which it begins."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ...wording import references as wording
from .records import FileRecord, RecordsRefused

DEEPEST = 20  # levels in an item: CSL-JSON has five
_BLANKS = " \t\r\n"


def looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] in ("[", "{")


def read_csl_json(text: str) -> Iterator[FileRecord]:
    """Yield each item of a list, or the only one; raise RecordsRefused where the file is no JSON."""
    decoder = json.JSONDecoder(object_pairs_hook=_take_pairs, parse_constant=_refuse_constant)
    place = _skip(text, 0)
    several = text[place] == "["
    if several:
        place = _skip(text, place + 1)
    line, counted = 1, 0
    while not (several and text[place : place + 1] == "]"):
        line, counted = line + text.count("\n", counted, place), place
        value, place = _decode(decoder, text, place)
        yield _make_record(line, value)
        place = _skip(text, place)
        if not several:
            break
        if text[place : place + 1] == ",":
            place = _skip(text, place + 1)
            if text[place : place + 1] == "]":
                _refuse(text, place, "a comma stands before its end")
        elif text[place : place + 1] != "]":
            _refuse(text, place, "a comma or the end of the list is missing")
    if text[place:].strip(_BLANKS + "]"):
        _refuse(text, place, "something stands behind its end")


def _decode(decoder: json.JSONDecoder, text: str, place: int) -> tuple[Any, int]:
    try:
        return decoder.raw_decode(text, place)
    except RecursionError:
        _refuse(text, place, "it is nested too deeply")
    except json.JSONDecodeError as error:
        _refuse(text, error.pos, error.msg)
    except ValueError as error:  # a number of thousands of digits, or a constant
        _refuse(text, place, str(error).partition(":")[0])
    raise AssertionError  # each of them is refused


def _refuse(text: str, place: int, reason: str) -> None:
    line = text.count("\n", 0, place) + 1
    raise RecordsRefused(wording.NO_JSON.format(reason=reason, line=line))


def _skip(text: str, place: int) -> int:
    while text[place : place + 1] and text[place] in _BLANKS:
        place += 1
    return place


class _Doubled(dict[str, Any]):
    """An object in which a name stands twice."""

    name = ""


def _take_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) == len(pairs):
        return read
    doubled = _Doubled(read)
    doubled.name = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
    return doubled


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _is_writable(value: Any, depth: int = 0) -> bool:
    """Whether a value can be stored and shown: no null character, no half of a letter, not nested without end."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, dict | list):
        within = [*value, *value.values()] if isinstance(value, dict) else value
        return depth < DEEPEST and all(_is_writable(one, depth + 1) for one in within)
    return True


def _make_record(line: int, value: Any) -> FileRecord:
    if not _is_writable(value):
        return FileRecord(line, {}, wording.UNWRITABLE)
    if not isinstance(value, dict):
        return FileRecord(line, {}, wording.NO_ITEM)
    if isinstance(value, _Doubled):
        return FileRecord(line, {}, wording.DOUBLED.format(name=value.name[:60]))
    if not {"type", "title"} & value.keys():
        return FileRecord(line, {}, wording.NO_ITEM)
    return FileRecord(line, value)
