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
from claims.rules.measures.agreement import FARTHEST, MINIMUM
from claims.rules.measures.agreement_arrays import compare_all
from claims.rules.scales import Dimension
from claims.rules.stance_arrays import NO_VALUE, arrange_as_table

from . import floors, stances
from .timing import Measure

ACTORS, PROPOSALS, FILLED = 200, 6_000, 0.4  # of the made-up arrays, and the share of their cells with a value
KEPT_WITHIN = 30  # milliseconds, from what is kept in memory


def list_measures(bench):
    yield "agreement: from arrays", measure_arrays
    yield "agreement: from arrays, to products alone", measure_products
    yield "agreement: from the database", partial(measure_database, bench)
    yield "agreement: from what is kept", partial(measure_snapshot, bench)


def measure_arrays():
    """Two hundred actors on six thousand proposals, whatever the size of the database."""
    values = _make_values()
    return _build_measure(
        "agreement: from arrays",
        product=lambda: compare_all(values),
        floor=lambda: floors.compare_pairs(values, NO_VALUE),
        bar=1.5,
    )


def measure_products():
    """The same beside the products of arrays that are written already."""
    values = _make_values()
    written = floors.write_masks(values, NO_VALUE)
    return _build_measure(
        "agreement: from arrays, to products alone",
        product=lambda: compare_all(values),
        floor=lambda: floors.multiply(*written),
    )


def measure_database(bench):
    """Claims fetched and folded, then all pairs, beside the bare fetch of these claims and the products."""
    axes = _read_axes()
    snapshot = queries.Snapshot(DataVersion.read_all().of_all(), queries.Scope())
    values = _arrange_values(read_stance_arrays(snapshot, Dimension.POSITION), axes)

    def floor():
        floors.fetch(bench.database, stances.EVERY_CLAIM)
        return floors.compare_pairs(values, NO_VALUE)

    return _build_measure(
        "agreement: from the database",
        product=lambda: compare_all(_arrange_values(read_stance_arrays(snapshot, Dimension.POSITION), axes)),
        floor=floor,
        bar=2,
    )._replace(before=queries.forget_all)


def measure_snapshot(bench):
    """The same on unchanged data."""
    axes = _read_axes()
    version = DataVersion.read_all().of_all()
    values = _arrange_values(_read_kept(version), axes)

    def product():
        return compare_all(_arrange_values(_read_kept(version), axes))

    return _build_measure(
        "agreement: from what is kept",
        product=product,
        floor=lambda: floors.compare_pairs(values, NO_VALUE),
        limit=KEPT_WITHIN,
    )


def measure_sizes(bench):
    """Yield (what, bytes, of what) of the most memory that all pairs need, and the bare products."""
    values = _make_values()
    of = f"{ACTORS} actors × {PROPOSALS:,} proposals"
    yield "agreement from arrays, the most at once", _measure_peak(lambda: compare_all(values)), of
    yield (
        "its bare matrix products, the most at once",
        _measure_peak(lambda: floors.compare_pairs(values, NO_VALUE)),
        of,
    )


def _read_kept(version):
    return queries.get_snapshot(queries.Scope(), version).get(read_stance_arrays, Dimension.POSITION)


def _build_measure(name, product, floor, **bars):
    return Measure(name, product, floor, normalise=_list_pairs, normalise_floor=_list_floor_pairs, **bars)


def _make_values():
    """Return values of actors on proposals, drawn by chance, the same each time."""
    chance = np.random.default_rng(7)
    values = chance.integers(-2, 3, (ACTORS, PROPOSALS), np.int8)
    return np.where(chance.random(values.shape) < FILLED, values, NO_VALUE).astype(np.int8)


def _read_axes():
    vocab = queries.read_vocabulary_alone()
    return SimpleNamespace(proposals=list(vocab.proposals), holders=list(vocab.actors))


def _arrange_values(arrays, axes):
    """Return the values of a StanceArrays as actors × proposals, conditions taken as met."""
    return arrange_as_table(arrays, arrays.values, axes.proposals, axes.holders)


def _list_pairs(pairs):
    return pairs.n.tolist(), np.nan_to_num(pairs.value, nan=-1).tolist()


def _list_floor_pairs(sums):
    n, distance = (array.astype(float) for array in sums)
    value = np.where(n >= MINIMUM, 1 - distance / np.maximum(n, 1) / FARTHEST, -1)
    return n.astype(int).tolist(), value.tolist()


def _measure_peak(call):
    """Return the most bytes that a call has in memory at once."""
    call()
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
