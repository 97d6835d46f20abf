"""A name → its slug: the short name that addresses and files have for it.

It follows from the name alone, so that one name has the same slug in every installation, and no counter that another
installation would count otherwise. Other scripts are transliterated letter by letter (anyascii, ISC licence).
"""

import re
from hashlib import sha256

from anyascii import anyascii

from .folding import drop_unseen, fold_name, write_name

# The first words of addresses: a negotiation, whose slug is the first word of its own, has none of them for its slug.
ADDRESSES = frozenset(
    {
        *("account", "actors", "admin", "agreement", "api", "cells", "claims", "common-ground", "coverage", "embed"),
        *("csp-reports", "favicon", "health", "metrics"),
        *("login", "logout", "media", "method", "oembed", "proposals", "search", "sources", "static", "suggest"),
    }
)
LONGEST_SLUG = 60
START = 52  # letters of a long name that its slug begins with; a digest of the whole name tells it from others
DIGITS = LONGEST_SLUG - START - 1


def make_slug(name: str) -> str:
    """Return the slug of a name, empty where it has neither a letter nor a digit."""
    letters = re.sub(r"[^\w\s-]", "", anyascii(write_name(drop_unseen(name))).lower())
    slug = re.sub(r"[-\s]+", "-", letters).strip("-_")
    if len(slug) <= LONGEST_SLUG:
        return slug
    digest = sha256(fold_name(name).encode()).hexdigest()[:DIGITS]
    return f"{slug[:START].strip('-_')}-{digest}"
