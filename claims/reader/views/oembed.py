"""What a page is as others embed it (oEmbed 1.0, https://oembed.com): its title, a frame, a card."""

from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape as escape_xml

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.html import format_html

from ...rendering.pictures.sheet import clean
from ...rules.folding import isolate
from ...wording.pictures import CARD, CARD_SIZE, CARDED, SITE
from ...wording.sharing import EMBED_SIZE, EMBEDDED, write_embed_path
from ..shared.visiting import VisitedPage, visit

FORMATS = ("json", "xml")
LEAST = 200  # pixels, below which a frame shows nothing


def oembed(request: Any) -> HttpResponse:
    """Answer for the page of this site that `url` names: 404 where visitors see none there, 501 for a format that is
    neither JSON nor XML."""
    form = request.GET.get("format", "json")
    if form not in FORMATS:
        return HttpResponse("format is json or xml.", status=501, content_type="text/plain; charset=utf-8")
    try:
        split = urlsplit(request.GET.get("url", ""))
    except ValueError as error:  # brackets that hold no IPv6 address
        raise Http404("url is no address.") from error
    if split.scheme not in ("http", "https") or split.netloc != request.get_host():
        raise Http404("url is the address of a page of this site.")
    visited = visit(request, split.path, split.query, CARDED)
    if not isinstance(visited, VisitedPage):
        raise Http404("There is no page at this address.")
    told = _describe(request, visited, split.path)
    if form == "json":
        return JsonResponse(told)
    fields = "".join(f"<{name}>{escape_xml(clean(str(value)))}</{name}>" for name, value in told.items())
    body = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{fields}</oembed>\n'
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


def _describe(request: Any, visited: VisitedPage, path: str) -> dict[str, Any]:
    """Return the fields of the answer: a frame where this site lets others show the page within theirs, else a link."""
    address = visited.citing.address
    width, height = _read_most(request, "width", EMBED_SIZE[0]), _read_most(request, "height", EMBED_SIZE[1])
    told: dict[str, Any] = {"version": "1.0", "type": "link", "title": isolate(visited.title)}
    told |= {"provider_name": SITE, "provider_url": request.build_absolute_uri("/")}
    if _has_room(request):
        told |= {
            "thumbnail_url": f"{address}{'&' if '?' in address else '?'}picture={CARD}",
            "thumbnail_width": CARD_SIZE[0],
            "thumbnail_height": CARD_SIZE[1],
        }
    if settings.EMBED_ANCESTORS and visited.name in EMBEDDED:
        query = urlsplit(address).query
        frame = request.build_absolute_uri(f"{write_embed_path(path)}{f'?{query}' if query else ''}")
        code = format_html(
            '<iframe src="{}" width="{}" height="{}" title="{}"></iframe>', frame, width, height, visited.title
        )
        told |= {"type": "rich", "html": str(code), "width": width, "height": height}
    return told


def _read_most(request: Any, name: str, size: int) -> int:
    """Return a measure of the frame: the usual one, or less where `maxwidth` or `maxheight` asks for that."""
    most = request.GET.get(f"max{name}", "")
    return min(max(int(most), LEAST), size) if most.isdecimal() and len(most) < 6 else size


def _has_room(request: Any) -> bool:
    """Whether the card is no larger than what is asked for: it must not be, as the specification says."""
    return all(
        not (most := request.GET.get(f"max{name}", "")).isdecimal() or int(most[:6]) >= size
        for name, size in zip(("width", "height"), CARD_SIZE, strict=True)
    )
