"""How it is done: the printed rules, the scales and the codebook, from the code and text that apply them."""

from django.http import Http404
from django.shortcuts import render

from ... import search
from ...wording.method import PAGES
from ..rendering.codebook_search import find_in_codebook
from ..rendering.method_pages import list_neighbours, list_rules, list_sections, print_rules

LONGEST = 200  # letters of what is looked for; the field takes no more


def method(request):
    """List the pages with their sections, each under the anchor that it had when all stood here."""
    return render(request, "claims/method.html", {"pages": PAGES, "rules": list_rules()})


def method_page(request, slug):
    """Show one page; that of the codebook also what is found in it."""
    page = next((page for page in PAGES if page.slug == slug), None)
    if not page:
        raise Http404(f"The method has no page “{slug}”.")
    context = {"page": page, "sections": list_sections(page), **list_neighbours(page), **print_rules()}
    if page.slug == "codebook":
        context |= _search_codebook(request.GET.get("q", "")[:LONGEST].strip())
    return render(request, "claims/method_page.html", context)


def _search_codebook(words):
    terms = search.split_terms(words)
    return {"is_searchable": True, "words": words, "terms": terms, "found": find_in_codebook(terms) if terms else []}
