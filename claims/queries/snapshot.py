"""What is worked out of the whole table, once for each data version and Scope, however little of it a page shows.

A function that works it out takes the Snapshot first, stands beside its query, and may ask the Snapshot for others; in
a circle none asks for another. Pages ask `snapshot.get(function, *args)`.

After a write, what was worked out before is made anew, unless its function is marked: it says how its result follows
the cells that were touched, or that it follows from no claim.
"""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar

from ..models import Touched
from .cache import SCOPES, SHARED, VersionedCache, VersionNumber
from .scope import Scope
from .touched import read_touched

MOST_CHOICES = 6  # of readers, whose results a Snapshot keeps of each function

Function = TypeVar("Function", bound=Callable[..., Any])
Result = TypeVar("Result")
# (Snapshot or negotiations, what the function returned before, what was touched since, arguments) → what it returns
# now, or None where that does not follow from what was touched
Update = Callable[..., Any]

_SAME_IN_ALL_SCOPES: set[Callable[..., Any]] = set()
_KEPT_FOR_A_FEW: set[Callable[..., Any]] = set()
_FOLLOWING: dict[Callable[..., Any], Update] = {}


def same_in_all_scopes(function: Function) -> Function:
    """Mark a function whose result all Snapshots of the same negotiations share, at a data version and on a day of the
    calendar: it is called with these (their ids, None for all) instead of the Snapshot."""
    _SAME_IN_ALL_SCOPES.add(function)
    return function


def kept_for_a_few(function: Function) -> Function:
    """Mark a function whose arguments are a reader's choices: of its results a Snapshot keeps only the last few."""
    _KEPT_FOR_A_FEW.add(function)
    return function


def following(update: Update) -> Callable[[Function], Function]:
    """Mark a function whose result follows the cells that were touched: `update` makes it of the one before, which it
    leaves as it is, for others may still read that."""

    def mark(function: Function) -> Function:
        _FOLLOWING[function] = update
        return function

    return mark


def without_claims(function: Function) -> Function:
    """Mark a function whose result follows from no claim, nor from which sources claims cite: it stays while nothing
    but claims is written."""
    return following(_stay_without_claims)(function)


def _stay_without_claims(_of: Any, before: Result, touched: Touched, *_args: Hashable) -> Result | None:
    return before if touched.alone else None


class _Result(NamedTuple):
    """What a function returned at an older version, what was touched since, and the bytes that it takes."""

    value: Any
    touched: Touched
    nbytes: int


_Before = dict[Any, _Result]  # by function and arguments


class Snapshot:
    """The whole table under one Scope at one data version; shared by all who ask, so nothing in it is changed."""

    def __init__(self, version: VersionNumber, scope: Scope, before: _Before | None = None) -> None:
        self.version = version
        self.scope = scope
        self._results = VersionedCache()
        self._of_choices: dict[Callable[..., Any], VersionedCache] = {}
        self._before = before or {}

    def get(self, function: Callable[..., Result], *args: Hashable) -> Result:
        """Return what the function makes of this Snapshot and the arguments: called once, then kept."""
        if function in _SAME_IN_ALL_SCOPES:
            return self._get_shared(function, *args)
        results = self._results
        if function in _KEPT_FOR_A_FEW:  # a page asks several, none of which makes room for another
            results = self._of_choices.setdefault(function, VersionedCache(MOST_CHOICES))
        return results.get(self.version, (function, args), lambda: self._make(function, args))

    def get_at_hand(self, function: Callable[..., Result], *args: Hashable) -> Result | None:
        """Return what a function made of the whole table, where that is kept or follows what was before; None where it
        would be made anew: whoever wants little of it makes that alone."""
        if (function, args) in self._before:
            return self.get(function, *args)
        made: Result | None = self._results.find(self.version, (function, args))
        return made

    @property
    def nbytes(self) -> int:
        """How much memory its results take, and those of before that it may follow."""
        before = sum(result.nbytes for result in [*self._before.values()])
        return before + sum(results.nbytes for results in (self._results, *self._of_choices.copy().values()))

    def follow(self, version: VersionNumber) -> "Snapshot | None":
        """Return the Snapshot of a later data version, whose results follow those of this one; None where anything may
        have changed."""
        touched = read_touched(self.version, version)
        if touched is None or self.scope.negotiations != (version.negotiation,):
            return None
        before: _Before = {}
        for key, result in [*self._before.items()]:  # what nobody has asked for since
            joined = result.touched.join(touched)
            if joined:
                before[key] = result._replace(touched=joined)
        for key, value, nbytes in self._results.list_made():
            if key[0] in _FOLLOWING:
                before[key] = _Result(value, touched, nbytes)
        return Snapshot(version, self.scope, before)

    def _make(self, function: Callable[..., Result], args: tuple[Hashable, ...]) -> Result:
        before = self._before.pop((function, args), None)
        made = before and _FOLLOWING[function](self, before.value, before.touched, *args)
        return function(self, *args) if made is None else made

    def _get_shared(self, function: Callable[..., Result], *args: Hashable) -> Result:
        shared = (self.scope.negotiations, *args)

        def renew(older: VersionNumber, before: Result) -> Result | None:
            touched = read_touched(older, self.version)
            if touched is None or function not in _FOLLOWING or self.scope.negotiations != (older.negotiation,):
                return None
            made: Result | None = _FOLLOWING[function](self.scope.negotiations, before, touched, *args)
            return made

        today = Scope().day  # tomorrow, more claims count
        return SHARED.get(self.version, (function, shared, today), lambda: function(*shared), renew=renew)


def get_snapshot(scope: Scope, version: VersionNumber) -> Snapshot:
    """Return the Snapshot of a Scope, as it is kept; `version` is the data version, read before anything else.

    Without a day it is that of today: tomorrow others may take part. Those of pages without filters stay: most ask for
    them, and whoever goes through all days, or all releases, must not make everybody wait.

    Raises ValueError where the version is that of one negotiation and the Scope chooses others: it does not rise with
    what is written there, and what is kept would be older than it.
    """
    if version.negotiation is not None and scope.negotiations != (version.negotiation,):
        raise ValueError(f"{version} is not the version of what {scope} chooses.")
    stays = scope.is_unfiltered and not version.database
    SCOPES.trim()  # those that are kept have grown with what was asked of them
    return SCOPES.get(
        version,
        (scope, scope.day),
        lambda: Snapshot(version, scope),
        stays=stays,
        renew=lambda _, before: before.follow(version),
    )
