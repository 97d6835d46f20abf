"""What the names of a file stand for: rows that are here, new ones that are suggested, or nothing."""

from typing import Any, NamedTuple

from django import forms

from ..importers.spreadsheet.additions import MODELS
from ..models import ActorKind, Topic
from ..roles import is_reviewer
from ..rules.folding import fold_name
from ..rules.import_profiles import LEFT_OUT
from ..rules.names import list_near
from ..wording import imports as wording
from ..wording.names import write_several
from .choosers import find_all_meant
from .teams import narrow
from .waiting_import import WaitingImport

TYPED, NEW = "typed", "new"
KINDS_OF_NEW = (ActorKind.PARTY, ActorKind.COALITION, ActorKind.EXPERT)
MOST_OFFERED = 500


class NameLine(NamedTuple):
    """A name of a file in the form, with its fields."""

    kind: str
    name: str
    number: int
    choice: Any
    typed: Any
    of_kind: Any
    alias: Any


class NamesForm(forms.Form):
    """What each unknown name stands for. Nothing is taken unasked, however alike."""

    def __init__(self, waiting: WaitingImport, data: Any = None) -> None:
        super().__init__(data)
        self.waiting = waiting
        unknown = waiting.list_unknown(again=True)
        self.unknown, self.more = unknown[: wording.MOST_NAMES], len(unknown[wording.MOST_NAMES :])
        self.may_alias = is_reviewer(waiting.user)
        for number, (kind, name, _) in enumerate(self.unknown):
            self._add_fields(number, kind, name)
        topics = Topic.objects.filter(negotiation=waiting.row.negotiation)
        if any(kind == "proposal" for kind, _, _ in self.unknown):
            self.fields["topic"] = forms.ModelChoiceField(
                topics,
                required=False,
                label="Topic of new proposals",
                initial=topics.first(),
                help_text="Under which those are suggested that you call new.",
            )

    def _add_fields(self, number: int, kind: str, name: str) -> None:
        index = self.waiting.get_index(kind)
        choices = []
        for near in list_near(name, index.near):
            key = next(iter(index.find_all(near)), None) or index.find_slug(near)
            if key is not None and (index.called[key].slug, str(index.rows[key])) not in choices:
                choices.append((index.called[key].slug, str(index.rows[key])))
        self.fields[f"name-{number}"] = forms.ChoiceField(
            required=False,
            choices=[
                *choices,
                (TYPED, "another one, typed here:"),
                (NEW, f"a new {kind}, which I suggest"),
                (LEFT_OUT, "nothing: leave its rows out"),
            ],
            widget=forms.RadioSelect,
            initial=self._find_said(kind, name, [slug for slug, _ in choices]),
            label=name,
        )
        self.fields[f"typed-{number}"] = forms.CharField(
            required=False,
            max_length=300,
            widget=forms.TextInput(attrs={"list": f"{kind}s", "aria-label": f"“{name}” is"}),
        )
        if kind == "actor":
            kinds = [(each.value, each.value) for each in KINDS_OF_NEW]
            select = forms.Select(attrs={"aria-label": f"If “{name}” is new, it is a"})
            self.fields[f"kind-{number}"] = forms.ChoiceField(required=False, choices=kinds, widget=select)
        if self.may_alias:
            self.fields[f"alias-{number}"] = forms.BooleanField(
                required=False, label="for everybody: keep it as an alias"
            )

    def _find_said(self, kind: str, name: str, offered: list[str]) -> str:
        """Return what was said of a name before, where it is asked again."""
        folded = fold_name(name)
        for new in self.waiting.row.choices.get("new", ()):
            if new["kind"] == kind and fold_name(new["name"]) == folded:
                return NEW
        names = self.waiting.profile.names.get(kind, {})
        said = next((slug for each, slug in names.items() if fold_name(each) == folded), "")
        return said if said in (*offered, LEFT_OUT, "") else TYPED

    @property
    def lines(self) -> list[NameLine]:
        return [
            NameLine(
                kind,
                name,
                rows,
                self[f"name-{number}"],
                self[f"typed-{number}"],
                self[f"kind-{number}"] if kind == "actor" else None,
                self[f"alias-{number}"] if self.may_alias else None,
            )
            for number, (kind, name, rows) in enumerate(self.unknown)
        ]

    @property
    def offered(self) -> dict[str, list[str]]:
        """Return the names that are offered as one types, by kind."""
        kinds = {kind for kind, _, _ in self.unknown}
        return {kind: [str(row) for row in self.waiting.get_index(kind).rows.values()][:MOST_OFFERED] for kind in kinds}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        profile = self.waiting.profile
        choices = dict(self.waiting.row.choices)
        asked = {(kind, fold_name(name)) for kind, name, _ in self.unknown}
        new, aliases = (
            [each for each in choices.get(list_name, ()) if (each["kind"], fold_name(each["name"])) not in asked]
            for list_name in ("new", "aliases")
        )
        names = {
            kind: {name: slug for name, slug in of_kind.items() if (kind, fold_name(name)) not in asked}
            for kind, of_kind in profile.names.items()
        }
        for number, (kind, name, _) in enumerate(self.unknown):
            meant = cleaned.get(f"name-{number}", "")
            if meant == TYPED or (not meant and cleaned.get(f"typed-{number}")):
                meant = self._find_typed(number, kind, cleaned.get(f"typed-{number}", ""))
            if meant == NEW:
                new.append(self._describe_new(number, kind, name, cleaned))
            elif meant:
                names.setdefault(kind, {})[name] = meant
                if meant != LEFT_OUT and cleaned.get(f"alias-{number}"):
                    aliases.append({"kind": kind, "slug": meant, "name": name})
        self.matched = profile._replace(names=names)
        also = [[kind, name] for kind, name, _ in self.unknown]
        self.choices = choices | {"new": new, "aliases": aliases, "asked": also}
        return cleaned

    def _find_typed(self, number: int, kind: str, typed: str) -> str:
        rows = narrow(self.waiting.user, MODELS[kind]._default_manager.all())
        if kind == "proposal":
            rows = rows.filter(negotiation=self.waiting.row.negotiation)
        meant = find_all_meant(rows, typed) if typed else []
        if len(meant) == 1:
            return str(meant[0].slug)
        reason = f"There is no {kind} “{typed}”: choose one of those that are here."
        if len(meant) > 1:
            reason = write_several(typed, [(row.slug, str(row)) for row in meant])
        self.add_error(f"typed-{number}", reason if typed else f"Type which {kind} it is.")
        return ""

    def _describe_new(self, number: int, kind: str, name: str, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Return a name that is new as the choices of a file keep it."""
        if kind == "actor":
            return {"kind": kind, "name": name, "actor_kind": cleaned.get(f"kind-{number}") or ActorKind.PARTY.value}
        topic = cleaned.get("topic")
        if topic is None:
            self.add_error("topic", "Choose the topic under which new proposals are suggested.")
        return {"kind": kind, "name": name, "topic": topic.pk if topic else 0}
