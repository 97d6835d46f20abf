"""Editors who save, submit, publish, return, correct and withdraw claims by forms of the admin, often the same rows.

Each act has a token of its own, which the form keeps in the history as its reason, and leaves an entry of what was
answered: `accounts` holds the entries against what the database keeps.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Lock
from time import monotonic, sleep
from typing import NamedTuple

from .browser import Browser

PASSWORD = "a long pass phrase of the crowd"  # noqa: S105 - of a database that is made for one run
CLAIMS = "/admin/claims/claim"
CHANGED_MEANWHILE = ("while you had it open", "was changed since", "does not wait", "can no longer edit")
NEWEST = 8  # rows from which an editor chooses: few, so that several choose the same
ACTS = {"write": 6, "edit shared": 4, "submit": 4, "publish": 4, "return": 1, "correct": 2, "withdraw": 1}
OF_REVIEWERS = {"edit shared", "publish", "return", "withdraw"}


class Act(NamedTuple):
    """What became of an act: `saved`; `conflict`, which was told; `refused` for another reason, which was told;
    `hindered`, nothing could be saved and that was told; `unanswered`. `kept`: what was typed stands on the page."""

    token: str
    act: str
    row: int | None
    outcome: str
    seconds: float
    kept: bool = True
    said: str = ""


class KnownRows:
    """What the editors know of the rows they made, each row's key in the newest state that somebody saw."""

    def __init__(self, shared):
        self.lock, self.shared, self.corrections = Lock(), shared, set()
        self.rows = {"draft": [], "in-review": [], "published": [], "gone": []}

    def pin(self, key, state):
        with self.lock:
            for keys in self.rows.values():
                if key in keys:
                    keys.remove(key)
            self.rows[state].append(key)

    def choose(self, chance, state):
        with self.lock:
            keys = self.rows[state][-NEWEST:]
        return chance.choice(keys) if keys else None


class Editor:
    """One person, who acts again and again until the end, with a pause after each act."""

    def __init__(self, number, port, board, world, end, pause):
        self.number, self.board, self.world, self.end, self.pause = number, board, world, end, pause
        self.reviews = number % 2 == 0
        self.browser, self.visitor = Browser(port, number), Browser(port, number)
        self.chance, self.entries, self.stale = Random(number), [], []

    def work(self):
        self._log_in()
        acts = {act: weight for act, weight in ACTS.items() if self.reviews or act not in OF_REVIEWERS}
        while monotonic() < self.end:
            (act,) = self.chance.choices(list(acts), weights=list(acts.values()))
            token = f"e{self.number}-{len(self.entries)}."
            entry = getattr(self, f"_{act.replace(' ', '_')}")(token)
            if entry:
                self.entries.append(entry)
            sleep(self.chance.uniform(0, 2 * self.pause))

    def _log_in(self):
        page = self.browser.get("/admin/login/")
        address, fields = page.find_form("login-form")
        page = self.browser.post(address, [*fields, ("username", f"editor-{self.number}"), ("password", PASSWORD)])
        if "Log out" not in page.text():
            raise RuntimeError(f"editor-{self.number} could not log in: {page.status}")

    def _write(self, token):
        """Write a new claim."""
        page = self.browser.get(f"{CLAIMS}/add/")
        chance, world = self.chance, self.world
        source, day = chance.choice(world["sources"])
        typed = {
            "source": source,
            "quote": f"{token} We will not accept it.",
            "locator": "p. 3",
            "holder": chance.choice(world["holders"]),
            "attribution": world["attribution"],
            "proposal": chance.choice(world["proposals"]),
            "dimension": "position",
            "value": chance.choice(["-2", "-1", "1", "2"]),
            "said_on": day,
            "note": token,
        }
        return self._save("write", token, page, typed)

    def _edit_shared(self, token):
        """Add a word to the note of a draft that several edit at once, after the words that stand there."""
        key = self.chance.choice(self.board.shared)
        page = self.browser.get(f"{CLAIMS}/{key}/change/")
        form = page.status == 200 and page.find_form("claim_form")
        note = dict(form[1]).get("note", "") if form else ""
        return self._save("edit shared", token, page, {"note": f"{note.strip()} {token}".strip()}, key)

    def _correct(self, token):
        """Propose a correction of a published claim, and write into the draft."""
        key = self.board.choose(self.chance, "published")
        page = key and self.browser.get(f"{CLAIMS}/{key}/change/")
        form = page and page.status == 200 and page.find_form("/correct/")
        if not form:
            return None
        draft = self.browser.post(*form)
        entry = self._note("propose", token, draft)
        self.entries.append(entry)
        if entry.outcome != "saved":
            return None
        self.board.corrections.add(entry.row)
        return self._save("correct", f"{token[:-1]}c.", draft, {"note": token, "locator": "p. 4"}, entry.row)

    def _save(self, act, token, page, typed, key=None):
        """Fill in the form of a claim and save it; return what became of it, None where the page has no such form."""
        form = page.status == 200 and page.find_form("claim_form")
        if not form:
            return None
        address, fields = form
        typed = {**typed, "reason": token, "_continue": "1"}
        sent = [*((name, value) for name, value in fields if name not in typed), *typed.items()]
        entry = self._note(act, token, self.browser.post(address, sent), key)
        if entry.outcome == "saved" and act != "edit shared":
            self.board.pin(entry.row, "draft")
        return entry

    def _submit(self, token):
        return self._pass_on("submit", token, "draft", "in-review")

    def _publish(self, token):
        return self._pass_on("publish", token, "in-review", "published")

    def _return(self, token):
        return self._pass_on("return", token, "in-review", "draft")

    def _withdraw(self, token):
        return self._pass_on("withdraw", token, "published", "gone")

    def _pass_on(self, act, token, before, after):
        """Take a row through a transition by the buttons of its page, and look whether visitors see it at once."""
        key = self.board.choose(self.chance, before)
        page = key and self.browser.get(f"{CLAIMS}/{key}/change/")
        form = page and page.status == 200 and page.find_form("pass-on")
        if not form or not page.read().xpath("//form[@id='pass-on']//button[@value=$act]", act=act):
            return None
        public_id = re.search(r"<code>(\w+)</code>", page.text())[1]
        corrects = key in self.board.corrections
        address, fields = form
        sent = [*((name, value) for name, value in fields if name != "remark"), ("remark", token), ("transition", act)]
        entry = self._note(act, token, self.browser.post(address, sent), key)
        if entry.outcome == "saved":
            self.board.pin(key, "gone" if corrects and act == "publish" else after)
            if not corrects:
                self._look(act, key, public_id)
        return entry

    def _look(self, act, key, public_id):
        """A visitor who comes after the answer sees what was published, and no more what was withdrawn."""
        expected = {"publish": 200, "withdraw": 410}.get(act)
        if expected and (status := self.visitor.get(f"/claims/{public_id}/").status) not in (expected, 0):
            self.stale.append((act, key, status))

    def _note(self, act, token, page, key=None):
        """Read from a page what became of an act."""
        if page.status == 0:
            return Act(token, act, key, "unanswered", page.seconds)
        text, messages = page.text(), page.list_messages() if page.body.strip() else []
        told = " ".join(words for _, words in messages) or page.tell_errors()
        kept = token in text
        if any(level == "success" for level, _ in messages) and not any(level == "error" for level, _ in messages):
            in_address = re.search(rf"{CLAIMS}/(\d+)/change/", page.address)
            return Act(token, act, key or int(in_address[1]), "saved", page.seconds)
        if any(words in text for words in CHANGED_MEANWHILE):
            return Act(token, act, key, "conflict", page.seconds, kept, told)
        if page.status >= 500 or "try again in" in text:
            outcome = "unanswered" if page.status == 500 else "hindered"
            return Act(token, act, key, outcome, page.seconds, kept, told)
        return Act(token, act, key, "refused", page.seconds, kept, told or str(page.status))


def run_editors(port, count, world, seconds, pause):
    """Let so many editors work for so many seconds; return (their entries, what visitors saw that was no longer so)."""
    board, end = KnownRows(world["shared"]), monotonic() + seconds
    editors = [Editor(number, port, board, world, end, pause) for number in range(count)]
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(Editor.work, editors))  # and raise what stopped one
    entries = [entry for editor in editors for entry in editor.entries]
    return entries, [stale for editor in editors for stale in editor.stale]
