"""Small pages that other sites show within theirs, where EMBED_ANCESTORS names them: what a page draws, its title, and
the way to it. They answer as to a visitor, whoever asks: a frame has no cookies."""

from typing import Any
from urllib.parse import urljoin

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_exempt
from lxml import html

from ...rendering.pictures.pages import read_page
from ...wording.sharing import EMBEDDED, NOT_ALLOWED, read_embed_path, write_embed_path
from ..shared.visiting import VisitedPage, visit

OF_SCRIPTS = ("hx-boost", "hx-target", "hx-swap", "id")


def embed(request: Any, page: str) -> HttpResponse:
    """Show what a page draws, for a frame; without the setting, say that there are none."""
    if not settings.EMBED_ANCESTORS:
        return render(request, "claims/no_embed.html", {"fault": NOT_ALLOWED}, status=404)
    visited = visit(request, read_embed_path(page), request.META.get("QUERY_STRING", ""), EMBEDDED)
    if isinstance(visited, VisitedPage):
        answer = render(request, "claims/embed.html", _describe(visited))
    elif visited.status_code in (301, 302):
        path, _, query = visited["Location"].partition("?")
        answer = redirect(write_embed_path(path) + (f"?{query}" if query else ""))
    else:
        fault = "This page cannot be read as its address asks for it."
        answer = render(request, "claims/no_embed.html", {"fault": fault}, status=visited.status_code)
    framed: HttpResponse = allow_frames(lambda request: answer)(request)
    return framed


def allow_frames(view: Any) -> Any:
    """Let the sites of the setting show what a view answers within theirs."""
    return xframe_options_exempt(csp_replace({"frame-ancestors": settings.EMBED_ANCESTORS})(view))


def _describe(visited: VisitedPage) -> dict[str, Any]:
    main = read_page(visited.body)
    heading = main.find(".//h1")
    parts = [part for part in main.xpath(EMBEDDED[visited.name]) if part.find(".//form") is None]
    for part in parts:
        _lead_out(part, visited.citing.address)
    return {
        "heading": "" if heading is None else heading.text_content(),
        "parts": SafeString("".join(html.tostring(part, encoding="unicode", with_tail=False) for part in parts)),
        "about": visited.citing.item["title"],
        "address": visited.citing.address,
        "evidence": visited.evidence,
    }


def _lead_out(part: Any, address: str) -> None:
    """Let each link of a part lead out of the frame, to the site."""
    for element in part.iter():
        for name in OF_SCRIPTS:
            element.attrib.pop(name, None)
        if element.tag == "a" and element.get("href"):
            element.set("href", urljoin(address, element.get("href")))
            element.set("target", "_top")
