"""What an import may do, and what came of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import QuerySet

from .additions import NewAlias, NewName
from .kinds import CLAIMS
from .own_rows import NamedProfile
from .texts import FileText


def see_all(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows


class ImportOptions(NamedTuple):
    """What an import may do: make actors and proposals that are not known (`create`), publish (`publish`), change
    known actors and proposals by a file of these (`update_names`), change known sources (`update_sources`), only try
    (`dry_run`). `said_on` is the day of rows that have none and whose source has none; `user` is in whose name it is
    done, and whose the drafts are.

    Of an earlier version of the file: a row in nearly the words of a claim that is in no row replaces it (`replace`),
    or is a claim of its own (`add_near`), else a fault; claims that have gone are withdrawn for the reason that
    `withdraw_missing` gives, else left.

    `negotiation` is the name of that of which the rows are that name none; without one there must be one alone, or none
    yet.

    `texts` come with the file, by the slugs of their sources.

    What is odd about a claim is confirmed by its row, or of all rows at once (`accept_warnings`), else not imported.

    A `profile` says how a file in somebody's own words is read. On a page besides: the file is called `file_name`; it
    has at most so many rows (`most_rows`), of which some are left out; whoever imports sees some rows alone (`narrow`
    keeps these, `may_name` says which messages may name), suggests new names, lets rows be called by new aliases, and
    changes nothing that readers see (`by_operator` is false).
    """

    create: bool = False
    publish: bool = False
    dry_run: bool = False
    said_on: date | None = None
    update_names: bool = False
    update_sources: bool = False
    replace: bool = False
    add_near: bool = False
    withdraw_missing: str = ""
    accept_warnings: bool = False
    negotiation: str = ""
    user: User | None = None
    encoding: str = ""
    profile: NamedProfile | None = None
    file_name: str = ""
    most_rows: int | None = None
    leave_out: Collection[int] = ()
    narrow: Callable[[QuerySet[Any]], QuerySet[Any]] = see_all
    may_name: Callable[[Any], bool] | None = None
    new_names: Sequence[NewName] = ()
    new_aliases: Sequence[NewAlias] = ()
    by_operator: bool = True
    texts: Mapping[str, FileText] = {}


class ImportCounts(NamedTuple):
    """How many claims and other rows an import made and changed, or would. `of` says what the first three count."""

    created: int
    changed: int
    unchanged: int
    sources: int
    actors: int
    proposals: int
    of: str = CLAIMS.word
    replaced: int = 0
    missing: Sequence[str] = ()  # the ids of claims that the file has no more
    accepted: int = 0  # the warnings that were confirmed because all were accepted
    remarks: Sequence[str] = ()  # what of the file was hidden, or not read
    texts: int = 0  # that came with the file and are held now
