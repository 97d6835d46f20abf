"""One JSON object a line on stderr, for Django and for gunicorn alike."""

from typing import Any

REQUEST_ID = {"()": "django_guid.log_filters.CorrelationId", "correlation_id_field": "request_id"}


def configure_json_on_stderr(level: str) -> dict[str, Any]:
    """Return the `logging` configuration; `level` is the least serious level that is written."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": REQUEST_ID},
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": "%(levelname)s %(name)s %(message)s",
                "rename_fields": {"levelname": "level", "name": "logger"},
                "timestamp": True,
            },
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]},
        },
        "root": {"handlers": ["stderr"], "level": level},
        # A logger named here loses the handlers that Django or gunicorn gave it: its lines go to the root.
        "loggers": {
            "django": {"level": level},
            "django.server": {"level": level, "propagate": True},
            "axes": {"level": "WARNING"},  # below, it tells of every start and every login
            "django_guid": {"level": "WARNING"},  # below, it tells of every request that it got an id
            "gunicorn.error": {"level": level, "propagate": True},
            "gunicorn.access": {"level": "WARNING"},  # the web server in front keeps the access log
            "gunicorn.http.wsgi": {"level": "ERROR"},  # below, it complains of each HEAD request
        },
    }
