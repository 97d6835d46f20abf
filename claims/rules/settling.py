"""What is decided of a cell that several coders of a batch coded."""

from enum import StrEnum


class Decision(StrEnum):
    """Which coding is taken for the claim, as it is or edited; or that nothing is claimed."""

    TAKEN = "taken"
    EDITED = "edited"
    NONE = "none"
