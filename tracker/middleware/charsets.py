"""In which letters a request may be written: UTF-8, as all that this site sends."""

import codecs
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

WITHOUT_FORM = ("GET", "HEAD", "OPTIONS")


class OneCharset:
    """Refuse a form that says that it is written otherwise, such as `charset=utf-16`.

    Django would read even the address by what the form says of itself, and fail on it again on the page that tells
    of the first failure. So it is left to say nothing before anybody reads, and answered where all headers are added.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = request.encoding
        request.encoding = None  # type: ignore[assignment]  # Django's default, and no stub knows it
        request.other_charset = said is not None and codecs.lookup(said).name != "utf-8"  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method in WITHOUT_FORM or not request.other_charset:  # type: ignore[attr-defined]
            return None
        return render(request, "415.html", status=415)
