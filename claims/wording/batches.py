"""What is said of documents that are coded twice, blind."""

from ..rules.folding import isolate
from ..rules.sampling import Stratum
from ..rules.settling import Decision

STRATA = {
    Stratum.SOURCE: "of each document",
    Stratum.TYPE: "of each type of document",
    Stratum.PUBLISHER: "of each publisher",
}
EACH_ONCE = "This document is in the batch already."
ONE_CODER = "A coder is a user or a named machine."
TWO_CODERS = "Two coders or more: choose at least two."
NO_DOCUMENT = "Choose the documents that are coded."
NO_TEXT_TO_DRAW = (
    "No text is held of {sources}: passages can only be drawn from a text. Take them whole, or leave them out."
)
NO_CODER = "{users} cannot code in this negotiation: only an analyst who works in it can."
NOT_YOURS = "You are no coder of this batch."
DONE_ALREADY = "You are done with this batch: a reviewer can open it to you again, as long as not all are done."
ALL_DONE = "All its coders are done, and have seen what the others coded: nobody can code in it blind any more."
NOT_DONE = "This coder is not done yet."
OTHERS_SAY_WHY = "Say why: the coder did not press “done” themselves."
REOPEN_SAY_WHY = "Say why: the history of the batch keeps the reason."
NOT_IN_BATCH = "This document is not in the batch."
OUTSIDE_SAMPLE = "This passage was not drawn: code the paragraphs that are marked as drawn."
IN_BLIND_BATCH = "“{row}” was suggested in a batch that is coded blind: wait until all its coders are done."
IN_UNSETTLED_BATCH = "Both are documents of the batch “{batch}”: settle that first."
HINDERED = (
    "Codings of a batch stand in the way: with the two as one, they would say of somebody what only others can say."
)


DECISIONS = {
    Decision.TAKEN: "taken as it was coded",
    Decision.EDITED: "taken and edited",
    Decision.NONE: "no claim",
}


def write_place_in_batch(row: str, batch: str) -> str:
    """Name a row of a batch."""
    return f"{isolate(row)}, in the batch “{isolate(batch)}”"


def write_coding_in(batch: str) -> str:
    """Name what somebody coded in a batch, without a word of what that is, or whose."""
    return f"a coding in the batch “{isolate(batch)}”"
