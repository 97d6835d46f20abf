"""A process of its own that writes claims when it is told to: `test_competing_writers` starts two of them.

Each line read is one attempt, as JSON: who, which claim, which version its form showed, what to do; or nothing, where
the database is another one from now on. Each line printed is how it went, and from when to when it took. By a socket,
whose number it is given, each waits for the other before it begins.
"""

import json
import os
import socket
import sys
import time

import django

HELD = 0.02  # seconds for which the row is held, so that the other meets it on a busy machine too


def attempt(meet, user, claim, version, action):
    if action in ("take part", "join"):
        return attempt_stretch(meet, claim, action)
    return attempt_claim(meet, user, claim, version, action)


def attempt_stretch(meet, actor, action):
    """Give an actor a part, or make it a member, after looking whether it has one or is one."""
    from django.db import IntegrityError

    from claims.models import Actor, Member, Participant, Side
    from claims.services.write_gate import editing

    actor = Actor.objects.get(pk=actor)
    if action == "join":
        part = Member(member=actor, coalition=Actor.objects.filter(kind="coalition").first())
    else:
        part = Participant(actor=actor, side=Side.objects.first())
    meet()
    begun = time.monotonic()
    try:
        part.full_clean()
        with editing(None, f"by {os.getpid()}") as gate:
            gate.save(part)
            time.sleep(HELD)
        outcome = "won"
    except IntegrityError as error:
        outcome = "apart" if "_stretches_apart" in str(error) else repr(error)
    except Exception as error:
        outcome = repr(error)
    return outcome, begun, time.monotonic()


def attempt_claim(meet, user, claim, version, action):
    from django.contrib.auth import get_user_model

    from claims.models import Claim
    from claims.services.review import carry_out
    from claims.services.write_gate import Refused, Stale, editing

    user = get_user_model().objects.get(pk=user)

    meet()
    begun = time.monotonic()
    try:
        with editing(user, f"by {os.getpid()}", operator=True) as gate:
            row = gate.lock(Claim, claim, version)
            time.sleep(HELD)
            if action == "write":
                row.note = f"{os.getpid()} at {begun}"
                gate.save(row)
            elif action == "publish":
                carry_out(gate, row, "publish")
            else:
                row.status = action
                row.save()
        outcome = "won"
    except (Stale, Refused):
        outcome = "stale"
    except Exception as error:
        outcome = repr(error)
    return outcome, begun, time.monotonic()


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    django.setup()
    other = socket.socket(fileno=int(sys.argv[1]))

    def meet():
        other.sendall(b".")
        other.recv(1)

    for line in sys.stdin:
        given = json.loads(line)
        print(json.dumps(attempt(meet, *given) if given else connect()), flush=True)


def connect():
    from django.db import connection

    from claims.models import Claim

    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    Claim.objects.first()


if __name__ == "__main__":
    main()
