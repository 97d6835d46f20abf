"""Disks that are full, and files and folders that cannot be written: told in a sentence, and over without hands."""

import os
import shutil
import subprocess
from contextlib import contextmanager, suppress

from tests.faults.kills import import_file, make_release, publish_claim, save_claim
from tests.faults.servers import Fault, Server, wait_until_clear
from tests.faults.site import PORT, ForkedCommand
from tests.faults.visitor import Caller

ROOM = 64 << 20  # bytes of the small disk
LEFT = (0, 40 << 10)  # bytes that are left on it as things are tried
MANY = 3000  # rows of an import that no remaining page has room for
FULL = ("full", "room", "space")
# Root writes whatever the permissions say: without this capability it is held by them as everybody is.
HELD = ("setpriv", "--bounding-set=-dac_override")


class OnSmallDisk(Fault):
    """A fault of a site whose data folder lies on a disk of its own."""

    def explain_leaving_out(self):
        return "" if os.geteuid() == 0 else "only root may mount a small disk: sudo make faults"

    @contextmanager
    def small_disk(self, folder):
        """Let a folder lie on a small disk (a tmpfs) with what it holds, as long as the block runs."""
        kept = folder.with_name(f"{folder.name}-kept")
        shutil.copytree(folder, kept)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=0755", "tmpfs", folder], check=True)
        try:
            shutil.copytree(kept, folder, dirs_exist_ok=True)
            yield
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
            shutil.rmtree(kept)


def fill_disk(folder, left):
    """Write a file until the disk has no room, and then give back some."""
    path = folder / "somebody-elses-file"
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    if left:
        os.truncate(path, max(path.stat().st_size - left, 0))
    return path


class DiskFull(OnSmallDisk):
    """The disk of the data folder is full: on SQLite that of the database too."""

    name, title = "disk", "disk of the data folder full"

    def act(self, tally):
        with self.small_disk(self.world.site.folder), self.world.site.serve() as server:
            editor = self.world.log_in(server.port)
            for left in LEFT:
                sends = [make(self.world, editor) for make in (save_claim, publish_claim, import_file, make_release)]
                path = fill_disk(self.world.site.folder, left)
                self._ask(tally, server.port, sends)
                self._run(tally)
                path.unlink()
                for send in sends[:1]:
                    answer = send()
                    tally.expect(answer.status in (302, 200), f"with room again: {answer.status} {answer.heading}")
                tally.expect(save_claim(self.world, editor)().status == 302, "with room again, it was not saved")
                tally.expect(not self.world.list_left_over(), f"left over: {self.world.list_left_over()}")
            tally.note_log(server.read_log())
            self._start_anew(tally)

    def _ask(self, tally, port, sends):
        for address in self.world.pages:
            answer = Caller(port).get(address)
            tally.expect(answer.status == 200, f"{address} is not read: {answer.status} {answer.heading}")
        for send in sends:
            answer = send()
            if answer.status != 302:
                tally.expect_clear("a form", answer)
                tally.expect(any(word in answer.page for word in FULL), f"it does not say why: {answer.heading}")
        name, content = self.world.write_claims(MANY)
        (self.world.folder / name).write_bytes(content)

    def _run(self, tally):
        folder, rows = self.world.site.folder, self.world.write_claims(MANY)
        path = self.world.folder / rows[0]
        path.write_bytes(rows[1])
        commands = [
            ("backup", folder / "tracker.backup"),
            ("release", self.world.facts["slug"], "On a full disk", "--no-copy"),
            ("export_package", self.world.facts["slug"], folder / "talks.zip"),
            ("static_copy", self.world.facts["slug"], folder / "copy"),
        ]
        if not self.world.postgres:
            commands += [
                ("import_claims", path, "--create"),
                ("restore", self.world.folder / "seeds.backup", "--replace"),
                ("load_seeds", "--texts", self.world.folder),
                ("demo_logins",),
            ]
        for name, *arguments in commands:
            told = ForkedCommand(name, *arguments).wait()
            if told.code:
                tally.expect_told(name, told, *FULL)
        for path in (folder / "tracker.backup", folder / "talks.zip"):
            path.unlink(missing_ok=True)
        shutil.rmtree(folder / "copy", ignore_errors=True)

    def _start_anew(self, tally):
        """Start a server on a full disk: it reads, or says why it does not start."""
        path = fill_disk(self.world.site.folder, 0)
        server = Server(self.world.site, PORT)
        try:
            server.start()
            tally.expect(
                Caller(PORT).get(self.world.pages[1]).status == 200, "started on a full disk, it does not read"
            )
        except RuntimeError as error:
            tally.fail(f"it does not start on a full disk: {str(error)[-200:]}")
        finally:
            path.unlink()
            server.end()


class PostgresDiskFull(OnSmallDisk):
    """The disk of PostgreSQL's tables is full."""

    name, title = "postgres-disk", "disk of PostgreSQL full"

    def explain_leaving_out(self):
        return super().explain_leaving_out() if self.world.postgres else "it is SQLite"

    def act(self, tally):
        disk = self.world.folder / "small-disk"
        disk.mkdir(exist_ok=True)
        with self.small_disk(disk):
            shutil.chown(disk, "postgres", "postgres")
            server = self.world.postgres
            server.sql(f"CREATE TABLESPACE small LOCATION '{disk}'")
            server.sql("DROP DATABASE tracker WITH (FORCE)")
            server.sql("CREATE DATABASE tracker TEMPLATE kept_talks TABLESPACE small")
            try:
                with self.world.site.serve() as site:
                    self._try(tally, site, disk)
            finally:
                from tests.faults.state import forget_connections

                forget_connections()
                server.copy_database("kept_talks", "tracker")
                server.sql("DROP TABLESPACE small")

    def _try(self, tally, site, disk):
        editor = self.world.log_in(site.port)
        path = fill_disk(disk, 0)
        told = 0
        for _ in range(60):  # until the pages that tables have left are full too
            send = save_claim(self.world, editor)
            answer = send()
            if answer.status != 302:
                tally.expect_clear("a form", answer)
                told += 1
            if told == 2:
                break
        rows = self.world.write_claims(MANY)
        (self.world.folder / rows[0]).write_bytes(rows[1])
        for command in (("import_claims", self.world.folder / rows[0], "--create"), ("load_seeds",)):
            ended = ForkedCommand(*command).wait()
            if ended.code:
                tally.expect_told(command[0], ended, *FULL)
        tally.expect(Caller(site.port).get(self.world.pages[1]).status == 200, "pages are not read")
        path.unlink()
        tally.expect(save_claim(self.world, editor)().status == 302, "with room again, it was not saved")


class ReadOnly(Fault):
    """The data folder, and on SQLite the database's file, cannot be written: another owner, or a copy of a disk."""

    name, title = "read-only", "read-only file and folder"

    def explain_leaving_out(self):
        if os.geteuid() == 0 and not shutil.which("setpriv"):
            return "root is held by no permission, and setpriv is missing"
        return ""

    def act(self, tally):
        folder = self.world.site.folder
        cases = {"folder": [folder], "folder and files": [folder, *self._list_files(folder)]}
        cases |= {} if self.world.postgres else {"file": self._list_files(folder)}
        for case, paths in cases.items():
            server = Server(self.world.site, PORT, prefix=HELD if os.geteuid() == 0 else ())
            modes = {}
            try:
                server.start()
                editor = self.world.log_in(PORT)
                send = save_claim(self.world, editor)
                modes = self._close(paths)
                self._ask(tally, case, send)
                replaced = self._run(tally, case)
                server.end()
                self._start_closed(tally, case)
                self._open(modes)
                if replaced:
                    self.world.enter("talks")
                server.start()
                wait_until_clear(PORT, tally)
                tally.expect(
                    save_claim(self.world, self.world.log_in(PORT))().status == 302, f"{case}: not saved later"
                )
            finally:
                self._open(modes)
                server.end()

    def _list_files(self, folder):
        return [path for path in folder.iterdir() if path.is_file() and path.name.startswith("tracker.sqlite3")]

    def _close(self, paths):
        modes = {path: path.stat().st_mode & 0o777 for path in paths if path.exists()}
        for path in modes:
            path.chmod(0o555 if path.is_dir() else 0o444)
        return modes

    def _open(self, modes):
        for path, mode in modes.items():
            if path.exists():
                path.chmod(mode)

    def _ask(self, tally, case, send):
        for address in self.world.pages:
            answer = Caller(PORT).get(address)
            tally.expect(answer.is_clear, f"{case}, {address}: {answer.status} {answer.heading}")
            if answer.status != 200:
                tally.expect_clear(f"{case}, {address}", answer)
        answer = send()
        if answer.status != 302:
            tally.expect_clear(f"{case}, a form", answer)
            tally.expect("noted" in answer.page, f"{case}: what was typed is gone")

    def _run(self, tally, case):
        """Run commands; return whether one put another state in place of this one, as it may where files are open."""
        folder, slug = self.world.site.folder, self.world.facts["slug"]
        commands = [("check_claims",), ("backup", folder / "a.backup"), ("release", slug, "Closed", "--no-copy")]
        if not self.world.postgres:
            commands += [("load_seeds",), ("migrate",), ("restore", self.world.folder / "seeds.backup", "--replace")]
        for command in commands:
            told = ForkedCommand(*command, before=_drop_override).wait()
            if told.code:
                tally.expect(told.is_clear, f"{case}, {command[0]}: {told.said[-300:]}")
                tally.note_told(command[0], told)
        (folder / "a.backup").unlink(missing_ok=True)
        return command[0] == "restore" and told.code == 0

    def _start_closed(self, tally, case):
        """Start a server where nothing can be written: it reads, or says why it does not start."""
        server = Server(self.world.site, PORT, prefix=HELD if os.geteuid() == 0 else ())
        try:
            server.start_unready()
            answer = Caller(PORT).get(self.world.pages[1])
            tally.expect(answer.is_clear, f"{case}, started anew: {answer.status} {answer.heading}")
            tally.told[f"{case}, started anew: {answer.status} {answer.heading}"] += 1
        finally:
            server.end()


def _drop_override():
    """Let permissions hold root too, in a process that was forked off."""
    if os.geteuid() == 0:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        header = (ctypes.c_uint32 * 2)(0x20080522, 0)
        data = (ctypes.c_uint32 * 6)()
        libc.capget(header, data)
        data[0] &= ~(1 << 1)  # CAP_DAC_OVERRIDE, of those that hold now
        libc.capset(header, data)


def list_faults_of_disks(world):
    return [DiskFull(world), PostgresDiskFull(world), ReadOnly(world)]
