"""The packages of a proposal, as a cell holds them."""

from collections.abc import Iterable

from ..queries import PlaceInPackage
from ..rules.vocabulary_columns import PartOf, write_part_of


def write_places(packages: Iterable[PlaceInPackage]) -> str:
    return write_part_of(PartOf(one.package.slug, one.where, one.order) for one in packages)
