"""Each example of docs/api.md does what the text says."""

import re
import shlex
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
from django.conf import settings

TEXT = (settings.BASE_DIR / "docs/api.md").read_text()
SITE = "http://127.0.0.1:8000"
EXAMPLES = [
    line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines() if line.strip()
]


def read_address(example):
    """Return the path and query that an example asks for."""
    (address,) = (word for word in shlex.split(example) if word.startswith(SITE))
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_every_block_is_of_calls_of_curl():
    assert len(EXAMPLES) > 8
    assert all(example.startswith("curl ") for example in EXAMPLES)


@pytest.mark.django_db(transaction=True)
def test_each_example_answers(client, seeded):
    tags = {}
    for example in EXAMPLES:
        address = read_address(example)
        headers = {"If-None-Match": tags[address]} if "--etag-compare" in example else {}
        answer = client.get(address, headers=headers)
        if "yesterday" in example:
            assert answer.status_code == HTTPStatus.BAD_REQUEST
            (error,) = answer.json()["errors"]
            assert error["parameter"] == "as_of" and "yesterday" in error["detail"]
        elif "--etag-compare" in example:
            assert answer.status_code == HTTPStatus.NOT_MODIFIED
        else:
            assert answer.status_code == HTTPStatus.OK, example
            assert answer.json().get("rows", True), example
        tags[address] = answer.headers.get("ETag")


@pytest.mark.django_db(transaction=True)
def test_every_address_stands_in_the_table(client, seeded):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    names = {"{negotiation}": "NAME", "{public_id}": "ID", "{slug}": "NAME"}
    for path in paths:
        told = path.removeprefix("/api/v1")
        for name, word in names.items():
            told = told.replace(name, word)
        assert f"`{told}`" in TEXT
