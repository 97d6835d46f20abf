"""What every tracked model has: a version, a history, and writes that only the gate lets through.

The gate is `claims.services.write_gate.editing`. Outside it `save`, `delete`, `update` and the bulk writes of a tracked
model raise GateClosed, so that no write can miss its history row or leave a page stale.
"""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from functools import reduce
from operator import and_
from typing import Any, ClassVar, NamedTuple, NoReturn, Protocol

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, router
from django.db.models.signals import m2m_changed, pre_save
from simple_history.manager import HistoricalQuerySet, HistoryManager
from simple_history.models import HistoricalRecords


class SeenBy(NamedTuple):
    """Whether visitors see a row, and the ids of the negotiations whose pages change with it, None: all."""

    public: bool
    negotiations: Collection[int] | None


class OpenGate(Protocol):
    """What a tracked row asks of the gate that is open."""

    def bump_version(self, row: "Versioned") -> None:
        """Count a row's version up, and lend its history who and why; raise where it may not be written."""

    def lend(self, row: "Versioned") -> None:
        """Lend the history of a row who and why."""


open_gate: ContextVar[OpenGate | None] = ContextVar("open_gate", default=None)


class GateClosed(RuntimeError):
    """A tracked row was to be written outside `editing()`."""


def require_gate(model: type[models.Model], write: str) -> OpenGate:
    """Return the open gate; raise GateClosed, naming the model and the write, where there is none."""
    gate = open_gate.get()
    if gate is None:
        raise GateClosed(f"{model.__name__}.{write} outside claims.services.write_gate: it would leave no history.")
    return gate


class ReadyHistoryManager(HistoryManager.from_queryset(HistoricalQuerySet)):  # type: ignore[misc]  # without types
    """The manager of every history, made once: else it is made anew wherever a history is asked for, each save too."""

    @classmethod
    def from_queryset(cls, queryset_class: type[models.QuerySet], class_name: str | None = None) -> type[Any]:
        return cls


class SignedHistory(HistoricalRecords):
    """A history that keeps its authors: a user whom it names is not deleted."""

    def _get_history_user_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super()._get_history_user_fields()
        fields["history_user"].remote_field.on_delete = models.PROTECT
        return fields

    def create_historical_record_m2ms(self, history_instance: Any, instance: models.Model) -> None:
        """Copy what the row is linked with: a new one with nothing yet, so nobody is asked."""
        if history_instance.history_type != "+":
            super().create_historical_record_m2ms(history_instance, instance)


def keep_history(**options: Any) -> HistoricalRecords:
    """History of a tracked model, with room for a reason of any length."""
    reason = models.TextField(blank=True, default="", verbose_name="reason")
    return SignedHistory(history_change_reason_field=reason, history_manager=ReadyHistoryManager, **options)


def name_record(record: Any) -> str:
    """Return what a row was called at a version; by its kind and key where what it was called after is gone."""
    try:
        return str(record.instance)
    except ObjectDoesNotExist:
        return f"{record.instance_type._meta.verbose_name} {record.id}"


class TrackedQuerySet(models.QuerySet):
    """Bulk writes leave no history rows, so they are refused, save of what a model derives by itself."""

    def update(self, **values: Any) -> int:
        require_gate(self.model, "update")
        if not values.keys() <= self.model.DERIVED:  # type: ignore[attr-defined]  # every tracked model has them
            raise GateClosed(f"{self.model.__name__}.update leaves no history: save each row.")
        return super().update(**values)

    def delete(self) -> NoReturn:
        raise GateClosed(f"{self.model.__name__} rows are deleted one by one: each leaves its history.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise GateClosed(f"{self.model.__name__}.bulk_create leaves no history: save each row.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise GateClosed(f"{self.model.__name__}.bulk_update leaves no history: save each row.")

    for _write in (update, delete, bulk_create, bulk_update):
        _write.alters_data = True  # type: ignore[union-attr]  # no template calls it
    del _write


class Versioned(models.Model):
    """A row whose every change is kept with who, when and why, and counted in `version`."""

    MOVES_CLAIMS = True  # whether claims may come into cells, or leave them, by a write of it that writes no claim
    REVIEWED = False  # whether it takes a reviewer to change of it what readers see
    TO_NEGOTIATION = (
        ""  # the way from a row to the negotiation whose pages show it; empty: all show it, or it says which
    )
    DERIVED: frozenset[str] = frozenset()  # columns that follow from others and may be refreshed without a history row

    version = models.PositiveIntegerField(default=0, editable=False)
    history: ClassVar[Any]
    _checks_that_hold: Container[str] = ()  # their names
    _history_user: User | None
    _change_reason: str

    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        require_gate(type(self), "save").bump_version(self)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version", *self.DERIVED}
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        require_gate(type(self), "delete").bump_version(self)
        return super().delete(*args, **kwargs)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Ask the database about the checks at once, which is one query and not one for each; where one of them fails,
        about each, for what it says."""
        left_out = {*(exclude or ())}
        conditions = self._list_conditions_of_given_values(left_out)
        if conditions:
            all_hold = models.CheckConstraint(name="all_hold", condition=reduce(and_, conditions.values()))
            with suppress(ValidationError):
                all_hold.validate(type(self), self, left_out, router.db_for_write(type(self), instance=self))
                self._checks_that_hold = conditions
        try:
            super().validate_constraints(exclude)
        finally:
            self._checks_that_hold = ()

    def get_constraints(self) -> list[tuple[type[models.Model], Sequence[models.BaseConstraint]]]:
        """Return the constraints of the row's table, but for those that were found to hold."""
        return [
            (model, [constraint for constraint in constraints if constraint.name not in self._checks_that_hold])
            for model, constraints in super().get_constraints()
        ]

    def _list_conditions_of_given_values(self, left_out: set[str]) -> dict[str, models.Q]:
        """Return name → condition of the checks of columns whose values are all given: Django passes over a check of
        any other, and would over all that are asked about with it."""
        given = {field.name for field in self._meta.concrete_fields if not field.generated} - left_out
        return {
            check.name: check.condition
            for check in self._meta.constraints
            if isinstance(check, models.CheckConstraint)
            and isinstance(check.condition, models.Q)
            and check.condition.referenced_base_fields <= given
        }

    def derive(self) -> None:
        """Fill in the columns that follow from others of the row, without a query; called before each write."""

    def record_author(self, user: User | None) -> None:
        """Note who wrote the row, where its model keeps that; called by the gate."""

    def is_public(self) -> bool:
        """Whether visitors see the row as it is now or as it was loaded, so that pages change with it."""
        return True

    def list_negotiations(self) -> Iterable[int] | None:
        """Return the ids of the negotiations whose pages change with a row that knows them; None: those of all. It is
        not asked where TO_NEGOTIATION says the way."""
        return None

    @classmethod
    def read_seen(cls, rows: Sequence[Any]) -> Mapping[int, SeenBy]:
        """Return of saved rows, by their keys, what `is_public` and `list_negotiations` would say, where that takes
        queries: of many rows as many as of one. Those that are not named know it themselves."""
        return {}


def _refuse_raw_writes(sender: type[models.Model], instance: models.Model, raw: bool, **kwargs: Any) -> None:
    """`loaddata` saves past the model: no history, and edits of the database silently undone."""
    if raw and isinstance(instance, Versioned):
        raise GateClosed(f"{sender.__name__}: loaddata leaves no history: save each row.")


def _refuse_unsigned_links(
    sender: type[models.Model], instance: models.Model, action: str, reverse: bool, **kwargs: Any
) -> None:
    if isinstance(instance, Versioned) and action.startswith("pre_"):
        if reverse:
            raise GateClosed(f"{sender.__name__}: only the row that holds the links keeps their history.")
        require_gate(type(instance), action.removeprefix("pre_")).lend(instance)


pre_save.connect(_refuse_raw_writes, dispatch_uid="refuse_raw_writes")
m2m_changed.connect(_refuse_unsigned_links, dispatch_uid="refuse_unsigned_links")
