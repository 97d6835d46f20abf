"""Several who work on one site at a time, and databases that go away: what readers and editors are told meanwhile."""

import os
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Event

from tests.faults import report
from tests.faults.kills import save_claim
from tests.faults.site import PORT, ForkedCommand, Server
from tests.faults.state import forget_connections, look_through, read_state
from tests.faults.visitor import Caller

LOCKED = 30  # seconds


class Fault:
    """A fault that is made once; `act` makes it and notes what came of it."""

    base = "talks"

    def __init__(self, world):
        self.world = world

    def run(self, count, seed):
        tally = report.FaultTally(self.title, self.world.database)
        if reason := self.explain_leaving_out():
            print(f"  LEFT OUT: {reason}", flush=True)
            tally.skipped = reason
            return tally
        self.world.enter(self.base)
        try:
            with tally.attempt(f"seed {seed}"):
                self.act(tally)
                tally.expect_sound(look_through())
        finally:
            forget_connections()
        return tally

    def explain_leaving_out(self):
        """Return why it cannot be tried here, or nothing."""
        return ""


@contextmanager
def readers(world, port, tally, number=2):
    """Let readers go from page to page as long as the block runs; all they are told must be clear."""
    over = Event()

    def read():
        reader, asked = Caller(port), 0
        while not over.is_set():
            address = world.pages[asked % len(world.pages)]
            answer = reader.get(address)
            asked += 1
            if answer.status != 200:
                tally.expect_clear(address, answer)
            time.sleep(0.02)
        return asked

    with ThreadPoolExecutor(number) as pool:
        jobs = [pool.submit(read) for _ in range(number)]
        try:
            yield
        finally:
            over.set()
            asked = sum(job.result() for job in jobs)
            tally.note(f"{asked} pages asked meanwhile")


def wait_until_clear(port, tally, seconds=60):
    """Wait until the first page is answered again; nobody lends a hand."""
    begun = time.monotonic()
    while not Caller(port).answers():
        if time.monotonic() - begun > seconds:
            return tally.fail(f"not back after {seconds} s")
        time.sleep(0.1)
    tally.slowest = max(tally.slowest, time.monotonic() - begun)
    return None


def save_until_told(world, editor, tally):
    """Save a draft and note what the editor was told; return whether it was saved."""
    answer = save_claim(world, editor)()
    if answer.status != 302:
        tally.expect_clear("a form", answer)
        tally.expect("noted" in answer.page, "what was typed is gone")
    return answer.status == 302


class LockedBySomebodyElse(Fault):
    """Another program holds SQLite's file, as one does that copies or mends it."""

    name, title = "locked", f"SQLite locked for {LOCKED} s by another process"

    def explain_leaving_out(self):
        return "PostgreSQL has no such lock" if self.world.postgres else ""

    def act(self, tally):
        with self.world.site.serve() as server:
            editor = self.world.log_in(server.port)
            send = save_claim(self.world, editor)
            with closing(sqlite3.connect(self.world.site.folder / "tracker.sqlite3", isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                begun = time.monotonic()
                with readers(self.world, server.port, tally), ThreadPoolExecutor(1) as pool:
                    sent = pool.submit(send)
                    while time.monotonic() - begun < LOCKED:
                        time.sleep(0.1)
                other.execute("ROLLBACK")
                answer = sent.result()
            tally.expect_clear("a form", answer)
            tally.expect(answer.status in (200, 503) and "noted" in answer.page, "what was typed is gone")
            tally.expect(send().status == 302, "sent again, it was not saved")


class TwoServers(Fault):
    """Two servers on one data folder, as where somebody starts a second one."""

    name, title = "two-servers", "two servers on one data folder (40 saves)"

    def act(self, tally):
        with self.world.site.serve() as one, self.world.site.serve(PORT + 1) as other:
            tally.expect(one.process.poll() is None and other.process.poll() is None, "one of them ended")
            editors = [self.world.log_in(server.port) for server in (one, other)]
            before = read_state()

            def save(at):
                return [save_claim(self.world, editors[at])() for _ in range(20)]

            with ThreadPoolExecutor(2) as pool:
                answers = [answer for half in pool.map(save, (0, 1)) for answer in half]
            saved = sum(answer.status == 302 for answer in answers)
            for answer in answers:
                if answer.status != 302:
                    tally.expect_clear("a form", answer)
            versions = read_state().rows["claims_claim"][1] - before.rows["claims_claim"][1]
            tally.expect(saved == versions, f"{saved} saved, and {versions} versions more")
            pages = {Caller(server.port).get(self.world.pages[1]).page.count("<tr") for server in (one, other)}
            tally.expect(len(pages) == 1, "they show different pages")
            tally.note(f"{saved} saved, {len(answers) - saved} told that somebody else had saved")


class RestoredWhileServing(Fault):
    """A backup is restored while readers read and an editor saves."""

    name, title = "restore-serving", "`restore` while serving"

    def act(self, tally):
        talks = self.world.folder / "talks.backup"
        talks.unlink(missing_ok=True)
        ForkedCommand("backup", talks).wait()
        with self.world.site.serve() as server:
            for path in (self.world.folder / "seeds.backup", talks) * 2:
                editor = self.world.log_in(server.port)
                send = save_claim(self.world, editor) if path != talks else None
                address = self.world.pages[1]
                tag = Caller(server.port).get(address).headers["ETag"] or "none"
                with readers(self.world, server.port, tally):
                    command = ForkedCommand("restore", path, "--replace")
                    answer = send() if send else None
                    told = command.wait()
                tally.expect(told.code == 0, told.said[-300:])
                if answer and answer.status != 302:
                    tally.expect_clear("a form", answer)
                wait_until_clear(server.port, tally)
                again = Caller(server.port).get(address, **{"If-None-Match": tag})
                tally.expect(again.status == 200, f"a page of the database before is called good: {again.status}")
                tally.expect_sound(look_through())
                forget_connections()
            tally.note_log(server.read_log())


class MigratedWhileServing(Fault):
    """New code is started before its tables are there, and `migrate` runs while readers read."""

    name, title, base = "migrate-serving", "`migrate` while serving", "empty"
    STATES = ("13-profiles", "6-teams-and-coalitions")

    def act(self, tally):
        from tests.faults.older import make_older

        for state in self.STATES:
            make_older(self.world, state)
            with self.world.site.serve_unready() as server:
                with readers(self.world, server.port, tally):
                    time.sleep(2)
                    told = self.world.site.run("migrate", "--verbosity", "0")
                    time.sleep(1)
                tally.expect(told.code == 0, told.said[-300:])
                wait_until_clear(server.port, tally)
                tally.note_log(server.read_log())


class KilledMigrations(Fault):
    """`migrate` is killed, and begun again."""

    name, title, base = "migrate", "kill −9 during `migrate`", "empty"

    def run(self, count, seed):
        from random import Random

        from tests.faults.older import make_older

        tally = report.FaultTally(self.title, self.world.database)
        make_older(self.world, "6-teams-and-coalitions")
        begun = time.monotonic()
        ForkedCommand("migrate", "--verbosity=0").wait()
        seconds = time.monotonic() - begun
        for number in range(max(count // 5, 1)):
            make_older(self.world, "6-teams-and-coalitions")
            moment = Random(f"{seed}/migrate/{number}").uniform(0, seconds)
            with tally.attempt(f"seed {seed}, migrate {number}, after {moment:.3f} s"):
                process = ForkedCommand("migrate", "--verbosity=0")
                time.sleep(moment)
                process.kill()
                told = ForkedCommand("migrate", "--verbosity=0").wait()
                tally.expect(told.code == 0, f"begun again, it failed: {told.said[-300:]}")
                tally.expect_sound([line for line in look_through() if "database" in line or "history" in line])
                forget_connections()
        return tally


class PostgresAway(Fault):
    """PostgreSQL is stopped and started under readers and editors: as by whoever upgrades it, and as if killed."""

    name, title = "postgres-away", "PostgreSQL stopped and started under load"

    def explain_leaving_out(self):
        return "" if self.world.postgres else "it is SQLite"

    def act(self, tally):
        with self.world.site.serve() as server:
            editor = self.world.log_in(server.port)
            for mode in ("fast", "immediate", "fast", "immediate"):
                send = save_claim(self.world, editor)
                with readers(self.world, server.port, tally, number=3):
                    time.sleep(1)
                    self.world.postgres.stop(mode)
                    begun = time.monotonic()
                    answer = send()
                    waited = time.monotonic() - begun
                    tally.expect_clear("a form", answer)
                    tally.expect(waited < 10, f"a form waited {waited:.0f} s")
                    tally.expect("noted" in answer.page, "what was typed is gone")
                    self.world.postgres.start()
                wait_until_clear(server.port, tally)
                tally.expect(send().status == 302, "sent again, it was not saved")
            tally.note_log(server.read_log())


class PostgresKilled(Fault):
    """A process of PostgreSQL that works for the site is killed: all others are thrown out, and it recovers."""

    name, title = "postgres-killed", "kill −9 of a backend of PostgreSQL under load"

    def explain_leaving_out(self):
        return "" if self.world.postgres else "it is SQLite"

    def act(self, tally):
        with self.world.site.serve() as server:
            editor = self.world.log_in(server.port)
            for _ in range(5):
                with readers(self.world, server.port, tally, number=3):
                    time.sleep(0.5)
                    pids = self.world.postgres.sql("SELECT pid FROM pg_stat_activity WHERE datname = 'tracker'")
                    os.kill(pids[0][0], signal.SIGKILL)
                    time.sleep(0.5)
                wait_until_clear(server.port, tally)
                tally.expect(save_until_told(self.world, editor, tally), "it was not saved afterwards")
            tally.note_log(server.read_log())


class ReplicaLost(Fault):
    """The copy that readers are answered from goes away: tried where a primary and a replica are started, not here."""

    name, title = "replica", "replica lost"

    def explain_leaving_out(self):
        if not self.world.postgres:
            return "SQLite has no replica"
        return "it is tried by tests/test_several_hosts.py, which starts a primary and a replica"


def list_faults_of_servers(world):
    kinds = (
        LockedBySomebodyElse,
        TwoServers,
        RestoredWhileServing,
        MigratedWhileServing,
        KilledMigrations,
        PostgresAway,
        PostgresKilled,
        ReplicaLost,
    )
    return [kind(world) for kind in kinds]


__all__ = ["Fault", "Server", "list_faults_of_servers", "readers", "save_until_told", "wait_until_clear"]
