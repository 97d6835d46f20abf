"""Files that take long to write leave room for pages, are written once, and only while somebody waits."""

import socket

import pytest
from django.test import Client, RequestFactory

from claims.exporters.formats import ExportTable, stream_csv, stream_xlsx
from claims.exporters.stopping import Stopped, stop_where
from tests.make import change, make_claim, make_user
from tracker.middleware import costly_files
from tracker.middleware.kept_answers import KeptAnswer, KeptAnswers

pytestmark = pytest.mark.django_db
PAGE = "/talks/claims/"
FILE = f"{PAGE}?_export=xlsx"


def test_beside_two_files_a_third_has_to_wait_and_a_page_has_not(client, settings):
    settings.FILES_AT_ONCE = 2
    make_claim()
    first, second = (client.get(f"{PAGE}?_export={kind}") for kind in ("xlsx", "csv"))
    third = client.get(f"{PAGE}?_export=json")
    assert third.status_code == 503 and third["Retry-After"] == "5" and third["Cache-Control"] == "private, no-store"
    assert "Try again in some seconds" in third.content.decode()
    assert client.get("/talks/?picture=png").status_code == 503
    assert client.get(PAGE).status_code == 200
    assert b"".join(first.streaming_content).startswith(b"PK")
    assert client.get(f"{PAGE}?_export=json").status_code == 200
    second.close()


def test_a_file_is_written_once_for_all_who_ask_until_something_changes(client, django_assert_num_queries):
    claim = make_claim(value=1)
    first = client.get(FILE)
    content = first.getvalue()
    with django_assert_num_queries(1):  # the data version
        again = client.get(FILE)
    assert again.getvalue() == content
    assert {name: again[name] for name in ("Content-Type", "Content-Disposition", "ETag")} == {
        name: first[name] for name in ("Content-Type", "Content-Disposition", "ETag")
    }
    change(claim, value=2)
    assert client.get(FILE).getvalue() != content


def test_what_an_editor_downloads_is_kept_for_nobody(client):
    make_claim(note="Not for readers")
    anybody = Client()
    anybody.handler = client.handler  # of one server
    client.force_login(make_user("reviewer"))
    assert b"Not for readers" in client.get(f"{PAGE}?_export=csv").getvalue()
    assert b"Not for readers" not in anybody.get(f"{PAGE}?_export=csv").getvalue()


def test_of_what_is_kept_the_oldest_goes_first():
    kept, half = KeptAnswers(costly_files.KEPT_IN_ALL), bytes(costly_files.KEPT_IN_ALL // 2)
    for tag in "abc":
        kept.put(tag, KeptAnswer(half, {}))
    assert kept.get("a") is None and kept.get("b") and kept.get("c")


@pytest.mark.parametrize("stream", [stream_csv, stream_xlsx])
def test_writing_stops_once_the_visitor_hung_up(stream):
    ours, theirs = socket.socketpair()
    read = []

    def rows():
        for number in range(10_000):
            read.append(number)
            if number == 1000:
                theirs.close()
            yield [number]

    request = RequestFactory().get(FILE, **{"gunicorn.socket": ours})
    with pytest.raises(Stopped), stop_where(costly_files._tell_gone(request)):
        list(stream(ExportTable("numbers", ("n",), rows())))
    assert 1000 < len(read) < 2000
    kept = []
    sent = costly_files.SentFile(stream(ExportTable("numbers", ("n",), rows())), lambda: True, list)
    sent.keep = kept.append
    with pytest.raises(ConnectionResetError):  # half a file never looks whole
        list(sent)
    assert kept == []
    ours.close()
