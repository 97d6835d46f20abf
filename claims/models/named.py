"""Rows that people know by a name: how it is stored, how it is looked for, and when two names are one."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet

from ..rules.folding import fold_for_search, fold_name, isolate, write_name
from ..rules.names import Called, find_meant
from ..rules.slugs import make_slug
from .history import TrackedQuerySet, Versioned

IDENTITY_LENGTH = 32  # hexadecimal digits
LONGEST_SOUGHT = 10_000  # letters of a name that is looked for


class NameField(models.CharField):
    """What something is called: on one line, its letters composed. Migrations see a plain CharField."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def to_python(self, value: Any) -> Any:
        return write_name(super().to_python(value)) if value is not None else None

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Let the row say what is written of it."""
        setattr(model_instance, self.attname, self.to_python(getattr(model_instance, self.attname)))
        return getattr(model_instance, self.attname)


class AliasesField(models.TextField):
    """Names, one a line, each as a NameField holds it. Migrations see a plain TextField."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def to_python(self, value: Any) -> Any:
        if value is None:
            return None
        return "\n".join(filter(None, map(write_name, super().to_python(value).splitlines())))


class Searchable(Versioned):
    """A row with texts that lists and choosers look into; `searched_text` holds them folded, a line each, since no
    database folds as the other does."""

    DERIVED = frozenset({"searched_text"})

    searched_text = models.TextField(blank=True, default="", editable=False)
    # Whether whoever writes it may see another row: what may not be seen is named in no message.
    may_name: Callable[[Any], bool] | None = None

    class Meta:
        abstract = True

    def list_searched(self) -> list[str]:
        """Return the texts that it is looked for by."""
        raise NotImplementedError

    def list_namesakes(self) -> QuerySet[Any]:
        """Return the rows of which none may be called as another is, this one among them."""
        return type(self)._base_manager.all()

    def derive(self) -> None:
        super().derive()
        lines = map(fold_for_search, self.list_searched())
        self.searched_text = "\n".join(["", *filter(None, lines), ""])


def seek_name(text: str) -> Q:
    """Return the condition that a text is one of the lines of `searched_text` as a whole."""
    return seek_in_names(f"\n{fold_for_search(text)}\n")


def seek_in_names(folded: str) -> Q:
    """Return the condition that `searched_text` holds a folded text. One that is longer than any name is not
    looked for: SQLite fails over a pattern of more than 50,000 bytes."""
    return Q(searched_text__contains=folded) if len(folded) <= LONGEST_SOUGHT else Q(pk__in=[])


def make_slug_field(*, unique: bool = False) -> models.SlugField:
    """Make the field of a short name, unique among all rows or, by a constraint, among some."""
    return models.SlugField(
        max_length=60,
        unique=unique,
        db_index=unique,  # the index of a constraint serves too
        help_text="Short name for addresses and exchange files, such as nato-non-expansion. It never changes once it "
        "is in use.",
    )


class NamedQuerySet(TrackedQuerySet):
    """Rows that seeds and exchange files name by their slug."""

    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)


class Named(Searchable):
    """A row that is known by its slug, in addresses, seeds and exchange files."""

    slug = make_slug_field(unique=True)

    objects = NamedQuerySet.as_manager()  # type: ignore[misc]  # it narrows that of the base

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str, ...]:
        return (self.slug,)

    def list_searched(self) -> list[str]:
        return [self.slug, *self.list_names()]

    def list_names(self) -> list[str]:
        """Return all that it is called, its full name first."""
        raise NotImplementedError

    def clean(self) -> None:
        super().clean()
        stored = self.pk and not self._state.adding  # a row that is brought back has its key already
        if stored and not type(self).objects.filter(pk=self.pk, slug=self.slug).exists():
            raise ValidationError({"slug": "A slug that is in use cannot change: addresses and files name it."})
        if not self.slug:
            self._make_slug()

    def _make_slug(self) -> None:
        """Take the slug that follows from the name; refuse where there is none, or another row has it (one query)."""
        name = self.list_names()[0]
        self.slug = make_slug(name)
        if not name:
            return  # which its field refuses
        if not self.slug:
            raise ValidationError({"slug": f"“{isolate(name)}” gives no slug: write one in Latin letters and digits."})
        other = self.list_namesakes().filter(slug=self.slug).first()
        if other:
            self.slug, taken = "", self.slug
            reason = f"“{isolate(name)}” and “{isolate(str(other))}” would share the slug “{taken}”: write another one."
            if self.may_name and not self.may_name(other):
                reason = f"“{isolate(name)}” gives the slug “{taken}”, which is taken: write another one."
            raise ValidationError({"slug": reason})


def make_identity_field(*, unique: bool = False) -> models.CharField:
    """Make the field of a digest of the name, unique among all rows or, by a constraint, among some."""
    return models.CharField(max_length=IDENTITY_LENGTH, unique=unique, blank=True, editable=False)


class NamedOnce(Searchable):
    """A row of which no other has the name, in whatever case and form of its letters: see `rules.folding.fold_name`.

    `identity` is a digest, since a folded name may be longer than what a database keeps unique.
    """

    DERIVED = Searchable.DERIVED | {"identity"}
    NAME = "name"  # the field that holds it
    ITS_OWN: tuple[str, ...] = ("slug", "name")  # the fields of what nobody else is called, a line each

    identity = make_identity_field(unique=True)

    class Meta:
        abstract = True

    def list_names(self) -> list[str]:
        return [getattr(self, self.NAME)]

    def derive(self) -> None:
        super().derive()
        self.identity = identify_name(getattr(self, self.NAME))

    def clean(self) -> None:
        super().clean()
        for field, name in self.list_its_own():
            if not fold_name(name):
                raise ValidationError({field: f"The name “{name}” has no visible character."})
        self._refuse_what_others_are_called()

    def list_its_own(self) -> list[tuple[str, str]]:
        """Return (field, name) of what no other may be called. Short names are not among them: namesakes share one."""
        own = [(field, line) for field in self.ITS_OWN for line in str(getattr(self, field) or "").splitlines()]
        return [(field, name) for field, name in own if name]

    def _refuse_what_others_are_called(self) -> None:
        """Refuse a new name that another row goes by: whoever used it would get one of the two in silence (two
        queries)."""
        stored: Any = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        old = {fold_name(name) for _, name in stored.list_its_own()} if stored else set()
        new = [(field, name) for field, name in self.list_its_own() if fold_name(name) not in old]
        lines = Q()
        for _, name in new:
            lines |= seek_name(name)
        others: Any = self.list_namesakes().exclude(pk=self.pk).filter(lines).order_by("pk") if new else []
        called = [Called(other, other.slug, other.list_names()) for other in others]
        faults = defaultdict(list)
        for field, name in new:
            for other in find_meant(name, called):
                kind, row = self._meta.verbose_name, isolate(str(other.row))
                if self.may_name and not self.may_name(other.row):
                    faults[field].append(f"“{isolate(name)}” is taken: write another one.")
                else:
                    faults[field].append(f"The {kind} “{row}” ({other.slug}) goes by “{isolate(name)}” too.")
        if faults:
            raise ValidationError(dict(faults))


def identify_name(name: str) -> str:
    """Return what is equal for the spellings of one name, and for no others."""
    return hashlib.sha256(fold_name(name).encode()).hexdigest()[:IDENTITY_LENGTH]
