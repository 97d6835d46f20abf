"""Works of every type that sources have, whole and with gaps, to compare references with those of pandoc."""

from datetime import date

from claims.rules.citations import CitedWork
from claims.rules.csl_sources import OWN_TYPES

DAY, READ = date(2022, 1, 17), date(2022, 2, 3)
RECORDS = {
    "article-journal": {"container-title": "Survival", "volume": "64", "issue": "2", "page": "45-67", "DOI": "10.1/2"},
    "article-newspaper": {"container-title": "The Evening Paper"},
    "report": {"publisher-place": "Geneva"},
    "speech": {"event-title": "Security Conference", "event-place": "Munich"},
    "webpage": {"container-title": "Notes on talks"},
}


def list_works():
    """Return {name: work}. Each has authors and a title of its own, so that no list of references tells two apart."""
    works = {}
    for type in sorted(OWN_TYPES):
        for gap in ("whole", "without author", "by three", "by an organisation", "undated", "with its record"):
            number = len(works)
            family = f"Lee{chr(97 + number // 26)}{chr(97 + number % 26)}"
            fields = {
                "title": f"Talks of group {number}",
                "authors": f"{family}, Ann",
                "publisher": "Daily",
                "published_on": DAY,
                "url": "https://example.org/a",
            }
            fields |= {
                "without author": {"authors": ""},
                "by three": {"authors": f"{family}, Ann; Roux, Jean-Paul; Kim, Bo"},
                "by an organisation": {"authors": f"Ministry of {family}"},
                "undated": {"published_on": None, "accessed_on": READ},
                "with its record": {"csl": RECORDS.get(type)},
            }.get(gap, {})
            if gap != "with its record" or type in RECORDS:
                works[f"{type}, {gap}"] = CitedWork(type, **fields)
    return works
