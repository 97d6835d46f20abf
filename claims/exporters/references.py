"""Records as reference managers read them: items of CSL-JSON → files."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.http import content_disposition_header

from ..models import Source
from ..rules.csl_items import make_item
from .bibtex_records import write_bibtex
from .formats import Download
from .ris_records import write_ris

Item = Mapping[str, Any]


class RecordFile(NamedTuple):
    """A kind of file of records: its MIME type, how a name of one ends, and what writes items."""

    content_type: str
    ending: str
    write: Callable[[list[Item]], str]


def write_csl_json(items: list[Item]) -> str:
    """Return items as CSL-JSON, which Zotero and pandoc read: a list with an object for each."""
    return json.dumps(items, ensure_ascii=False, indent=2)


_FILES = {
    "ris": RecordFile("application/x-research-info-systems; charset=utf-8", "ris", write_ris),
    "bibtex": RecordFile("application/x-bibtex; charset=utf-8", "bib", write_bibtex),
    "csl": RecordFile("application/vnd.citationstyles.csl+json", "csl.json", write_csl_json),
}

END_OF_RECORDS = {form: kind.ending for form, kind in _FILES.items()}


def list_items(sources: Iterable[Source]) -> list[Item]:
    """Return sources as items."""
    return [make_item(source.slug, source.language, source.get_cited_work()) for source in sources]


def make_records(items: Iterable[Item], name: str, form: str) -> Download:
    """Return the Download of items in a format, which is small: it is written whole."""
    kind = _FILES[form]
    headers = {
        "Content-Type": kind.content_type,
        "Content-Disposition": content_disposition_header(True, f"{name}.{kind.ending}") or "",
    }
    return Download(headers, iter([kind.write(list(items)).encode()]))
