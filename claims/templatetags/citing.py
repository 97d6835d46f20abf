"""`{% cite %}`: how the page at hand is cited, with all that its address chooses of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from django import template
from django.conf import settings
from django.template import Context
from django.urls import get_script_prefix, reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from ..models.frozen import get_today
from ..queries import read_newest_release
from ..rules.cited_pages import Citing, cite_page
from ..rules.folding import isolate
from ..wording.as_of_release import name_release
from ..wording.pages import TITLES, write_page_title
from ..wording.pictures import CARD, CARD_SIZE, CARDED, PICTURE_FORMS, PICTURED, SITE
from ..wording.record_formats import RECORD_FORMATS
from ..wording.sharing import EMBED_SIZE, EMBEDDED, write_embed_path
from .addresses import write_with_numbers

register = template.Library()
_ONE_ROW = {"cell": "this cell", "proposal": "this proposal"}
_IN_ONE_STATE = frozenset({"method", "method-page", "negotiations"})
_OF_RELEASES = frozenset({"releases", "release", "release-changes"})


@register.inclusion_tag("claims/partials/cite.html", takes_context=True, name="cite")
def show_citing(context: Context) -> dict[str, Any]:
    """Show how the page is cited: as its view says, or else by its title. The request keeps it, for a file of it."""
    request: Any = context["request"]
    citing = context.get("citing") or _cite_here(context)
    request.citing = citing
    request.shared_title = citing.item["title"] if not context.get("citing") else _name_here(context, [], None)
    chosen = parse_qsl(urlsplit(citing.address).query)
    links = [(word, f"?{urlencode([*chosen, ('cite', form)])}") for form, word in RECORD_FORMATS.items()]
    pictured = PICTURE_FORMS.items() if request.resolver_match.url_name in PICTURED else ()
    pictures = [(word, f"?{urlencode([*chosen, ('picture', form)])}") for form, word in pictured]
    return {
        "citing": citing,
        "links": links,
        "pictures": pictures,
        "in_release": _find_in_release(context, citing),
        "embed": _write_embed(context, citing),
    }


def _write_embed(context: Context, citing: Citing) -> str:
    """Return the code that shows the page within another site, where this one allows that to anybody: as visitors see
    it, and so none of a negotiation that is for its team only."""
    request: Any = context["request"]
    negotiation = getattr(request, "negotiation", None)
    is_public = negotiation is not None and negotiation.public and not getattr(request, "as_of_release", None)
    if not settings.EMBED_ANCESTORS or request.resolver_match.url_name not in EMBEDDED or not is_public:
        return ""
    split = urlsplit(citing.address)
    query = f"?{split.query}" if split.query else ""
    address = request.build_absolute_uri(write_embed_path(request.path)) + query
    code = '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>'
    return escape(format_html(code, address, request.shared_title, EMBED_SIZE[1]))  # to be read, not to be drawn


@register.simple_block_tag(takes_context=True, name="introduce")
def introduce_page(context: Context, content: str) -> SafeString:
    """Say of a page what search engines and those who show a link to it ask: what is inside the tag describes it."""
    request: Any = context["request"]
    match = request.resolver_match
    title = _name_here(context, [], None) if match and match.namespace == "claims" else ""
    described = format_html('<meta name="description" content="{}">', content)
    if not title:
        return described
    shared = [("og:type", "article"), ("og:site_name", SITE), ("og:title", title), ("og:description", content)]
    if match.url_name in CARDED:
        address = write_with_numbers(context, request.path)  # as of a release its own picture
        card = f"{address}{'&' if '?' in address else '?'}picture={CARD}"
        width, height = CARD_SIZE
        shared += [
            ("og:image", card),
            ("og:image:type", "image/png"),
            ("og:image:width", str(width)),
            ("og:image:height", str(height)),
            ("og:image:alt", title),
        ]
        if not hasattr(request, "as_of_release"):  # embeds show today's
            about = urlencode({"url": address, "format": "json"})
            asked_at = request.build_absolute_uri(f"{reverse('sharing:oembed')}?{about}")
            link = '<link rel="alternate" type="application/json+oembed" href="{}" title="{}">'
            described = described + format_html(link, asked_at, title)
    kind = "summary_large_image" if match.url_name in CARDED else "summary"
    tags = format_html_join("", '<meta property="{}" content="{}">', shared)
    return format_html('{}{}<meta name="twitter:card" content="{}">', described, tags, kind)


class InRelease(NamedTuple):
    """The newest release of a negotiation, as it is named, and the address of the page at hand as of it."""

    named: str
    address: str


def _find_in_release(context: Context, citing: Citing) -> InRelease | None:
    """Return where the page at hand, if it is of a negotiation and as of today, stands in the newest release; a claim
    that was published later does not, and neither does what is told of releases."""
    request: Any = context["request"]
    negotiation = getattr(request, "negotiation", None)
    is_about_them = request.resolver_match.url_name in _OF_RELEASES
    if negotiation is None or hasattr(request, "as_of_release") or is_about_them:
        return None
    newest = read_newest_release(request.data_version, negotiation.slug)
    past = context.get("past")
    if newest is None or (past and localdate(past.first_published_at) > newest[1]):
        return None
    start, asked = get_script_prefix(), urlsplit(citing.address)
    path = f"{start}{negotiation.slug}/release-{newest[0]}/{asked.path.removeprefix(start)}"
    query = f"?{asked.query}" if asked.query else ""
    return InRelease(name_release(*newest), request.build_absolute_uri(path + query))


def _cite_here(context: Context) -> Citing:
    """Cite a page that is no claim and no source."""
    request: Any = context["request"]
    filters: Any = context.get("filters")
    name = request.resolver_match.url_name
    clauses = [*filters.counted_words, *filters.display_words] if filters else []
    says_day = name in _IN_ONE_STATE or bool(filters and filters.chosen.get("as_of"))
    as_of: Any = getattr(request, "as_of_release", None)
    if as_of:
        clauses, says_day = [as_of.named, *clauses], True
    title = _name_here(context, clauses, None if says_day else get_today())
    query = urlencode(filters.chosen_of_page) if filters else ""
    address = request.build_absolute_uri(f"{request.path}?{query}" if query else request.path)
    words = _ONE_ROW.get(name, "this page" if name in _IN_ONE_STATE else "this view")
    if as_of:
        return cite_page(words, title, address, accessed=None, published=as_of.release.day)
    return cite_page(words, title, address, accessed=get_today())


def _name_here(context: Context, clauses: Sequence[str], day: date | None) -> str:
    """Write the title of the page at hand."""
    request: Any = context["request"]
    negotiation = getattr(request, "negotiation", None)
    title = TITLES.get(request.resolver_match.url_name) or _name_rows(context)
    return write_page_title(title, negotiation.short_title if negotiation else "", clauses, day) if title else ""


def _name_rows(context: Context) -> str:
    """Name a page after its rows, as its title does."""
    named = {name: context.get(name) for name in ("holder", "proposal", "actor", "a", "b", "page", "title")}
    if named["holder"] and named["proposal"]:
        return f"{isolate(str(named['holder']))} on {isolate(str(named['proposal']))}"
    if named["a"] and named["b"]:
        return f"{isolate(str(named['a']))} and {isolate(str(named['b']))}"
    if named["page"]:
        return f"Method: {named['page'].title}"
    claim = context.get("claim")
    if claim:
        return f"{isolate(str(claim.holder))} on {isolate(str(claim.proposal))}"
    return str(named["proposal"] or named["actor"] or named["title"] or context.get("source") or "")
