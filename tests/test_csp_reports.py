"""Reports of what the Content Security Policy blocked: off by default, small, rare, and of nobody."""

import json

import pytest
from django.core.cache import caches

from tracker import csp_reports
from tracker.settings import CONTENT_SECURITY_POLICY

REPORT = {
    "effective-directive": "script-src-elem",
    "document-uri": "https://tracker.example.org/talks/search/?q=what+I+read",
    "blocked-uri": "https://evil.example/steal.js?who=me",
    "source-file": "https://tracker.example.org/static/site.js",
    "line-number": 7,
    "script-sample": "what I typed",
}
LOGGED = {
    "rule": "script-src-elem",
    "page": "/talks/search/",
    "blocked": "https://evil.example/steal.js",
    "file": "https://tracker.example.org/static/site.js",
    "line": 7,
}


@pytest.fixture
def asked_for(settings):
    settings.CSP_REPORTS = True
    caches["rates"].clear()


def send(client, report, kind="application/csp-report", **more):
    return client.post("/csp-reports/", json.dumps(report), content_type=kind, **more)


def test_none_are_asked_for_or_taken_by_default(client, db):
    assert "report-uri" not in CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert send(client, {"csp-report": REPORT}).status_code == 404


def test_either_form_becomes_one_line_that_tells_nothing_of_its_reader(asked_for, client, caplog, monkeypatch):
    monkeypatch.setattr(csp_reports.log, "propagate", True)
    body = {
        "effectiveDirective": "script-src-elem",
        "documentURL": REPORT["document-uri"],
        "blockedURL": REPORT["blocked-uri"],
        "sourceFile": REPORT["source-file"],
        "lineNumber": 7,
    }
    agent = {"headers": {"User-Agent": "My browser"}, "REMOTE_ADDR": "192.0.2.77"}
    assert send(client, {"csp-report": REPORT}, **agent).status_code == 204
    several = [{"type": "csp-violation", "body": body}, {"type": "deprecation", "body": {}}]
    assert send(client, several, "application/reports+json", **agent).status_code == 204
    lines = [record.getMessage() for record in caplog.records if record.name == "tracker.csp_reports"]
    assert [json.loads(line.removeprefix("Content Security Policy: ")) for line in lines] == [LOGGED, LOGGED]


@pytest.mark.parametrize(
    ("sent", "kind", "status"),
    [
        (b"{", "application/csp-report", 400),
        (b"[" * 4000, "application/csp-report", 400),
        (b"[1]", "application/csp-report", 400),
        (b'{"csp-report": []}', "application/csp-report", 400),
        (b'{"csp-report": {"document-uri": "http://[", "line-number": "x"}}', "application/csp-report", 204),
        (b'{"csp-report": {"document-uri": "a\\nb", "blocked-uri": ["data:,x"]}}', "application/csp-report", 204),
        (b" " * 9000, "application/csp-report", 413),
        (b"{}", "text/plain", 415),
    ],
)
def test_what_is_no_report_is_refused_and_breaks_nothing(asked_for, client, caplog, sent, kind, status):
    assert client.post("/csp-reports/", sent, content_type=kind).status_code == status
    assert all("\n" not in record.getMessage() for record in caplog.records)


def test_an_address_is_taken_so_many_of_a_minute(asked_for, client, monkeypatch):
    monkeypatch.setattr(csp_reports, "A_MINUTE", 2)
    monkeypatch.setattr(csp_reports, "tell_time", lambda: 600.0)
    statuses = [send(client, {"csp-report": REPORT}).status_code for _ in range(3)]
    assert statuses == [204, 204, 429]
    assert send(client, {"csp-report": REPORT}, REMOTE_ADDR="192.0.2.78").status_code == 204
