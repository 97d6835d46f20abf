"""What people may do: each change of it is told to the trail, whoever makes it and by whatever code."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from claims.roles import MAY

from . import trail
from .kinds import TrailKind

FLAGS = {"is_active": "active", "is_staff": "staff", "is_superuser": "superuser"}
# What is linked, and by which names one end of the link knows the other.
LINKS = {
    User.groups.through: ("group", "groups", "user_set"),
    User.user_permissions.through: ("permission", "user_permissions", "user_set"),
    Group.permissions.through: ("permission", "permissions", "group_set"),
}


def connect() -> None:
    pre_save.connect(_compare, sender=User, dispatch_uid="people_rights_before")
    post_save.connect(_tell, sender=User, dispatch_uid="people_rights")
    for model in (User, Group):
        post_delete.connect(_tell_gone, sender=model, dispatch_uid=f"people_rights_gone_{model.__name__}")
    for through in LINKS:
        m2m_changed.connect(_tell_links, sender=through, dispatch_uid=f"people_rights_{through._meta.db_table}")


def _compare(sender: Any, instance: User, update_fields: Iterable[str] | None, **kwargs: Any) -> None:
    """Note at the user which flags will change (one query, where any of them is written)."""
    written = [name for name in FLAGS if update_fields is None or name in update_fields]
    before = User.objects.filter(pk=instance.pk).values(*FLAGS, "username").first() if written and instance.pk else {}
    instance._flags_before = before  # type: ignore[attr-defined]


def _tell(sender: Any, instance: User, created: bool, raw: bool, **kwargs: Any) -> None:
    name = instance.get_username()
    if created:
        flags = [word for flag, word in FLAGS.items() if getattr(instance, flag)]
        trail.record(TrailKind.RIGHTS, name, f"a new user: {', '.join(flags) or 'not active'}")
        return
    before: dict[str, Any] = getattr(instance, "_flags_before", None) or {}
    changes = [
        f"{'' if getattr(instance, flag) else 'no longer '}{word}"
        for flag, word in FLAGS.items()
        if flag in before and before[flag] != getattr(instance, flag)
    ]
    if before.get("username", name) != name:
        changes.append(f"was called {before['username']}")
    if changes:
        trail.record(TrailKind.RIGHTS, name, ", ".join(changes))
    if instance._password is not None:  # type: ignore[attr-defined]  # typed, and not a hash that was made anew
        trail.record(TrailKind.PASSWORD, name)


def _tell_gone(sender: Any, instance: User | Group, **kwargs: Any) -> None:
    trail.record(TrailKind.RIGHTS, str(instance), f"{sender._meta.verbose_name} deleted")


def _tell_links(
    sender: Any, instance: Model, action: str, reverse: bool, model: type[Model], pk_set: set[Any] | None, **kw: Any
) -> None:
    """Tell of groups and permissions that somebody, or a group, was given or lost."""
    if isinstance(instance, Group) and instance.name in MAY and trail.at_hand.get() is None:
        return  # each migrate gives our groups what this version lets them do
    word, forward, backward = LINKS[sender]
    if action == "pre_clear":
        pk_set = set(getattr(instance, backward if reverse else forward).values_list("pk", flat=True))
    if action not in ("post_add", "post_remove", "pre_clear") or not pk_set:
        return
    given = "given" if action == "post_add" else "taken away"
    others = sorted(str(other) for other in model._default_manager.filter(pk__in=pk_set))
    pairs = [(other, str(instance)) for other in others] if reverse else [(str(instance), ", ".join(others))]
    for whose, links in pairs:
        trail.record(TrailKind.RIGHTS, whose, f"{word} {given}: {links}")
