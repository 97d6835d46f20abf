import os
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from .freed_memory import give_back_memory
from .garbage import look_seldom
from .starting import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")


class Request(WSGIRequest):
    """Takes a charset that is none of a text, such as `hex`, for none; Django fails on it before any middleware."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except (LookupError, ValueError):
            self._encoding = None


def refuse_damaged_static_files() -> None:
    """End the server where the list of collected files is missing or damaged: every page would fail for it."""
    try:
        collected = getattr(staticfiles_storage, "hashed_files", None)
    except ValueError:  # it is cut, or no JSON
        collected = {}
    if collected == {}:
        refuse_to_start(
            f"The list of static files in {settings.STATIC_ROOT} is missing or damaged. Make it anew: "
            "manage.py collectstatic --noinput"
        )


def load_scipy() -> None:
    """Load what trees of actors are joined with: a third of a second, for which the first reader of one would wait."""
    for name in ("scipy.cluster.hierarchy", "scipy.spatial.distance"):
        import_module(name)


application = get_wsgi_application()
refuse_damaged_static_files()
application.request_class = Request
_ = get_resolver().url_patterns  # every page, before the first is asked for
load_scipy()
look_seldom()
give_back_memory()
