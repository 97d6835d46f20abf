"""A release as it is read: which one it is, and where its data package lies."""

from datetime import date
from pathlib import Path
from typing import NamedTuple


class FrozenRelease(NamedTuple):
    """A release of a negotiation (its slug): number, day, and its data package with the SHA-256 of that."""

    negotiation: str
    number: int
    day: date
    package: Path
    sha256: str

    @property
    def start(self) -> str:
        """What the addresses of its pages begin with, after the site's own start: talks/release-3/."""
        return f"{self.negotiation}/release-{self.number}/"
