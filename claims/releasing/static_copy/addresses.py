"""Which addresses of the site are in the copy of a negotiation.

In it are the pages of the negotiation, and of those of all the ones that it leads to: its claims, its sources, the
method. Of what an address chooses, only the pages of a long page and of the matrix, and its downloads, are in it;
filters and orders are too many to be written out.
"""

from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.urls import Resolver404, resolve

from ...exporters.references import END_OF_RECORDS
from ...models import Actor, Claim, Negotiation, Source
from ...models.mentions import match_mentioned
from .names import Query, name_download, name_page

OF_ALL = frozenset({"sources", "source", "method", "method-page", "claim"})
# Parameters of pages that are in the copy. Where a page has several tables, one of them at a time is turned over.
TURNED: dict[str, tuple[str, ...]] = {
    "matrix": ("page", "columns", "others", "empty"),
    "cell": (),
    "common-ground": ("page",),
    "robustness": ("page",),
    "changes": ("page",),
    "moves": ("page",),
    "contradictions": ("page",),
    "timeline": ("page",),
    "coverage": ("page",),
    "agreement": ("page", "columns", "bounds"),
    "pair": ("page",),
    "proposals": ("page",),
    "proposal": ("page", "standing", "experts", "stances"),
    "actors": ("page",),
    "actor": ("page", "stances"),
    "experts": ("page", "experts"),
    "claims": ("page", "after"),
    "claim": ("version", "corrections"),
    "sources": ("page",),
    "source": ("page",),
    "method": (),
    "method-page": (),
}
STARTS = {"matrix": "", "contradictions": "contradictions"}  # to the others each page leads
ONE_AT_A_TIME = frozenset({"proposal", "actor", "experts", "claim"})
FIRST_PAGES = frozenset((key, "1") for key in ("page", "columns", "standing", "experts", "stances", "corrections"))
FEEDS = frozenset({"changes-feed", "moves-feed"})
PICTURE = "svg"  # of any size; it takes a moment to draw one in points
FORMS = ("_export", "record", "picture")
CHOOSE_FILES = frozenset({"_export", "table", "record", "picture", "others", "empty", "bounds"})


class Copied(NamedTuple):
    """What is in the copy: the name of its page, its address, what this chooses, and its file."""

    name: str
    path: str
    query: Query
    file: str

    @property
    def address(self) -> str:
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path


class Members(NamedTuple):
    """The slugs of a negotiation's actors, and of the sources and claims that readers see of it."""

    actors: frozenset[str]
    sources: frozenset[str]
    claims: frozenset[str]


def read_members(negotiation: Negotiation) -> Members:
    """Read what of the rows that negotiations share, and of claims, is of this one (three queries)."""
    actors = Actor.objects.filter(match_mentioned(Actor, (negotiation.pk,)))
    sources = Source.objects.filter(match_mentioned(Source, (negotiation.pk,)))
    claims = Claim.objects.published().filter(proposal__negotiation=negotiation)
    return Members(
        frozenset(actors.values_list("slug", flat=True)),
        frozenset(sources.values_list("slug", flat=True)),
        frozenset(claims.values_list("public_id", flat=True)),
    )


class CopyMap:
    """Finds what of the copy an address leads to. Addresses of pages as of a release all begin with its `start`,
    `/talks/release-3`; what follows is an address as it is today."""

    def __init__(self, slug: str, members: Members, start: str = "") -> None:
        self.slug = slug
        self.members = members
        self.start = start
        self._places: dict[str, tuple[str, list[str]] | None] = {}

    def list_starts(self) -> list[Copied]:
        """Return where the walk begins: the first screen, and a page to which no link may lead."""
        return [self._place(name, parts.split(), ()) for name, parts in STARTS.items()]

    def find(self, address: str, here: Copied) -> Copied | None:
        """Return what is in the copy of an address to which a page leads, or None."""
        split = urlsplit(address)
        place = self._find_place(split.path)
        if place is None:
            return None
        name, parts = place
        items = parse_qsl(split.query, keep_blank_values=True)
        query = {key: value for key, value in items if (key, value) not in FIRST_PAGES}
        if len({key for key, _ in items}) < len(items):
            return None  # one parameter, several values: a filter
        if name == "matrix" and query.get("cell", "").count("/") == 1:
            return self._place("cell", ["cells", *query["cell"].split("/")], ())
        if name == "claims" and query.keys() == {"proposal"}:
            return self._place("proposal", ["proposals", query["proposal"]], ())
        if name == "claims" and query.keys() == {"proposal", "holder"}:
            return self._place("cell", ["cells", query["proposal"], query["holder"]], ())
        return self._choose(name, parts, query, here)

    def _choose(self, name: str, parts: list[str], query: dict[str, str], here: Copied) -> Copied | None:
        if name in FEEDS:
            return self._place_download(name, parts, query, "xml") if query.keys() <= {"actor", "proposal"} else None
        picture = PICTURE if query.get("picture") == PICTURE else ""
        asked = query.get("_export") or query.get("record") or picture
        if asked:
            in_copy = query.keys() <= CHOOSE_FILES
            return self._place_download(name, parts, query, END_OF_RECORDS.get(asked, asked)) if in_copy else None
        if not query.keys() <= set(TURNED[name]):
            return None
        if len(query) > 1 and name in ONE_AT_A_TIME:
            query = dict([item for item in query.items() if item not in here.query][:1])
        return self._place(name, parts, tuple(sorted(query.items())))

    def _find_place(self, path: str) -> tuple[str, list[str]] | None:
        """Return the name of the page at a path and the parts of its address within the copy, or None."""
        if path not in self._places:
            within = path.startswith(f"{self.start}/")
            self._places[path] = self._resolve(path.removeprefix(self.start)) if within else None
        return self._places[path]

    def _resolve(self, path: str) -> tuple[str, list[str]] | None:
        try:
            match = resolve(path)
        except Resolver404:
            return None
        name, arguments, parts = match.url_name or "", match.kwargs, path.strip("/").split("/")
        if match.namespace != "claims":
            return None
        if name == "negotiations":
            return "matrix", []
        if name == "claims-everywhere":
            return "claims", ["claims"]
        if name == "actor-everywhere":
            return ("actor", parts) if arguments["slug"] in self.members.actors else None
        if name == "claim":
            return (name, parts) if arguments["public_id"] in self.members.claims else None
        if name == "source":
            return (name, parts) if arguments["slug"] in self.members.sources else None
        if name in OF_ALL:
            return name, parts
        in_copy = arguments.get("negotiation") == self.slug and (name in TURNED or name in FEEDS)
        return (name, parts[1:]) if in_copy else None

    def _place(self, name: str, parts: list[str], query: Query) -> Copied:
        return Copied(name, self._write_path(name, parts), query, name_page(parts, query))

    def _place_download(self, name: str, parts: list[str], query: dict[str, str], ending: str) -> Copied:
        chosen = tuple(sorted(query.items()))
        told = tuple((key, value) for key, value in chosen if key not in FORMS)
        return Copied(name, self._write_path(name, parts), chosen, name_download(parts, told, ending))

    def _write_path(self, name: str, parts: list[str]) -> str:
        within = "".join(f"{part}/" for part in parts)
        return f"{self.start}/{within}" if name in OF_ALL else f"{self.start}/{self.slug}/{within}"
