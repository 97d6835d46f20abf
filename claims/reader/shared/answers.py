"""How a page that filters draw is answered: whole, or for htmx only what the filters change."""

from django.shortcuts import redirect, render

FORM = "filters"  # the id of the form, which htmx names as what asked


def answer_filtered(request, filters, template, context, section=""):
    """Render a page; for htmx only its `section`, if it has one.

    A form without scripts sends its empty fields too: it is led on to the address without them, and to htmx that
    address is named, so that any page has one. What cannot be read of the query string is named beside its field, and
    the rest of the page is drawn without it: the status is then 400, and htmx gets the whole page, since the form
    stands outside of most sections.
    """
    valid = filters.is_valid()
    if valid and not request.htmx and not filters.is_tidy:
        return redirect(request.path + filters.tidy_query)
    in_part = section and request.htmx and valid
    answer = render(request, section if in_part else template, context, status=200 if valid else 400)
    if request.htmx and not valid:
        answer["HX-Retarget"] = answer["HX-Reselect"] = "main"
        answer["HX-Reswap"] = "outerHTML"
    elif request.htmx and request.htmx.trigger == FORM:
        answer["HX-Push-Url"] = request.path + filters.tidy_query
    return answer


def redirect_with_query(request, address, *, permanent=False):
    """Lead to another address with the query string kept."""
    query = request.META.get("QUERY_STRING")
    return redirect(f"{address}?{query}" if query else address, permanent=permanent)
