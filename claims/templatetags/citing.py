"""`{% cite %}`: how the page at hand is cited, with all that its address chooses of it."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django import template
from django.template import Context

from ..models.frozen import get_today
from ..rules.cited_pages import Citing, cite_page
from ..rules.folding import isolate
from ..wording.pages import TITLES, write_page_title
from ..wording.record_formats import RECORD_FORMATS

register = template.Library()
_ONE_ROW = {"cell": "this cell", "proposal": "this proposal"}
_IN_ONE_STATE = frozenset({"method", "method-page", "negotiations"})


@register.inclusion_tag("claims/partials/cite.html", takes_context=True, name="cite")
def show_citing(context: Context) -> dict[str, Any]:
    """Show how the page is cited: as its view says, or else by its title. The request keeps it, for a file of it."""
    request: Any = context["request"]
    citing = context.get("citing") or _cite_here(context)
    request.citing = citing
    chosen = parse_qsl(urlsplit(citing.address).query)
    links = [(word, f"?{urlencode([*chosen, ('cite', form)])}") for form, word in RECORD_FORMATS.items()]
    return {"citing": citing, "links": links}


def _cite_here(context: Context) -> Citing:
    """Cite a page that is no claim and no source."""
    request: Any = context["request"]
    filters: Any = context.get("filters")
    name = request.resolver_match.url_name
    negotiation = getattr(request, "negotiation", None)
    clauses = [*filters.counted_words, *filters.display_words] if filters else []
    says_day = name in _IN_ONE_STATE or bool(filters and filters.chosen.get("as_of"))
    as_of: Any = getattr(request, "as_of_release", None)
    if as_of:
        clauses, says_day = [as_of.named, *clauses], True
    title = write_page_title(
        TITLES.get(name) or _name_rows(context),
        negotiation.short_title if negotiation else "",
        clauses,
        None if says_day else get_today(),
    )
    query = urlencode(filters.chosen_of_page) if filters else ""
    address = request.build_absolute_uri(f"{request.path}?{query}" if query else request.path)
    words = _ONE_ROW.get(name, "this page" if name in _IN_ONE_STATE else "this view")
    if as_of:
        return cite_page(words, title, address, accessed=None, published=as_of.release.day)
    return cite_page(words, title, address, accessed=get_today())


def _name_rows(context: Context) -> str:
    """Name a page after its rows, as its title does."""
    named = {name: context.get(name) for name in ("holder", "proposal", "actor", "a", "b", "page", "title")}
    if named["holder"] and named["proposal"]:
        return f"{isolate(str(named['holder']))} on {isolate(str(named['proposal']))}"
    if named["a"] and named["b"]:
        return f"{isolate(str(named['a']))} and {isolate(str(named['b']))}"
    if named["page"]:
        return f"Method: {named['page'].title}"
    return str(named["proposal"] or named["actor"] or named["title"])
