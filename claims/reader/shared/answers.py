"""How a page that filters draw is answered: whole, or for htmx only what the filters change."""

from django.shortcuts import redirect, render

from .old_slugs import write_renamed_query

FORM = "filters"  # the ids of the form, which htmx names as what asks, and of the whole of a page
WHOLE = "content"


def answer_filtered(request, filters, template, context, section=""):
    """Render a page; for htmx only its `section`, if it has one and not the whole is asked for.

    A form without scripts sends its empty fields too: it is led on to the address without them, and to htmx that
    address is named.

    Where a filter names a row as it was called before it was merged, the page leads on to the address that says so
    now. What else cannot be read of the query string is named beside its field with the status 400. The rest of the
    page is drawn without it; htmx takes the form alone, so that what stands below it stays as it was, under the address
    that it has.
    """
    valid = filters.is_valid()
    if valid and not request.htmx and not filters.is_tidy:
        return redirect(request.path + filters.tidy_query)
    renamed = None if valid else write_renamed_query(request, filters)
    if renamed is not None:
        return redirect(f"{request.path}?{renamed}", permanent=True)
    in_part = section and request.htmx and request.htmx.target != WHOLE and valid
    answer = render(request, section if in_part else template, context, status=200 if valid else 400)
    if request.htmx and not valid:
        answer["HX-Retarget"] = answer["HX-Reselect"] = f"#{FORM}"
        answer["HX-Reswap"] = "outerHTML"
        answer["HX-Push-Url"] = "false"
    elif request.htmx and request.htmx.trigger == FORM:
        answer["HX-Push-Url"] = request.path + filters.tidy_query
    return answer


def redirect_with_query(request, address, *, permanent=False):
    """Lead to another address with the query string kept."""
    query = request.META.get("QUERY_STRING")
    return redirect(f"{address}?{query}" if query else address, permanent=permanent)
