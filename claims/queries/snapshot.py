"""What is worked out of the whole table, once for each data version and Scope, however little of it a page shows.

A function that works it out takes the Snapshot first, stands beside its query, and may ask the Snapshot for others; in
a circle none asks for another. Pages ask `snapshot.get(function, *args)`.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from .cache import SCOPES, SHARED, VersionedCache, VersionNumber
from .scope import Scope

MOST_CHOICES = 6  # of a reader's, whose results a Snapshot keeps

Function = TypeVar("Function", bound=Callable[..., Any])
Result = TypeVar("Result")

_SAME_IN_ALL_SCOPES: set[Callable[..., Any]] = set()
_KEPT_FOR_A_FEW: set[Callable[..., Any]] = set()


def same_in_all_scopes(function: Function) -> Function:
    """Mark a function whose result all Snapshots of the same negotiations share, at a data version and on a day of the
    calendar: it is called with these (their ids, None for all) instead of the Snapshot."""
    _SAME_IN_ALL_SCOPES.add(function)
    return function


def kept_for_a_few(function: Function) -> Function:
    """Mark a function whose arguments are a reader's choices: of such results a Snapshot keeps only the last few."""
    _KEPT_FOR_A_FEW.add(function)
    return function


class Snapshot:
    """The whole table under one Scope at one data version; shared by all who ask, so nothing in it is changed."""

    def __init__(self, version: VersionNumber, scope: Scope) -> None:
        self.version = version
        self.scope = scope
        self._results = VersionedCache()
        self._of_choices = VersionedCache(MOST_CHOICES)

    def get(self, function: Callable[..., Result], *args: Hashable) -> Result:
        """Return what the function makes of this Snapshot and the arguments: called once, then kept."""
        if function in _SAME_IN_ALL_SCOPES:
            shared = (self.scope.negotiations, *args)
            today = Scope().day  # tomorrow, more claims count
            return SHARED.get(self.version, (function, shared, today), lambda: function(*shared))
        results = self._of_choices if function in _KEPT_FOR_A_FEW else self._results
        return results.get(self.version, (function, args), lambda: function(self, *args))


def get_snapshot(scope: Scope, version: VersionNumber) -> Snapshot:
    """Return the Snapshot of a Scope, as it is kept; `version` is the data version, read before anything else.

    Without a day it is that of today: tomorrow others may take part. Those of pages without filters stay: most ask for
    them, and whoever goes through all days, or all releases, must not make everybody wait."""
    stays = scope.is_unfiltered and not version.database
    return SCOPES.get(version, (scope, scope.day), lambda: Snapshot(version, scope), stays=stays)
