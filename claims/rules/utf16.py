"""Places in a text as Java and browsers count them, in UTF-16 units, and as we do, in code points."""

from bisect import bisect_left

LAST_OF_ONE_UNIT = "\uffff"


class UnitPlaces:
    """Where the units of a text are; a text whose every character is one unit costs nothing."""

    def __init__(self, text: str) -> None:
        self._wide = [place for place, char in enumerate(text) if char > LAST_OF_ONE_UNIT]
        self._units = [place + number for number, place in enumerate(self._wide)]  # the first of both units of each
        self.length = len(text) + len(self._wide)

    def count_before(self, place: int) -> int:
        """Return how many units stand before a place in code points."""
        return place + bisect_left(self._wide, place)

    def find_place(self, unit: int) -> int | None:
        """Return the place before which so many units stand; None where a character begins before it and ends after,
        or the text is shorter."""
        before = bisect_left(self._units, unit)
        if not 0 <= unit <= self.length or (before and self._units[before - 1] == unit - 1):
            return None
        return unit - before
