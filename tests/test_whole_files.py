"""A new file is whole or not there, whatever befalls its writer."""

import resource
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from claims.whole_files import NotWritten, open_passing_folder, write_whole

KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from claims.whole_files import write_whole
with write_whole(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@contextmanager
def room_for(size):
    """Let no file grow beyond `size` bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def write(path, content=b"whole"):
    with write_whole(path) as file:
        file.write(content)


def test_a_file_is_there_once_it_is_whole_and_for_its_owner_only(tmp_path):
    path = tmp_path / "new"
    with write_whole(path) as file:
        file.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_killed_writer_leaves_no_file_of_that_name_and_the_next_one_writes_it(tmp_path):
    path = tmp_path / "new"
    ended = subprocess.run([sys.executable, "-c", KILLED_WHILE_WRITING, str(path)])
    assert ended.returncode == -signal.SIGKILL
    assert [left.name for left in tmp_path.iterdir()] == ["new.partial"]
    write(path, b"!")
    assert path.read_bytes() == b"!"
    assert list(tmp_path.iterdir()) == [path]


def test_where_the_disk_is_full_the_reason_is_told_and_nothing_is_left(tmp_path):
    with room_for(1000), pytest.raises(NotWritten, match="new cannot be written: File too large"):
        write(tmp_path / "new", bytes(2_000_000))
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_the_writer_is_its_own_and_leaves_nothing(tmp_path):
    with pytest.raises(KeyError), write_whole(tmp_path / "new"):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_overwritten_even_if_it_came_meanwhile(tmp_path):
    path = tmp_path / "new"
    with pytest.raises(NotWritten, match="is there already: it is not overwritten"), write_whole(path) as file:
        file.write(b"mine")
        path.write_bytes(b"theirs")
    with pytest.raises(NotWritten, match="is there already: it is not overwritten"):
        write(path)
    assert path.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_two_who_write_one_file_are_told_of_each_other(tmp_path):
    path = tmp_path / "new"
    with write_whole(path) as file:
        file.write(b"first")
        with pytest.raises(NotWritten, match="is being written by another process"):
            write(path)
    assert path.read_bytes() == b"first"


def test_where_nothing_can_be_written_the_reason_is_told(tmp_path):
    with pytest.raises(NotWritten, match="cannot be written: No such file or directory"):
        write(tmp_path / "nowhere" / "new")


def test_a_passing_folder_of_a_killed_process_is_removed_by_the_next_and_one_in_use_is_not(tmp_path):
    code = """
import os, signal, sys
from pathlib import Path
from claims.whole_files import open_passing_folder
with open_passing_folder(Path(sys.argv[1]), "release-") as folder:
    (folder / "half.zip").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)]).returncode == -signal.SIGKILL
    [left] = tmp_path.iterdir()
    with open_passing_folder(tmp_path, "release-") as one, open_passing_folder(tmp_path, "release-") as other:
        assert {*tmp_path.iterdir()} == {one, other} and left not in (one, other)
    assert not [*tmp_path.iterdir()]
