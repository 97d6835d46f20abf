"""A process of its own that writes claims when it is told to: `test_two_at_once` starts two of them.

Each line read is one attempt, as JSON: when to start, who, which claim, which version its form showed, what to do.
Each line printed is how it went, and from when to when it took.
"""

import json
import os
import sys
import time

import django

HELD = 0.04  # seconds for which the row is held, so that the other meets it on a busy machine too


def attempt(start, user, claim, version, action):
    if action in ("take part", "join"):
        return attempt_stretch(start, claim, action)
    return attempt_claim(start, user, claim, version, action)


def attempt_stretch(start, actor, action):
    """Give an actor a part, or make it a member, after looking whether it has one or is one."""
    from django.db import IntegrityError

    from claims.models import Actor, Member, Participant, Side
    from claims.services.write_gate import editing

    actor = Actor.objects.get(pk=actor)
    if action == "join":
        part = Member(member=actor, coalition=Actor.objects.filter(kind="coalition").first())
    else:
        part = Participant(actor=actor, side=Side.objects.first())
    time.sleep(max(0, start - time.monotonic()))
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


def attempt_claim(start, user, claim, version, action):
    from django.contrib.auth import get_user_model

    from claims.models import Claim
    from claims.services.review import carry_out
    from claims.services.write_gate import Refused, Stale, editing

    user = get_user_model().objects.get(pk=user)

    time.sleep(max(0, start - time.monotonic()))
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
    from claims.models import Claim

    Claim.objects.first()  # connected before the first race
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(attempt(*json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
