"""Sources that are of one work with others."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from ..models import Source
from ..models.sources import SourceQuerySet
from ..rules.same_works import SameWorks, Work

COLUMNS = ("pk", "title", "url", "published_on", "csl")


def learn_works(sources: QuerySet[Any]) -> SameWorks:
    """Return the works of some sources, by their keys (one query)."""
    works = SameWorks()
    for key, title, url, day, record in sources.order_by("pk").values_list(*COLUMNS).iterator():
        works.learn(key, Work(title, url, _get_doi(record), day))
    return works


def describe_work(source: Source) -> Work:
    """Return what tells the work of a source from others."""
    return Work(source.title, source.url, _get_doi(source.csl), source.published_on)


def list_of_one_file(sources: SourceQuerySet, digests: Iterable[str]) -> list[Source]:
    """Return the sources that hold a file or a text with one of these digests, now or once (one query)."""
    held = sources.filter(text_sha256__in=digests)
    by_text = sources.filter(texts__sha256__in=digests)
    by_file = sources.filter(texts__originals__sha256__in=digests)
    keys = {key for rows in (held, by_text, by_file) for key in rows.order_by().values_list("pk", flat=True)}
    return list(sources.filter(pk__in=keys).order_by("title", "pk"))


def _get_doi(record: Any) -> str:
    doi = record.get("DOI", "") if isinstance(record, dict) else ""
    return doi if isinstance(doi, str) else ""
