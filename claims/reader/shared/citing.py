"""What a page gives to whom cites it, as a file for reference managers: `cite` in its address asks for one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ...exporters.references import make_records
from ...wording.record_formats import RECORD_FORMATS

ASKED = "cite"


def citable(view: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the view of a page: where `cite` names a format, the page is answered as a record of itself, which the tag
    `cite` has left with the request. What is no page (another address, a fault, a file) stays as it is."""

    @wraps(view)
    def answer_or_cite(request: Any, **named: Any) -> Any:
        form = request.GET.get(ASKED)
        if form is not None and form not in RECORD_FORMATS:
            fault = f"cite is one of {', '.join(RECORD_FORMATS)}, not “{form[:60]}”."
            return render(request, "claims/no_record.html", {"fault": fault}, status=400)
        answer = view(request, **named)
        citing = getattr(request, "citing", None)
        if form is None or citing is None or answer.status_code != 200 or answer.streaming:
            return answer
        return send_records([citing.item], citing.name, form)

    return answer_or_cite


def send_records(items: Any, name: str, form: str) -> HttpResponse:
    """Answer with a file of records."""
    file = make_records(items, name, form)
    return HttpResponse(b"".join(file.chunks), headers=file.headers)
