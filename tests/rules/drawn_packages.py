"""Packages that Hypothesis draws, and what is within them by the plainest way."""

from hypothesis import strategies as st


@st.composite
def packages_of(draw, size, several=2, depth=9):
    """Draw packages of some of so many proposals: to a depth, with parts of as many as `several` packages each."""
    packages, depths = {}, [0] * size
    for part in range(1, size):
        above = [at for at in range(part) if depths[at] < depth]
        of = draw(st.lists(st.sampled_from(above), max_size=several, unique=True)) if above else []
        depths[part] = max((depths[package] + 1 for package in of), default=0)
        for package in of:
            packages.setdefault(package, []).append(part)
    return packages


def find_within(packages, place):
    """Return all within a place, by the plainest way."""
    within = set(packages.get(place, ()))
    return within.union(*(find_within(packages, part) for part in within))
