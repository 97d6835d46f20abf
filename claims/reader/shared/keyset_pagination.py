"""A list of claims of any length: pages by number up to page 100, from there on each after the claim shown last.

A page deep inside is found by what its claims are sorted by, as quickly as the first; to count up to it would take
longer the deeper it lies. A list sorted by a name, of the holder or the source, has no such place to begin at: that is
offered up to a size, and goes by number to its end.
"""

import re
from datetime import date
from math import ceil
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Q

from ... import queries
from ...models import Claim
from ...rules.scales import LOWEST, VALUES, Attribution, Dimension
from .urls_with import change_query

NUMBERED = 100
MOST_SORTED_BY_NAME = 50_000
BY_NAME = ("holder", "proposal", "speaker", "source")

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PUBLIC_ID = re.compile(r"[0-9a-z]{1,16}")


class ListError(Exception):
    """What a list cannot do: the parameter that asks for it, and a sentence for whoever asks."""

    def __init__(self, parameter, sentence):
        super().__init__(sentence)
        self.parameter = parameter
        self.sentence = sentence


class ListPages(NamedTuple):
    """Which page of a list it is, in words, and the addresses of the first and of its neighbours, where there are."""

    words: str
    first: str | None = None
    previous: str | None = None
    next: str | None = None


def put_in_order(table, sort):
    """Sort a table of claims as asked, equals newest first; raise ListError for a name where the list is too long (one
    query, for a name only)."""
    rows = table.data.data
    if {name.removeprefix("-") for name in sort} & set(BY_NAME) and rows.count() > MOST_SORTED_BY_NAME:
        raise ListError(
            "sort",
            f"A list is sorted by a name only up to {MOST_SORTED_BY_NAME:,} claims, and this one is longer. Choose "
            "fewer, or sort by another column.",
        )
    table.order_by = sort
    table.data.data = rows.order_by(*settle_order(table.data.data.query.order_by if sort else ()))


def cut(table, request, filters):
    """Leave one page of a sorted table; return the number of all its rows, which is kept, and its ListPages.

    Two queries, and one more after a claim. A number that there is not shows the nearest that there is.
    """
    rows, size, after = table.data.data, filters.rows_a_page, filters.chosen["after"]
    order = rows.query.order_by
    of_one = queries.Scope(negotiations=(filters.negotiation.pk,)) if filters.negotiation else None
    snapshot = queries.get_snapshot(of_one, request.data_version) if of_one else None
    count = queries.count_chosen_claims(rows, filters.scope, request.data_version)
    if count > MOST_SORTED_BY_NAME:
        for name in BY_NAME:
            table.columns[name].column.orderable = False
    if after:
        later = _select_after(rows, order, _read_cursor(after, order, filters.negotiations))
        claims = queries.read_listed_claims(later[: size + 1], snapshot)
        pages = _link_after(request, count, size, claims, order)
    else:
        keyed = _is_keyed(order)
        numbered = Paginator(range(min(count, NUMBERED * size) if keyed else count), size)
        number = numbered.get_page(request.GET.get("page")).number
        claims = queries.read_listed_claims(rows[(number - 1) * size : number * size], snapshot)
        pages = _link_numbered(request, count, size, number, claims, order)
    table.data.data = claims[:size]
    return count, pages


def cut_after(rows, size, after, negotiations):
    """Return those of the sorted claims that come after a cursor, at most `size` (a queryset), and the cursor of what
    follows these, None at the end (one query, two after a cursor)."""
    order = rows.query.order_by
    names = [name.removeprefix("-") for name in order[:-1]]
    if not _is_keyed(order):
        return _cut_by_name(rows, size, after)
    later = _select_after(rows, order, _read_cursor(after, order, negotiations)) if after else rows
    keys = list(later.values_list(*names, "public_id")[: size + 1])
    return later[:size], ".".join(map(str, keys[size - 1])) if len(keys) > size else None


def _cut_by_name(rows, size, after):
    """Do the same of a list that is sorted by a name, and so has no great length: its cursor is the id of a claim."""
    ids = list(rows.values_list("public_id", flat=True))
    if after and after not in ids:
        raise ListError("after", f"“{after[:80]}” is no place in this list: begin at its first page.")
    start = ids.index(after) + 1 if after else 0
    return rows[start : start + size], ids[start + size - 1] if start + size < len(ids) else None


def settle_order(names):
    """Return the columns of an order with those that settle it: the newest first, unless it says the oldest."""
    order = list({name.removeprefix("-"): name for name in reversed(names)}.values())[::-1]
    if "said_on" not in order and "-said_on" not in order:
        order.append("-said_on")
    return (*order, "pk" if "said_on" in order else "-pk")


def _link_numbered(request, count, size, number, claims, order):
    address, query, last = request.path, request.GET, max(1, ceil(count / size))
    following = previous = None
    if number < last and (number < NUMBERED or not _is_keyed(order)):
        following = change_query(address, query, page=number + 1)
    elif number < last:
        following = change_query(address, query, page=None, after=_write_cursor(claims[-1], order))
    if number > 1:
        previous = change_query(address, query, page=number - 1)
    return ListPages(f"Claims: page {number:,} of {last:,}", previous=previous, next=following)


def _link_after(request, count, size, claims, order):
    address, query = request.path, request.GET
    following = None
    if len(claims) > size:
        following = change_query(address, query, page=None, after=_write_cursor(claims[size - 1], order))
    words = f"Claims: beyond page {NUMBERED} of {max(1, ceil(count / size)):,}"
    return ListPages(words, first=change_query(address, query, page=None, after=None), next=following)


# The place of a claim in an order, as it stands in an address: 2019-05-02.k3f9abcd


def _is_keyed(order):
    return all(name.removeprefix("-") in _READ for name in order[:-1])


def _write_cursor(claim, order):
    return ".".join([*(str(getattr(claim, name.removeprefix("-"))) for name in order[:-1]), claim.public_id])


def _read_cursor(cursor, order, negotiations):
    """Return the values of an order at which a cursor stands (one query); raise ListError where it is of another, or
    stands at no claim of these negotiations (ids; None: all)."""
    *texts, public_id = cursor.split(".")
    names = [name.removeprefix("-") for name in order[:-1]]
    try:
        values = [_READ[name](text) for name, text in zip(names, texts, strict=True)]
    except (KeyError, ValueError):
        raise ListError("after", f"“{cursor[:80]}” is no place in this list: begin at its first page.") from None
    claims = Claim.objects.published().filter(public_id=public_id)
    if negotiations is not None:
        claims = claims.filter(proposal__negotiation__in=negotiations)
    key = claims.values_list("pk", flat=True).first() if _PUBLIC_ID.fullmatch(public_id) else None
    if key is None:
        raise ListError("after", f"There is no published claim “{public_id[:80]}”: begin at the first page.")
    return [*values, key]


def _select_after(rows, order, values):
    """Keep the rows that come after these values in this order."""
    later = same = Q()
    for name, value in zip(order, values, strict=True):
        column = name.removeprefix("-")
        later |= same & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{column: value})
    # Follows from the rest, and says where the index is to be entered.
    column = order[0].removeprefix("-")
    return rows.filter(later, **{f"{column}__{'lte' if order[0].startswith('-') else 'gte'}": values[0]})


def _read_day(text):
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


_READ = {
    "said_on": _read_day,
    "sorted_value": {str(value): value for value in (*VALUES, LOWEST - 1)}.__getitem__,
    "attribution": {str(int(attribution)): int(attribution) for attribution in Attribution}.__getitem__,
    "dimension": {str(dimension): str(dimension) for dimension in Dimension}.__getitem__,
}
