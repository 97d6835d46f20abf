"""What no reference may hold, whichever fields of its source are empty, and a way to try all of them."""

import re
from itertools import product

# Signs that follow each other, stand after a blank or begin a text; “.,” is right after an abbreviation.
_STRAY = re.compile(r"None|  | [,.;:)]|[,;:(] *[,.;:)]|\.\.|[.?!]”\.|[“(] |“”|^[,.;:)]|,$|[\n]")


def find_stray_signs(text):
    """Return the doubled and stray signs of a reference; there should be none."""
    return _STRAY.findall(text)


def combinations_of(**fields):
    """Yield every way to fill the fields, each from its list."""
    return (dict(zip(fields, values, strict=True)) for values in product(*fields.values()))
