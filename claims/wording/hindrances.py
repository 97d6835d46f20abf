"""What can keep everybody from saving, or from reading, as people are told it."""

from enum import StrEnum
from typing import NamedTuple


class Hindrance(StrEnum):
    """Why nothing can be written to the database now, or read from it, though what was sent is right."""

    BUSY = "busy"
    DEADLOCK = "deadlock"
    FULL = "full"
    READ_ONLY = "read-only"
    AWAY = "away"
    DAMAGED = "damaged"
    ANOTHER_VERSION = "another version"


RETRY_AFTER = 60  # seconds after which a program may try again


class HindranceWords(NamedTuple):
    """Heading of the page, what it says, and the status of the answer."""

    heading: str
    sentence: str
    status: int


HINDRANCES = {
    Hindrance.BUSY: HindranceWords(
        "An import is running",
        "An import is running, and until it ends nobody else can save. Nothing was saved: try again in some minutes.",
        503,
    ),
    Hindrance.DEADLOCK: HindranceWords(
        "Somebody else was saving the same",
        "Somebody else was saving the same rows at this moment, and one of you had to give way. Nothing of yours was "
        "saved: try again.",
        503,
    ),
    Hindrance.FULL: HindranceWords(
        "The disk is full",
        "The disk of the database is full. Nothing was saved: tell whoever runs this site to make room, and try again.",
        507,
    ),
    Hindrance.READ_ONLY: HindranceWords(
        "The database takes no changes",
        "The database can be read and not written to. Nothing was saved: tell whoever runs this site, then try again.",
        503,
    ),
    Hindrance.AWAY: HindranceWords(
        "The database does not answer",
        "The database of this site does not answer just now. If you were saving something, it was not saved: try again "
        "in a minute.",
        503,
    ),
    Hindrance.DAMAGED: HindranceWords(
        "The database is damaged",
        "The database of this site is damaged, and cannot be used. Nothing was saved: tell whoever runs this site to "
        "restore the newest backup.",
        503,
    ),
    Hindrance.ANOTHER_VERSION: HindranceWords(
        "A new version is being set up",
        "This site is being brought to a new version. If you were saving something, it was not saved: try again in "
        "some minutes.",
        503,
    ),
}
