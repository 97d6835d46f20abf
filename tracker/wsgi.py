import os
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from .garbage import look_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")


class Request(WSGIRequest):
    """Takes a charset that is none of a text, such as `hex`, for none; Django fails on it before any middleware."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except (LookupError, ValueError):
            self._encoding = None


application = get_wsgi_application()
application.request_class = Request
_ = get_resolver().url_patterns  # every page, before the first is asked for
look_seldom()
