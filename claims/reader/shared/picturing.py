"""Pictures of pages, under the addresses of these: `picture` names a form. What a page refuses, its picture does."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ...models.frozen import get_today
from ...rendering.pictures.pages import PictureLines, draw_page
from ...rules.folding import isolate
from ...wording.pictures import CARD, CARDED, PICTURE_FORMS, PICTURED, SITE
from .negotiation import say_evidence

ASKED = "picture"
_TYPES = {"svg": "image/svg+xml", "png": "image/png", CARD: "image/png"}


def picturable(view: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the view of a page: where `picture` names a form, the page is made as always, and answered as a picture of
    itself. What is no page (another address, a fault, a file) stays as it is."""

    @wraps(view)
    def answer_or_draw(request: Any, **named: Any) -> Any:
        form = request.GET.get(ASKED)
        if form is None:
            return view(request, **named)
        forms = _list_forms(request.resolver_match.url_name)
        if form not in forms:
            fault = f"picture is one of {', '.join(forms)}" if forms else "There is no picture of this page"
            return render(request, "claims/no_record.html", {"fault": f"{fault}, not “{form[:60]}”."}, status=400)
        answer = view(request, **named)
        if answer.status_code != 200 or answer.streaming or getattr(request, "citing", None) is None:
            return answer
        return _draw(request, answer.content, form)

    return answer_or_draw


def _list_forms(name: str) -> list[str]:
    return [*(PICTURE_FORMS if name in PICTURED else ()), *([CARD] if name in CARDED else [])]


def _draw(request: Any, body: bytes, form: str) -> HttpResponse:
    """Answer with the picture. What draws PNG is loaded when the first is asked for."""
    from ...rendering.pictures.cards import draw_card
    from ...rendering.pictures.png import draw_png

    lines = _describe(request)
    picture = draw_card(body, lines) if form == CARD else draw_page(body, lines)
    content = picture if form == "svg" else draw_png(picture, 1 if form == CARD else 2)
    ending = "svg" if form == "svg" else "png"
    name = f"{request.citing.name}-{get_today().isoformat()}.{ending}"
    return HttpResponse(
        content, headers={"Content-Type": _TYPES[form], "Content-Disposition": f'inline; filename="{name}"'}
    )


def _describe(request: Any) -> PictureLines:
    """Say what stands around the picture: the title under which the page is cited, with its negotiation, filters and
    day, what it rests on, and where it is."""
    negotiation = getattr(request, "negotiation", None)
    source = f"{SITE}: {say_evidence(request)}".rstrip(": ")
    about = request.shared_title or ""
    named = f"{isolate(negotiation.title)}. {source}" if negotiation else source
    return PictureLines(about, request.citing.address, named)
