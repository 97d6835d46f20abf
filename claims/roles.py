"""Who may do what: the groups *analyst* and *reviewer* and their permissions, made after every migrate.

Not in a migration: on a fresh database the permissions do not exist yet while migrations run, and tests that flush
the database lose what a migration has put there.
"""

from collections import defaultdict
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db.models import Q

from .models import (
    Actor,
    Claim,
    DataVersion,
    EditorialNote,
    Event,
    ImportProfile,
    Member,
    Negotiation,
    Outcome,
    Part,
    Participant,
    PendingChange,
    Proposal,
    SearchRecord,
    Side,
    Source,
    SourceCoding,
    Topic,
    Wording,
)
from .rules.publishing import ANALYST, REVIEWER
from .rules.teams import works_in

VOCABULARY = (Negotiation, Side, Actor, Member, Participant, Topic, Proposal, Part, Wording, Event)
RECORDS = (SearchRecord, EditorialNote)
WRITE = ("view", "add", "change")
ALL = (*WRITE, "delete")
MAY = {
    ANALYST: [
        *((model, "view") for model in VOCABULARY),
        *((model, action) for model in (Source, SourceCoding, Claim, Outcome, *RECORDS) for action in WRITE),
        *((ImportProfile, action) for action in ALL),
        (PendingChange, "view"),
    ],
    REVIEWER: [
        *((model, action) for model in VOCABULARY for action in ALL),
        *((model, action) for model in (Source, SourceCoding, *RECORDS, ImportProfile) for action in ALL),
        *((model, action) for model in (Claim, Outcome) for action in WRITE),
        (PendingChange, "view"),
    ],
}


def set_up(sender: AppConfig, using: str = "default", apps: Apps = installed, **kwargs: Any) -> None:
    """Make the groups with their permissions and the data version's one row; idempotent, after each migrate."""
    if "dataversion" not in apps.all_models["claims"]:
        return  # migrated back to a time without it
    create_permissions(sender, verbosity=0, using=using)
    for name, rights in MAY.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        codenames = [f"{action}_{model._meta.model_name}" for model, action in rights]
        permissions = Permission.objects.using(using).filter(content_type__app_label="claims", codename__in=codenames)
        group.permissions.set(permissions)
    DataVersion.objects.using(using).get_or_create(pk=1, defaults={"number": DataVersion.of_the_clock()})


def read_roles(user: User | AnonymousUser | None) -> frozenset[str]:
    """Return the roles of a user: a reviewer is an analyst too, a superuser both (one query, kept with the user object
    as Django keeps permissions there)."""
    if user is None or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset({ANALYST, REVIEWER})
    roles: frozenset[str] | None = getattr(user, "_claims_roles", None)
    if roles is None:
        names = set(user.groups.filter(name__in=MAY).values_list("name", flat=True))
        roles = frozenset(names | {ANALYST}) if REVIEWER in names else frozenset(names)
        user._claims_roles = roles  # type: ignore[attr-defined]
    return roles


def is_analyst(user: User | AnonymousUser | None) -> bool:
    return ANALYST in read_roles(user)


def is_reviewer(user: User | AnonymousUser | None) -> bool:
    return REVIEWER in read_roles(user)


def read_closed(user: User | AnonymousUser) -> frozenset[int]:
    """Return the ids of the negotiations in which a user does not work: none for a superuser (one query, two where
    some have a team or are not public; kept with the user object as roles are)."""
    if user.is_active and user.is_superuser:
        return frozenset()
    closed: frozenset[int] | None = getattr(user, "_claims_closed", None)
    if closed is None:
        closed = _find_closed(user)
        # kept with the user object, as roles are
        user._claims_closed = closed  # type: ignore[union-attr]
    return closed


def _find_closed(user: User | AnonymousUser) -> frozenset[int]:
    public: dict[int, bool] = {}
    teams: defaultdict[int, set[int]] = defaultdict(set)
    rows = Negotiation.objects.filter(Q(public=False) | Q(team__isnull=False)).order_by()
    for pk, is_public, member in rows.values_list("pk", "public", "team"):
        public[pk] = is_public
        teams[pk] |= {member} - {None}
    is_editor = bool(public) and is_analyst(user)
    return frozenset(pk for pk in public if not works_in(public[pk], teams[pk], user.pk, is_editor))
