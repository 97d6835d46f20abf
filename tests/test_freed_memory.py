"""What a worker frees goes back to the system, and what else it holds keeps none of it."""

import platform
import subprocess
import sys

import pytest

from tracker import freed_memory

HOLD_AND_FREE = """
import sys
from pathlib import Path
from tracker.freed_memory import give_back_memory

def read_resident():
    (line,) = (one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) // 1000

if sys.argv[1] == "gives back":
    assert give_back_memory()
del [bytearray(b"1") * 30_000_000][0]
before, held = read_resident(), []
arrays = []
for _ in range(40):
    arrays.append(bytearray(b"1") * 5_000_000)
    held.append(bytearray(b"1") * 1000)
del arrays
print(read_resident() - before)
"""


def measure_kept(mode):
    """Return the megabytes that a process keeps after 200 were freed, between which it holds little."""
    done = subprocess.run([sys.executable, "-c", HOLD_AND_FREE, mode], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told what to do with freed memory")
def test_what_is_freed_between_what_is_held_goes_back():
    assert measure_kept("gives back") < 20 < 150 < measure_kept("keeps")


def test_where_the_library_cannot_be_told_nothing_is_done(monkeypatch):
    monkeypatch.setattr(freed_memory.ctypes, "CDLL", lambda name: object())
    assert not freed_memory.give_back_memory()
