"""One exchange row ↔ the fields of a claim. Seed files, imports and exports all read and write by this module.

A row maps column names to text (a spreadsheet) or to typed values (a seed file). `read_claim` parses and fills in
defaults, `check_claim` says which rules the fields break; the database holds the same rules as constraints, with
the sentences of `RULES`. References (holder, speaker, proposal) are slugs here; whoever has the vocabulary
resolves them.
"""

import hashlib
import json
import re
from typing import NamedTuple

from . import conditions
from .exchange_columns import CLAIM_COLUMNS
from .scales import HIGHEST, LOWEST, Attribution, SaidOnIs

# What tells a claim that is named without its id from others: who, on what, how, when, where, in which words.
IDENTIFYING = ("holder", "speaker", "proposal", "dimension", "attribution", "said_on", "source", "quote")
IDENTITY_LENGTH = 32  # hexadecimal digits: two of a billion claims share them by chance once in 10²⁰ data sets

RULES = {
    "value": "A value lies between −2 and +2.",
    "pending": "A pending claim (“has not answered yet”) has the value 0 and is no forecast.",
    "depends_on": "What a condition depends on needs the condition itself, in words.",
    "own": "First-hand needs a speaker: the holder, or an official who speaks for it.",
    "reported": "A relayed claim is in the document's own voice: leave the speaker empty.",
    "second_hand": "A second-hand claim or a forecast needs a speaker, who is not the holder.",
    "published": "A published claim cites its source by a quote or a locator, and its quote is not missing from "
    "the source's text.",
}

# What a spreadsheet would run as a formula, and what would read as such a text made safe.
_RUN = re.compile(r"'*[=+\-@\t\r]")
_MADE_SAFE = re.compile(r"'+[=+\-@\t\r]")


class RowError(NamedTuple):
    """What is wrong with one field of a row, in words for whoever wrote it; `field` may be empty."""

    field: str
    reason: str

    def __str__(self):
        return f"{self.field}: {self.reason}" if self.field else self.reason


def read_claim(row, *, published_on=None):
    """Return (fields, faults) of one row. `published_on` is the source's date, the default for `said_on`.

    Unknown columns are faults. Fields that cannot be read are left out of `fields`.
    """
    faults = [RowError(name, "is no column of a claim.") for name in row if name not in CLAIM_COLUMNS]
    fields = {}
    for name, column in CLAIM_COLUMNS.items():
        try:
            fields[name] = column.read(row.get(name, ""))
        except ValueError as error:
            faults.append(RowError(name, str(error)))
    faults += [RowError(name, "is required.") for name in ("holder", "proposal") if fields.get(name) == ""]
    if "said_on" in fields and fields["said_on"] is None:
        fields["said_on"] = published_on
        fields["said_on_is"] = SaidOnIs.PUBLICATION.value
        if published_on is None:
            faults.append(RowError("said_on", "is required where the source has no date."))
    if fields.get("speaker") == "" and fields.get("attribution") == Attribution.OWN:
        fields["speaker"] = fields.get("holder", "")
    return fields, faults


def check_claim(fields):
    """Return the Faults of a claim's fields taken together; fields that are missing are not judged."""
    faults = []
    value = fields.get("value")
    attribution = fields.get("attribution")
    if value is not None and not LOWEST <= value <= HIGHEST:
        faults.append(RowError("value", RULES["value"]))
    if fields.get("pending") and (value not in (0, None) or attribution == Attribution.PREDICTED):
        faults.append(RowError("pending", RULES["pending"]))
    if fields.get("depends_on") and not fields.get("conditions"):
        faults.append(RowError("conditions", RULES["depends_on"]))
    try:
        conditions.parse(fields.get("depends_on") or "")
    except ValueError as error:
        faults.append(RowError("depends_on", str(error)))
    if attribution is not None and {"holder", "speaker"} <= fields.keys():
        faults += _speaker_faults(attribution, fields["holder"], fields["speaker"])
    return faults


def settle_holder(holder, speaker, speaks_for):
    """Return (holder, speaker) with an official as holder replaced by the party that it speaks for.

    An official is only ever a speaker. `speaks_for` maps officials to their parties. Raises ValueError where the
    speaker is already somebody else: it is never overwritten.
    """
    if holder not in speaks_for:
        return holder, speaker
    if speaker and speaker != holder:
        raise ValueError(
            "An official cannot be a holder, and the speaker is already filled in: make the party the holder."
        )
    return speaks_for[holder], holder


def escape_formula(text):
    """Return a text as a CSV file holds it: with a leading ' where a spreadsheet would run it as a formula.

    A text that itself starts with quote marks and such a sign gets one more, so that `unescape_formula` gives back
    each text as it was.
    """
    return f"'{text}" if _RUN.match(text) else text


def unescape_formula(text):
    """Return the text that `escape_formula` was given."""
    return text[1:] if _MADE_SAFE.match(text) else text


def compute_digest(fields):
    """Return a digest of a row's fields that is equal for equal fields, whatever their order."""
    text = json.dumps(fields, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def compute_identity(holder, speaker, proposal, dimension, attribution, said_on, source, quote):
    """Return what tells a claim that is named without its id from others: who, on what, how, when, where, in which
    words. References are keys of one database.

    It leaves out what coders correct: the value, and how the passage is understood. One passage may yield several
    claims under different conditions (codebook, rule 12), so it is not unique: `conditions` tell these apart.
    """
    parts = (holder, speaker or "", proposal, dimension, int(attribution), said_on, source, quote)
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:IDENTITY_LENGTH]


def _speaker_faults(attribution, holder, speaker):
    if attribution == Attribution.OWN and not speaker:
        return [RowError("speaker", RULES["own"])]
    if attribution == Attribution.REPORTED and speaker:
        return [RowError("speaker", RULES["reported"])]
    if attribution >= Attribution.ATTRIBUTED and (not speaker or speaker == holder):
        return [RowError("speaker", RULES["second_hand"])]
    return []
