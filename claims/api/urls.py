from typing import Any

from django.urls import URLPattern, path, re_path

from .guards import guard
from .operations import api
from .views import about, answer_missing, send_document

app_name = "api"
OPERATIONS: list[Any] = api.urls[0]


def _guard(pattern: Any) -> URLPattern:
    return path(str(pattern.pattern), guard(pattern.callback), name=pattern.name)


urlpatterns = [
    path("", about, name="about"),
    path("openapi.json", guard(send_document), name="openapi"),
    *(_guard(pattern) for pattern in OPERATIONS if pattern.name != "api-root"),
    re_path("^(?P<rest>.*)$", guard(answer_missing), name="missing"),
]
