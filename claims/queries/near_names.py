"""Names to offer where somebody typed one that there is not."""

from collections.abc import Callable, Hashable, Iterable, Mapping

from ..models import VersionNumber
from ..rules.names import collect_near
from .cache import NEAR_NAMES

KeepNear = Callable[[Hashable, Callable[[], Iterable[str]]], Mapping[str, str]]


def keep_near_names(version: VersionNumber, negotiations: tuple[int, ...] | None) -> KeepNear:
    """Return what keeps names at a data version, by whose they are, as `collect_near` returns them: those of rows that
    may be named in these negotiations (ids, None for all). They are listed the first time."""

    def keep(whose: Hashable, list_names: Callable[[], Iterable[str]]) -> Mapping[str, str]:
        return NEAR_NAMES.get(version, (negotiations, whose), lambda: collect_near(list_names()))

    return keep
