"""Two processes write at once: on a SQLite file and on PostgreSQL exactly one of them wins."""

import json
import os
import socket
import subprocess
import sys
from contextlib import ExitStack

import pytest
from django.conf import settings

from claims.models import Claim, DataVersion
from claims.services import corrections
from claims.services.review import transition
from tests.database import make_url
from tests.make import make_actor, make_claim, make_side, make_user

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 15
COLLIDING = 0.6


@pytest.fixture(scope="module")
def contenders(django_db_setup, tmp_path_factory):
    """Two processes, each with one end of a socket."""
    folder = str(tmp_path_factory.mktemp("data"))
    environment = {**os.environ, "DATABASE_URL": make_url(), "DATA_DIR": folder, "SECRET_KEY": "of-no-use"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    with ExitStack() as stack:
        ends = [stack.enter_context(end) for end in socket.socketpair()]
        yield [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.models.competing_writer", str(end.fileno())],
                    cwd=settings.BASE_DIR,
                    env=environment,
                    pass_fds=[end.fileno()],
                    **pipes,
                )  # fmt: skip
            )
            for end in ends
        ]


@pytest.fixture
def race(contenders, transactional_db):
    """Return a function that lets two processes make one attempt each at the same moment."""

    def tell(*given):
        """Give each process a line, and return what they answer."""
        for contender, said in zip(contenders, given, strict=True):
            print(json.dumps(said), file=contender.stdin)
        return [json.loads(contender.stdout.readline()) for contender in contenders]

    user = make_user("reviewer")
    tell(None, None)  # the database was put back

    def run(*attempts):
        results = tell(*([user.pk, row.pk, *rest] for row, *rest in attempts))
        (first, begun, ended), (second, begun_too, ended_too) = results
        return sorted([first, second]), max(begun, begun_too) < min(ended, ended_too)

    return run


@pytest.mark.parametrize("actions", [("write", "write"), ("withdrawn", "write"), ("published", "withdrawn")])
def test_exactly_one_of_two_who_write_the_same_version_wins(race, actions):
    claim = make_claim(status="published" if "write" in actions else "in-review")
    number, collided = DataVersion.current(), []
    for done in range(ROUNDS):
        version = Claim.objects.get().version
        outcomes, at_once = race(*((claim, version, action) for action in actions))
        assert outcomes == ["stale", "won"]
        assert Claim.objects.get().version == version + 1
        assert claim.history.count() == done + 2
        collided.append(at_once)
    assert sum(collided) >= COLLIDING * ROUNDS
    assert actions != ("write", "write") or DataVersion.current() == number + ROUNDS


def test_two_who_write_two_claims_both_win_and_both_are_counted(race):
    claims = [make_claim(), make_claim()]
    number, collided = DataVersion.current(), []
    for done in range(ROUNDS):
        outcomes, at_once = race(*((claim, claim.version + done, "write") for claim in claims))
        assert outcomes == ["won", "won"]
        collided.append(at_once)
    assert sum(collided) >= COLLIDING * ROUNDS
    assert DataVersion.current() == number + 2 * ROUNDS


def test_correction_is_not_published_over_a_change_of_the_same_moment(race):
    analyst, claim = make_user("analyst"), make_claim()
    collided = []
    for _ in range(ROUNDS):
        claim.refresh_from_db()
        draft = corrections.propose(claim, user=analyst, version=claim.version)
        draft = transition(draft, "submit", user=analyst, version=draft.version)
        outcomes, at_once = race((draft, draft.version, "publish"), (claim, claim.version, "write"))
        assert outcomes == ["stale", "won"]
        assert Claim.objects.get(pk=claim.pk).version == claim.version + 1
        collided.append(at_once)
    assert sum(collided) >= COLLIDING * ROUNDS


@pytest.mark.parametrize(("action", "rows"), [("take part", "stretches"), ("join", "memberships")])
def test_of_two_who_give_an_actor_a_part_or_a_membership_at_once_one_is_refused(race, action, rows):
    make_side()
    make_actor("coalition", side=None)
    collided = []
    for _ in range(ROUNDS):
        actor = make_actor(side=None)
        outcomes, at_once = race((actor, 0, action), (actor, 0, action))
        assert outcomes[1] == "won" and outcomes[0].startswith(("apart", "ValidationError"))
        assert getattr(actor, rows).count() == 1
        collided.append(at_once and outcomes[0] == "apart")
    assert sum(collided) >= COLLIDING * ROUNDS
