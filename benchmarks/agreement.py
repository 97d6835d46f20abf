"""How alike each two actors are: from arrays, from the database and from what is kept, beside bare matrix products.

Compared are, of each pair, the number of proposals on which both have a value and their agreement on these. That a
cell has the value that it has is measured and compared in `stances`.
"""

import tracemalloc
from functools import partial
from types import SimpleNamespace

import numpy as np

from claims import queries
from claims.models import DataVersion
from claims.queries.stance_arrays import read_stance_arrays
from claims.rules.measures.agreement import FARTHEST, MINIMUM, compare_all
from claims.rules.scales import Dimension
from claims.rules.stance_arrays import NO_VALUE, arrange_as_table

from . import floors, stances
from .timing import Measure

ACTORS, PROPOSALS, FILLED = 200, 6_000, 0.4  # of the made-up arrays, and the share of their cells with a value
KEPT_WITHIN = 30  # milliseconds, from what is kept in memory


def measures(bench):
    yield "agreement: from arrays", from_arrays
    yield "agreement: from arrays, to products alone", to_products
    yield "agreement: from the database", partial(from_the_database, bench)
    yield "agreement: from what is kept", partial(from_what_is_kept, bench)


def from_arrays():
    """Two hundred actors on six thousand proposals, whatever the size of the database."""
    values = _made_up()
    return _measure(
        "agreement: from arrays",
        product=lambda: compare_all(values),
        floor=lambda: floors.agreement(values, NO_VALUE),
        bar=1.5,
    )


def to_products():
    """The same beside the products of arrays that are written already."""
    values = _made_up()
    written = floors.written(values, NO_VALUE)
    return _measure(
        "agreement: from arrays, to products alone",
        product=lambda: compare_all(values),
        floor=lambda: floors.products(*written),
    )


def from_the_database(bench):
    """Claims fetched and folded, then all pairs, beside the bare fetch of these claims and the products."""
    axes = _axes()
    values = _values(read_stance_arrays(queries.Scope(), Dimension.POSITION), axes)

    def floor():
        floors.fetch(bench.database, stances.WHOLE)
        return floors.agreement(values, NO_VALUE)

    return _measure(
        "agreement: from the database",
        product=lambda: compare_all(_values(read_stance_arrays(queries.Scope(), Dimension.POSITION), axes)),
        floor=floor,
        bar=2,
    )


def from_what_is_kept(bench):
    """The same on unchanged data."""
    axes = _axes()
    version = DataVersion.current()
    values = _values(read_stance_arrays(queries.Scope(), Dimension.POSITION), axes)

    def product():
        return compare_all(_values(queries.get_snapshot(queries.Scope(), version).grid(Dimension.POSITION), axes))

    return _measure(
        "agreement: from what is kept",
        product=product,
        floor=lambda: floors.agreement(values, NO_VALUE),
        limit=KEPT_WITHIN,
    )


def sizes(bench):
    """Yield (what, bytes, of what) of the most memory that all pairs need, and the bare products."""
    values = _made_up()
    of = f"{ACTORS} actors × {PROPOSALS:,} proposals"
    yield "agreement from arrays, the most at once", _most(lambda: compare_all(values)), of
    yield "its bare matrix products, the most at once", _most(lambda: floors.agreement(values, NO_VALUE)), of


def _measure(name, product, floor, **bars):
    return Measure(name, product, floor, shown=_shown, floor_shown=_floor_shown, **bars)


def _made_up():
    """Return values of actors on proposals, drawn by chance, the same each time."""
    chance = np.random.default_rng(7)
    values = chance.integers(-2, 3, (ACTORS, PROPOSALS), np.int8)
    return np.where(chance.random(values.shape) < FILLED, values, NO_VALUE).astype(np.int8)


def _axes():
    vocab = queries.read_vocabulary()
    return SimpleNamespace(proposals=list(vocab.proposals), holders=list(vocab.actors))


def _values(found, axes):
    """Return the values of a StanceArrays as actors × proposals, conditions taken as met."""
    return arrange_as_table(found, found.values, axes.proposals, axes.holders)


def _shown(found):
    return found.n.tolist(), np.nan_to_num(found.value, nan=-1).tolist()


def _floor_shown(found):
    n, distance = (array.astype(float) for array in found)
    value = np.where(n >= MINIMUM, 1 - distance / np.maximum(n, 1) / FARTHEST, -1)
    return n.astype(int).tolist(), value.tolist()


def _most(call):
    """Return the most bytes that a call has in memory at once."""
    call()
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
