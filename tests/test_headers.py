import json
import logging
from io import StringIO

import pytest
from django.urls import reverse
from pythonjsonlogger.json import JsonFormatter

pytestmark = pytest.mark.django_db


def test_every_answer_forbids_what_is_inline_or_from_elsewhere(client):
    policy = client.get(reverse("admin:login")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy


def test_every_answer_has_the_other_headers(client):
    headers = client.get(reverse("admin:login")).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_what_is_logged_of_a_request_bears_the_id_of_its_answer(client, monkeypatch):
    handler = next(h for h in logging.getLogger().handlers if isinstance(h.formatter, JsonFormatter))
    monkeypatch.setattr(handler, "stream", StringIO())
    answer = client.get("/nothing/here/")
    assert answer.status_code == 404
    lines = [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    assert [line["request_id"] for line in lines] == [answer.headers["X-Request-ID"]]
