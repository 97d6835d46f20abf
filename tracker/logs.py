"""What is logged, on stderr, by Django and gunicorn alike: one JSON object a line, or a line of text to read."""

from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS

JSON, TEXT = FORMATS = ("json", "text")
REQUESTS = "tracker.requests"  # the logger that tells of each request, where these are logged
REQUEST_ID = {"()": "django_guid.log_filters.CorrelationId", "correlation_id_field": "request_id"}
# Django hands these to a line besides: the whole address, in which words stand that somebody looked for, and a socket.
LEFT_OUT = ("request", "server_time")
FORMATTERS = {
    JSON: {
        "()": "pythonjsonlogger.json.JsonFormatter",
        "fmt": "%(levelname)s %(name)s %(message)s",
        "rename_fields": {"levelname": "level", "name": "logger"},
        "timestamp": "time",
        "reserved_attrs": [*RESERVED_ATTRS, *LEFT_OUT],
    },
    TEXT: {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s [%(request_id)s]"},
}


def configure_logs(level: str, form: str, of_requests: bool = False) -> dict[str, Any]:
    """Return the `logging` configuration; `level` is the least serious level that is written, `form` one of FORMATS,
    and `of_requests` whether each request is told."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": REQUEST_ID},
        "formatters": FORMATTERS,
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": form, "filters": ["request_id"]},
        },
        "root": {"handlers": ["stderr"], "level": level},
        # A logger named here loses the handlers that Django or gunicorn gave it: its lines go to the root.
        "loggers": {
            "django": {"level": level},
            "django.server": {"level": level, "propagate": True},
            "axes": {"level": "WARNING"},  # below, it tells of every start and every login
            "django_guid": {"level": "WARNING"},  # below, it tells of every request that it got an id
            "gunicorn.error": {"level": level, "propagate": True},
            "gunicorn.access": {"level": "WARNING"},  # it would tell the addresses of visitors
            "gunicorn.http.wsgi": {"level": "ERROR"},  # below, it complains of each HEAD request
            REQUESTS: {"level": "INFO" if of_requests else "WARNING"},
        },
    }
