"""The database of a release is whole or not there, whatever its package is."""

import logging
from datetime import date

import pytest

from claims.releasing import databases
from claims.releasing.databases import NotMade, begin_to_prepare, find_database, get_folder, prepare_release
from claims.releasing.frozen_release import FrozenRelease


@pytest.fixture
def broken(tmp_path):
    package = tmp_path / "broken.zip"
    package.write_bytes(b"PK and no more")
    return FrozenRelease("talks", 7, date(2022, 1, 10), package, "7" * 64)


def test_of_a_broken_package_no_database_is_made(broken, capfd):
    with pytest.raises(NotMade, match="Release 7 of talks cannot be opened"):
        prepare_release(broken)
    assert "broken.zip: is no zip file" in capfd.readouterr().err
    assert not find_database(broken).exists() and not list(get_folder().glob(f"{broken.sha256}*"))


def test_what_could_not_be_made_is_logged_and_not_tried_again_at_once(broken, caplog, monkeypatch):
    monkeypatch.setattr(databases, "_failed", {})
    begin_to_prepare(broken)
    [process] = databases._making.values()
    begin_to_prepare(broken._replace(sha256="8" * 64))  # another, meanwhile
    assert list(databases._making.values()) == [process] and process.wait(60) == 1
    with caplog.at_level(logging.ERROR):
        begin_to_prepare(broken)
    assert "could not be made" in caplog.text and not databases._making
