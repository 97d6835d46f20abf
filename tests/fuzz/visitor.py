"""Who asks in a fuzz, and what no answer may be: a fault of the server, or one that took too long."""

import resource
from collections import Counter
from contextlib import contextmanager

from django.db import transaction
from django.test import Client

from claims import queries
from tracker.middleware.costly_files import KEPT

LONGEST = 5  # seconds of the processor
READING = ("GET", "HEAD", "OPTIONS", "TRACE")


class Askers:
    """A logged-in client for each user of a world, and one for those who are not; `asked` counts all requests,
    `forms` the forms that were sent, by their view, `taken` those of these that were not shown again."""

    def __init__(self, users):
        self.asked, self.forms, self.taken = 0, Counter(), Counter()
        self.pages, self.cookies = {}, {}
        for name, user in users.items():
            client = Client()
            if user:
                client.force_login(user)
            self.cookies[name] = client.cookies

    @contextmanager
    def come_as(self, name):
        """Ask as this user inside; what that changes is undone."""
        client = Client()
        client.cookies.load({key: morsel.value for key, morsel in self.cookies[name].items()})
        visitor = Asker(client, self)
        with undone(lambda: visitor.wrote):
            yield visitor


class Asker:
    def __init__(self, client, visitors):
        self.client, self.visitors, self.wrote = client, visitors, False

    def ask(self, method, address, data=None, **options):
        """Return the answer, read to its end; raise what the page raises, and AssertionError where it took too long or
        failed."""
        self.visitors.asked += 1
        self.wrote |= method not in READING
        say = f"{method} {address[:500]}"
        with bounded(say):
            if data is None:
                answer = self.client.generic(method, address, **options)
            else:
                answer = getattr(self.client, method.lower())(address, data, **options)
            answer.whole = b"".join(answer.streaming_content if answer.streaming else [answer.content])
        assert answer.status_code < 500, f"{answer.status_code} of {say}"
        return answer


@contextmanager
def bounded(say):
    """Raise AssertionError where what is done inside takes the processor for too long."""
    before = measure_processor()
    yield
    took = measure_processor() - before
    assert took < LONGEST, f"{took:.1f} s of the processor: {say}"


def measure_processor():
    """Return the seconds for which this process and those that it started had the processor."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


@contextmanager
def undone(wrote=lambda: True):
    """Undo what is written inside; forget what was kept of it, if anything was written."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
            if wrote():
                queries.forget_all()
                KEPT.forget()
