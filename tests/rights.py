"""The rights of each role, and those that the database gives it."""

from django.contrib.auth.models import Group

VOCABULARY = ("negotiation", "side", "actor", "member", "participant", "topic", "proposal", "part", "wording", "event")
RIGHTS = {
    "analyst": {f"view_{name}" for name in VOCABULARY}
    | {
        f"{action}_{name}"
        for name in ("source", "sourcecoding", "claim", "outcome", "searchrecord", "editorialnote")
        for action in ("view", "add", "change")
    }
    | {f"{action}_importprofile" for action in ("view", "add", "change", "delete")}
    | {"view_pendingchange"},
    "reviewer": {
        f"{action}_{name}"
        for name in (*VOCABULARY, "source", "sourcecoding", "searchrecord", "editorialnote", "importprofile")
        for action in ("view", "add", "change", "delete")
    }
    | {f"{action}_{name}" for name in ("claim", "outcome") for action in ("view", "add", "change")}
    | {"view_pendingchange"},
}


def read_rights():
    groups = Group.objects.prefetch_related("permissions")
    return {group.name: {right.codename for right in group.permissions.all()} for group in groups}
