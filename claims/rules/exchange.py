"""One exchange row ↔ the fields of a claim. Seed files, imports and exports all read and write by this module.

A row maps column names to text (a spreadsheet) or to typed values (a seed file). `read_claim` parses and fills in
defaults, `check_claim` says which rules the fields break; the database holds the same rules as constraints.
References (holder, speaker, proposal) are slugs here; whoever has the vocabulary
resolves them.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from . import conditions
from .exchange_columns import CLAIM_COLUMNS
from .faults import BrokenRule, FaultCode, RowFault
from .quotes import LONGEST_QUOTE
from .scales import CERTAIN, HIGHEST, IMPOSSIBLE, LOWEST, Attribution, Dimension, SaidOnIs

Fields = dict[str, Any]  # name of a field of a claim → its value
Reference = TypeVar("Reference")  # a slug, a key or a row

# What tells a claim that is named without its id from others: who, on what, how, when, where, in which words.
IDENTIFYING = ("holder", "speaker", "proposal", "dimension", "attribution", "said_on", "source", "quote")
IDENTITY_LENGTH = 32  # hexadecimal digits: two of a billion claims share them by chance once in 10²⁰ data sets

# What a spreadsheet would run as a formula, and what would read as such a text made safe: at the beginning of a cell;
# and after what another spreadsheet takes for the end of a cell, where a list (“- first”) is left as it is. Wide signs
# count as plain ones in Chinese, Japanese and Korean editions.
_RUN = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_MADE_SAFE = re.compile(r"'+[=+\-@\t\r＝＋－＠]")
_SIGN_WITHIN = r"[=@＝＠]|[+\-＋－](?!\s)"
_RUN_WITHIN = re.compile(rf"([;\t\r\n])(?='*(?:{_SIGN_WITHIN}))")
_MADE_SAFE_WITHIN = re.compile(rf"([;\t\r\n])'(?='*(?:{_SIGN_WITHIN}))")


def read_claim(row: Mapping[str, Any], *, published_on: date | None = None) -> tuple[Fields, list[RowFault]]:
    """Return (fields, faults) of one row. `published_on` is the source's date, the default for `said_on`.

    Unknown columns are faults. Fields that cannot be read are left out of `fields`.
    """
    faults = [RowFault(name, FaultCode.UNKNOWN_COLUMN) for name in row if name not in CLAIM_COLUMNS]
    fields: Fields = {}
    for name, column in CLAIM_COLUMNS.items():
        try:
            fields[name] = column.read(row.get(name, ""))
        except BrokenRule as broken:
            faults.append(broken.at(name))
    faults += [RowFault(name, FaultCode.REQUIRED) for name in ("holder", "proposal") if fields.get(name) == ""]
    if "said_on" in fields and fields["said_on"] is None:
        fields["said_on"] = published_on
        fields["said_on_is"] = SaidOnIs.PUBLICATION.value
        if published_on is None:
            faults.append(RowFault("said_on", FaultCode.DAY_REQUIRED))
    if fields.get("speaker") == "" and fields.get("attribution") == Attribution.OWN:
        fields["speaker"] = fields.get("holder", "")
    return fields, faults


def check_claim(fields: Mapping[str, Any]) -> list[RowFault]:
    """Return the RowFaults of a claim's fields taken together; fields that are missing are not judged."""
    faults = []
    value = fields.get("value")
    attribution = fields.get("attribution")
    if value is not None and not LOWEST <= value <= HIGHEST:
        faults.append(RowFault("value", FaultCode.VALUE_OFF_SCALE))
    if fields.get("pending") and (fields.get("value", 0) != 0 or attribution == Attribution.PREDICTED):
        faults.append(RowFault("pending", FaultCode.PENDING_WITH_VALUE))
    if fields.get("value", 0) is None and attribution == Attribution.PREDICTED:
        faults.append(RowFault("value", FaultCode.FORECAST_WITHOUT_VALUE))
    if fields.get("depends_on") and not fields.get("conditions"):
        faults.append(RowFault("conditions", FaultCode.LINK_WITHOUT_CONDITION))
    if len(fields.get("quote") or "") > LONGEST_QUOTE:
        faults.append(RowFault("quote", FaultCode.QUOTE_TOO_LONG))
    if fields.get("translation") and not fields.get("quote", True):
        faults.append(RowFault("translation", FaultCode.TRANSLATION_WITHOUT_QUOTE))
    faults += _check_prospects(fields)
    try:
        conditions.parse(fields.get("depends_on") or "")
    except BrokenRule as broken:
        faults.append(broken.at("depends_on"))
    if attribution is not None and {"holder", "speaker"} <= fields.keys():
        faults += _check_speaker(attribution, fields["holder"], fields["speaker"])
    return faults


def settle_holder(
    holder: Reference, speaker: Reference | None, speaks_for: Mapping[Reference, Reference]
) -> tuple[Reference, Reference | None]:
    """Return (holder, speaker) with an official as holder replaced by the party that it speaks for.

    An official is only ever a speaker. `speaks_for` maps officials to their parties. Raise BrokenRule where
    the speaker is already somebody else: it is never overwritten.
    """
    if holder not in speaks_for:
        return holder, speaker
    if speaker and speaker != holder:
        raise BrokenRule(FaultCode.OFFICIAL_AS_HOLDER)
    return speaks_for[holder], holder


def escape_formula(text: str) -> str:
    """Return a text as a CSV file holds it: with a ' before what a spreadsheet would run as a formula, at its beginning
    or where a cell would end for a spreadsheet that takes another separator.

    Where quote marks and such a sign stand there already it gets one more, so that `unescape_formula` gives back
    each text as it was.
    """
    guarded = f"'{text}" if _RUN.match(text) else text
    return _RUN_WITHIN.sub(r"\1'", guarded)


def unescape_formula(text: str) -> str:
    """Return the text that `escape_formula` was given."""
    guarded = _MADE_SAFE_WITHIN.sub(r"\1", text)
    return guarded[1:] if _MADE_SAFE.match(guarded) else guarded


def compute_digest(fields: Mapping[str, Any]) -> str:
    """Return a digest of a row's fields that is equal for equal fields, whatever their order."""
    text = json.dumps(fields, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def compute_identity(
    holder: object,
    speaker: object,
    proposal: object,
    dimension: str,
    attribution: int,
    said_on: date | str,
    source: object,
    quote: str,
) -> str:
    """Return what tells a claim that is named without its id from others: who, on what, how, when, where, in which
    words. References are keys of one database.

    It leaves out what coders correct: the value, and how the passage is understood. One passage may yield several
    claims under different conditions (codebook, rule 12), so it is not unique: `conditions` tell these apart.
    """
    parts = (holder, speaker or "", proposal, dimension, int(attribution), said_on, source, quote)
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:IDENTITY_LENGTH]


def _check_prospects(fields: Mapping[str, Any]) -> list[RowFault]:
    """Return the faults of what only prospects have: until when, and how probable."""
    faults = []
    by_when, probability = fields.get("by_when"), fields.get("probability")
    of_other = fields.get("dimension", Dimension.PROSPECTS) != Dimension.PROSPECTS
    if by_when is not None and of_other:
        faults.append(RowFault("by_when", FaultCode.BY_WHEN_OF_OTHER))
    if probability is not None and of_other:
        faults.append(RowFault("probability", FaultCode.PROBABILITY_OF_OTHER))
    if probability is not None and not IMPOSSIBLE <= probability <= CERTAIN:
        faults.append(RowFault("probability", FaultCode.PROBABILITY_OFF_SCALE))
    return faults


def _check_speaker(attribution: int, holder: object, speaker: object) -> list[RowFault]:
    if attribution == Attribution.OWN and not speaker:
        return [RowFault("speaker", FaultCode.OWN_WITHOUT_SPEAKER)]
    if attribution == Attribution.REPORTED and speaker:
        return [RowFault("speaker", FaultCode.REPORTED_WITH_SPEAKER)]
    if attribution >= Attribution.ATTRIBUTED and (not speaker or speaker == holder):
        return [RowFault("speaker", FaultCode.SECOND_HAND_WITHOUT_OTHER)]
    return []
