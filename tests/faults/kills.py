"""Processes are killed (SIGKILL) at a moment at random of their work: of commands, and of the server under a form that
was sent. What is there afterwards is all of the work, or nothing."""

import time
from concurrent.futures import ThreadPoolExecutor
from random import Random

from tests.faults import report
from tests.faults.site import ForkedCommand, Server
from tests.faults.state import digest_backup, forget_connections, look_through, read_state
from tests.faults.visitor import read_form

PAST_THE_END = 1.15  # of how long the work takes: some moments fall after it


class CommandKills:
    """Kill a command again and again. Each time it begins where the last one left the site, as whoever starts it again
    would; once the work is done, all begins anew."""

    def __init__(self, world, name, title, base, command, prepare=None):
        self.world, self.name, self.title, self.base = world, name, title, base
        self.command, self.prepare = command, prepare

    def run(self, count, seed):
        tally = report.FaultTally(f"kill −9 during {self.title}", self.world.database)
        self.world.enter(self.base)
        before = self._read()
        seconds, told = self._run_to_its_end()
        tally.expect(told.code == 0, f"the work itself failed: {told.said[-300:]}")
        after = self._read()
        fresh = True
        for number in range(count):
            if fresh:
                self.world.enter(self.base)
            moment = Random(f"{seed}/{self.name}/{number}").uniform(0, seconds * PAST_THE_END)
            was_running = self._kill_at(moment)
            with tally.attempt(f"seed {seed}, {self.name} {number}, after {moment:.3f} s"):
                fresh = self._judge(tally, before, after, was_running)
        if not fresh:
            _, told = self._run_to_its_end()
            tally.expect(told.code == 0, f"begun again, it failed: {told.said[-300:]}")
            tally.expect(self._read().rows == after.rows, "begun again, it came to something else")
        left = self.world.list_left_over()
        tally.expect(not left, f"left in the data folder: {', '.join(left)}")
        return tally

    def _begin(self):
        arguments = self.command(self.world)
        forget_connections()
        return ForkedCommand(*arguments)

    def _run_to_its_end(self):
        if self.prepare:
            self.prepare(self.world)
        begun = time.monotonic()
        told = self._begin().wait()
        return time.monotonic() - begun, told

    def _kill_at(self, moment):
        if self.prepare:
            self.prepare(self.world)
        process = self._begin()
        time.sleep(moment)
        return process.kill()

    def _read(self):
        try:
            return read_state()
        finally:
            forget_connections()

    def _judge(self, tally, before, after, was_running):
        """Note what is there; return whether the work is done, so that the next one begins anew."""
        now = self._read()
        if now.rows == after.rows and now.rows != before.rows:
            tally.done += 1
            tally.expect(now.version > before.version, "done, and the data version did not rise")
        elif now.rows == before.rows:
            tally.not_done += 1
            tally.expect(was_running or before.rows == after.rows, "it ended, and nothing was done")
            tally.expect(now.version == before.version, "nothing was done, and the data version rose")
        else:
            tally.half += 1
            tally.fail(f"half done: {', '.join(now.names_of_changes(before))}")
        tally.expect_sound(look_through())
        forget_connections()
        return now.rows != before.rows


class BackupKills(CommandKills):
    """The database stays as it is; the file is there whole or not at all."""

    def _judge(self, tally, before, after, was_running):
        path = self.world.folder / "kept.backup"
        if path.exists():
            tally.done += 1
            tally.expect(digest_backup(path) == self._digest, "the file is not whole")
            path.unlink()
        else:
            tally.not_done += 1
            tally.expect(was_running, "it ended, and there is no file")
        tally.expect(self._read().rows == before.rows, "the database changed")
        return False

    def _run_to_its_end(self):
        seconds, told = super()._run_to_its_end()
        path = self.world.folder / "kept.backup"
        self._digest = digest_backup(path)
        path.unlink()
        return seconds, told


class FormKills:
    """Kill workers or the master while a form is worked on, which was sent by an editor; then send it once more, as
    whoever saw no answer would. What changes meanwhile in the tables `beside` says nothing of it."""

    def __init__(self, world, name, title, form, beside=()):
        self.world, self.name, self.title, self.form = world, name, title, form
        self.beside = {"django_admin_log", *beside}

    def run(self, count, seed):
        tally = report.FaultTally(f"kill −9 of worker or master during {self.title}", self.world.database)
        self.world.enter("talks")
        server = Server(self.world.site)
        pool = ThreadPoolExecutor(1)
        try:
            server.start()
            editor = self.world.log_in(server.port)
            seconds = self._measure(editor, tally)
            for number in range(count):
                draw = Random(f"{seed}/{self.name}/{number}")
                moment, target = draw.uniform(0, seconds * PAST_THE_END), draw.choice(["worker", "master"])
                with tally.attempt(f"seed {seed}, {self.name} {number}, {target} after {moment:.3f} s"):
                    self._try(tally, server, editor, pool, moment, target)
        finally:
            pool.shutdown()
            server.end()
            tally.note_log(server.read_log())
            forget_connections()
        return tally

    def _measure(self, editor, tally):
        times = []
        for _ in range(3):
            send = self.form(self.world, editor)
            begun = time.monotonic()
            answer = send()
            times.append(time.monotonic() - begun)
            tally.expect(answer.status == 302, f"the form itself failed: {answer.status} {answer.heading}")
        return max(times)

    def _try(self, tally, server, editor, pool, moment, target):
        send = self.form(self.world, editor)
        before = read_state()
        sent = pool.submit(send)
        time.sleep(moment)
        if target == "worker":
            server.kill_workers()
        else:
            server.kill_master()
        answer = sent.result()
        tally.expect(answer.is_clear, f"answered {answer.status}: {answer.heading}")
        tally.slowest = max(tally.slowest, server.wait_until_up() if target == "worker" else server.start())
        now = read_state()
        if not self._list_changes(before, now):
            tally.not_done += 1
            tally.expect(answer.status in (0, 503), f"told {answer.status}, and nothing was done")
            risen = now.version != before.version and now.rows == before.rows
            tally.expect(not risen, "nothing was done, and the data version rose")
        else:
            tally.done += 1
        tally.expect_sound(look_through())
        again = send()
        tally.expect(again.is_clear and again.status in (200, 302, 404), f"sent again: {again.status} {again.heading}")
        once = read_state()
        tally.expect(self._list_changes(before, once), "sent again, it was not done")
        if self._list_changes(before, now):
            changed = self._list_changes(now, once)
            tally.expect(not changed, f"done twice: {', '.join(changed)}")
        forget_connections()

    def _list_changes(self, before, after):
        """Return the tables in which the form itself changed anything."""
        return [name for name in after.names_of_changes(before) if name not in self.beside]


def open_form(editor, address, action="", button=""):
    """Return what a browser would post of a form of a page, which must have it."""
    page = editor.get(address)
    form = read_form(page.page, action, button)
    if not form:
        raise RuntimeError(f"{address} has no form: {page.status} {page.heading}")
    return form


def save_claim(world, editor):
    """Change the note of a draft."""
    address = f"/admin/claims/claim/{world.facts['draft']}/change/"
    form = open_form(editor, address, button="note")
    form |= {"note": f"noted {time.time_ns()}", "_save": "Save"}
    return lambda: editor.post(address, form)


def publish_claim(world, editor):
    """Publish the next claim that is in review."""
    key, version = world.facts["in_review"].pop()
    data = open_form(editor, f"/admin/claims/claim/{key}/change/", "/transition/")
    data |= {"transition": "publish", "version": version, "remark": ""}
    return lambda: editor.post(f"/admin/claims/claim/{key}/transition/", data)


def merge_actors(world, editor):
    """Merge the next party that was made for it into another."""
    gone, kept = world.facts["twins"].pop()
    address = f"/admin/claims/actor/{gone}/merge/"
    form = open_form(editor, address, button="into") | {"into": kept, "_look": "Preview"}
    looked = read_form(editor.post(address, form).page, button="digest") | {"reason": "the same party", "_do": "yes"}
    return lambda: editor.post(address, looked)


def import_file(world, editor):
    """Import a spreadsheet of new claims that was uploaded and looked at."""
    name, content = world.write_claims(60)
    start = "/admin/claims/importprofile/import/"
    form = open_form(editor, start, button="file") | {"negotiation": world.facts["negotiation"]}
    form.pop("file", None)
    address = editor.post(start, form, {"file": (name, content)}).address
    while not address.endswith("/rows/"):
        form = open_form(editor, address)
        answer = editor.post(address, form)
        if answer.status != 302:
            raise RuntimeError(f"{address}: {answer.status} {answer.page[:3000]}")
        address = answer.address
    looked = open_form(editor, address, button="shown") | {"_import": "Import"}
    return lambda: editor.post(address, looked)


def make_release(world, editor):
    """Release the negotiation, where a claim was published since the last release."""
    publish_claim(world, editor)()
    address = f"/admin/claims/negotiation/{world.facts['negotiation']}/releases/"
    form = open_form(editor, address, button="title") | {"title": f"Release {time.time_ns()}", "notes": ""}
    return lambda: editor.post(address, form)


# A process of its own makes the static copy of each release, and ends at any time.
WRITTEN_BY_A_COPY = ("claims_releasefile", "claims_releasechunk", "claims_touchedcells")


def list_kills(world):
    """Return every work that is killed."""
    package = world.folder / "more.csv"
    return [
        FormKills(world, "save", "the saving of a claim", save_claim),
        FormKills(world, "publish", "the publication of a claim", publish_claim),
        FormKills(world, "merge", "a merge of two parties", merge_actors),
        FormKills(world, "import-page", "an import on its page", import_file),
        FormKills(world, "release-page", "a release on its page", make_release, beside=WRITTEN_BY_A_COPY),
        CommandKills(
            world,
            "import",
            "`import_claims` (600 rows)",
            "talks",
            lambda w: ("import_claims", package, "--create", "--publish"),
            lambda w: package.write_bytes(w.write_claims(600)[1]) if not package.exists() else None,
        ),
        CommandKills(world, "load-seeds", "`load_seeds`", "empty", lambda w: ("load_seeds",)),
        CommandKills(
            world, "restore", "`restore`", "talks", lambda w: ("restore", w.folder / "seeds.backup", "--replace")
        ),
        BackupKills(world, "backup", "`backup`", "talks", lambda w: ("backup", w.folder / "kept.backup")),
        CommandKills(
            world,
            "release",
            "`release`",
            "talks",
            lambda w: ("release", w.facts["slug"], "After the faults", "--no-copy"),
        ),
    ]
