"""What tests read from downloads: bytes, rows."""

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

from openpyxl import load_workbook


def download(client, address):
    """Return the bytes of a download, and fail where the answer is none."""
    answer = client.get(address)
    assert answer.status_code == 200 and answer.streaming, (address, answer.status_code)
    return b"".join(answer.streaming_content)


def read_whatever(client, address, **headers):
    """Return the status of an answer and all that stands in it, of a page or of a file."""
    answer = client.get(address, headers=headers)
    assert answer.status_code < 500, address
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):  # a workbook
        with ZipFile(BytesIO(body)) as parts:
            body = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".xml"))
    return answer.status_code, body.decode()


def of_kind(address, extension):
    return f"{address}{'&' if '?' in address else '?'}_export={extension}"


def csv_rows(client, address):
    """Return the rows of a CSV download as lists, heading first."""
    text = download(client, of_kind(address, "csv")).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))


def as_dicts(client, address):
    """Return the rows of a JSON download."""
    return json.loads(download(client, of_kind(address, "json")))


def workbook(client, address):
    return load_workbook(BytesIO(download(client, of_kind(address, "xlsx"))))
