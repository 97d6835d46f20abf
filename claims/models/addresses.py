"""Addresses of pages, by their names in `reader/urls.py`: Django is asked once for each, then slugs are filled in.

Asking takes as long as drawing a cell, and a list writes hundreds. What is kept knows no row: it hangs on the page and
on where the site lies (SCRIPT_NAME).
"""

import re
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.urls.converters import SlugConverter

from ..wording.method import find_page

_SLUG = re.compile(SlugConverter.regex)


def write_address(page: str, *slugs: str) -> str:
    """Return the address of a page. Raises NoReverseMatch where there is no such page, or a slug is none."""
    if not all(map(_SLUG.fullmatch, slugs)):
        return reverse(f"claims:{page}", args=slugs)
    return _read_form(page, len(slugs), get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF) % slugs


def write_method_address(anchor: str) -> str:
    """Return the address of a section of the method, or of a rule of the codebook (`rule-12`). Raises KeyError where
    there is none."""
    return f"{write_address('method-page', find_page(anchor))}#{anchor}"


@lru_cache(maxsize=256)
def _read_form(page: str, slugs: int, _prefix: str, _urls: str) -> str:
    """Return the address of a page with %s for each slug: /%s/actors/%s/."""
    stand_ins = [f"-{number}-" for number in range(slugs)]
    before = reverse(f"claims:{page}", args=stand_ins)
    form = ""
    for stand_in in reversed(stand_ins):  # from the end: what lies before the site's own addresses may be called alike
        before, _, after = before.rpartition(stand_in)
        form = f"%s{_escape(after)}{form}"
    return _escape(before) + form


def _escape(text: str) -> str:
    return text.replace("%", "%%")
