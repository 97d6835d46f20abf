"""The clock of the machine is set back and forward while the site is served (by libfaketime)."""

import re
import time
from glob import glob
from pathlib import Path

from tests.faults.kills import publish_claim, save_claim
from tests.faults.servers import Fault
from tests.faults.state import forget_connections
from tests.faults.visitor import Caller

LIBRARIES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/local/lib/faketime/libfaketimeMT.so.1")
JUMPS = ("-2d", "+0", "+40d", "-3h", "+0")


def find_library():
    paths = [path for pattern in LIBRARIES for path in glob(pattern)]
    return paths[0] if paths else ""


class ClockSet(Fault):
    """The clock jumps days back and forth under a server that runs on."""

    name, title = "clock", f"clock set to {', '.join(JUMPS)}"

    def explain_leaving_out(self):
        return "" if find_library() else "libfaketime is missing: apt-get install faketime"

    def act(self, tally):
        clock = self.world.folder / "clock"
        clock.write_text("+0")
        fake = {
            "LD_PRELOAD": find_library(),
            "FAKETIME_TIMESTAMP_FILE": str(clock),
            "FAKETIME_NO_CACHE": "1",
            "API_REQUESTS_A_MINUTE": "30",
        }
        with self.world.site.serve(**fake) as server:
            for jump in JUMPS:
                clock.write_text(jump)
                time.sleep(0.2)
                self._work(tally, server.port, jump)
            self._restore(tally, server.port, clock, fake)
            tally.note_log(server.read_log())

    def _work(self, tally, port, jump):
        reader = Caller(port)
        first = reader.get(self.world.pages[1])
        tally.expect(first.status == 200, f"{jump}: {first.status} {first.heading}")
        editor = self.world.log_in(port)
        for send in (save_claim(self.world, editor), publish_claim(self.world, editor)):
            answer = send()
            tally.expect(answer.status == 302, f"{jump}: a form: {answer.status} {answer.heading}")
        tag = first.headers["ETag"] if first.headers else ""
        again = reader.get(self.world.pages[1], **{"If-None-Match": tag or "none"})
        tally.expect(again.status == 200, f"{jump}: an old page is called good: {again.status}")
        for _ in range(35):  # more than a minute may have
            limited = reader.get("/api/v1/negotiations/")
        wait = int(limited.headers.get("Retry-After") or 0) if limited.headers else 0
        tally.expect(limited.status == 429 and wait <= 60, f"{jump}: {limited.status}, try again in {wait} s")
        self._read_history(tally, editor, jump)

    def _read_history(self, tally, editor, jump):
        page = editor.get(f"/admin/claims/claim/{self.world.facts['draft']}/history/").page
        numbers = [int(number) for number in re.findall(r"history/(\d+)/", page)]
        numbers = list(dict.fromkeys(numbers))
        tally.expect(numbers == sorted(numbers, reverse=True), f"{jump}: the history is not in order: {numbers}")

    def _restore(self, tally, port, clock, fake):
        """Restore with a clock that is set back: no reader may take a new page for an old one."""
        clock.write_text("-30d")
        before = Caller(port).get(self.world.pages[1])
        told = self.world.site.run("restore", self.world.folder / "seeds.backup", "--replace", **fake)
        tally.expect(told.code == 0, told.said[-300:])
        after = Caller(port).get(self.world.pages[1], **{"If-None-Match": before.headers["ETag"] or "none"})
        tally.expect(after.status == 200, f"after restore, an old page is called good: {after.status}")
        forget_connections()
        Path(clock).write_text("+0")


def list_faults_of_clocks(world):
    return [ClockSet(world)]
