"""On which page of its document a place of a text stands."""

from ..models import OriginalFile, Source
from ..rules.documents import find_page
from ..wording.documents import write_locator


def find_locator(source: Source, place: int) -> str:
    """Return the locator of a place in the text that is held of a source (code points), such as “p. 4”; nothing where
    no file with pages is kept of that text (one query)."""
    originals = OriginalFile.objects.filter(text__source=source, text__current=True).exclude(pages=[]).order_by("-pk")
    original = originals.only("pages").first()
    return write_locator(find_page(original.read_pages(), place)) if original else ""
