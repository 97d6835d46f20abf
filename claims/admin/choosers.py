"""Fields in which a row is chosen by typing a few letters of its name; no page lists every row of a table.

Where scripts do not run, each has a text field beside it, for the slug or the full name.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.contrib.auth.models import User
from django.db import models
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.text import Truncator

from ..models import Claim, Proposal
from ..models.named import seek_name
from ..rules import conditions
from ..rules.names import Called, collect_near, find_meant, find_near
from ..wording.names import write_near, write_several
from .teams import narrow

LONGEST_KEY = 18  # digits that every database takes for a primary key


def is_key(value: object) -> bool:
    return str(value).isdecimal() and str(value).isascii() and len(str(value)) <= LONGEST_KEY


def find_by_name(rows: models.QuerySet, typed: str) -> models.Model | None:
    """Return the one of the rows that is meant by a slug or a name, or None where there is none or several (one
    query)."""
    meant = find_all_meant(rows, typed)
    return meant[0] if len(meant) == 1 else None


def find_all_meant(rows: models.QuerySet, typed: str) -> list[Any]:
    """Return those of the rows that may be meant by a slug or a name (one query)."""
    if "\x00" in typed:
        return []
    with_line: Any = rows.filter(seek_name(typed)).order_by("pk")
    return [called.row for called in find_meant(typed, [Called(row, row.slug, row.list_names()) for row in with_line])]


class ChosenField(forms.ModelChoiceField):
    """A row that was chosen or typed; what is typed and means none, or several, is told so."""

    def to_python(self, value):
        if not isinstance(value, str) or not value or is_key(value):
            return super().to_python(value)
        meant = find_all_meant(self.queryset, value)
        noun = self.queryset.model._meta.verbose_name
        several = write_several(value, [(row.slug, str(row)) for row in meant]) if len(meant) > 1 else ""
        if several:
            raise forms.ValidationError(several, code="invalid_choice")
        typed = Truncator(value.replace("\x00", "")).chars(80)
        near = find_near(typed, collect_near([name for row in self.queryset for name in row.list_names()]))
        reason = f"There is no {noun} “{typed}”.{write_near(near)}"
        raise forms.ValidationError(reason, code="invalid_choice")


class _Typed:
    """What the choosers of one and of several rows have in common. `at_hand` are rows by key, among which is all that
    it shows as chosen; None where it is to ask."""

    at_hand = None

    def optgroups(self, name, value, attr=None):
        keys = {str(v) for v in value if is_key(v)}
        if self.at_hand is None:
            return super().optgroups(name, [*keys], attr)
        empty = [] if self.is_required or self.allow_multiple_selected else [("", "")]
        chosen = [
            (key, self.choices.field.label_from_instance(row)) for key, row in self.at_hand.items() if key in keys
        ]
        options = [
            self.create_option(name, key, label, bool(key), place) for place, (key, label) in enumerate(empty + chosen)
        ]
        return [(None, options, 0)]

    def read_typed(self, data, name):
        return data.get(f"{name}-typed", "").strip()


class Chooser(_Typed, AutocompleteSelect):
    """Chooses one row by typing."""

    hint = "or type its short name (slug) or full name"

    def render(self, name, value, attrs=None, renderer=None):
        label = self.attrs.get("aria-label")
        typed = format_html(
            '<noscript><input type="text" class="vTextField" name="{}-typed" value="{}" placeholder="{}" '
            'aria-label="{}"></noscript>',
            name,
            "" if value is None or is_key(value) else value,  # what was typed and is no row
            self.hint,
            f"{label}: {self.hint}" if label else self.hint,
        )
        return super().render(name, value, attrs, renderer) + typed

    def value_from_datadict(self, data, files, name):
        typed = self.read_typed(data, name)
        row = find_by_name(self.choices.queryset, typed) if typed else None
        return row.pk if row else typed or super().value_from_datadict(data, files, name)


def unwrap(widget):
    """Return the widget within the links that the admin puts around those that choose a row."""
    return getattr(widget, "widget", widget)


def read_chosen(forms):
    """Have the choosers of forms that are alike show what is chosen (one query for each field, not for each form)."""
    for name in forms[0].fields if forms else ():
        fields = [form.fields[name] for form in forms if name in form.fields]
        choosers = [unwrap(field.widget) for field in fields]
        if not isinstance(choosers[0], _Typed):
            continue
        values = [form.fields[name].get_bound_field(form, name).value() for form in forms if name in form.fields]
        keys = {key for value in values for key in (value if isinstance(value, list) else [value]) if is_key(key)}
        rows = fields[0].queryset.filter(pk__in=keys) if keys else ()
        at_hand = {str(row.pk): row for row in rows}
        for chooser in choosers:
            chooser.at_hand = at_hand


class ManyChooser(_Typed, AutocompleteSelectMultiple):
    """Chooses several rows by typing. Each has its own cross: one for all would be no valid item of the list."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}

    def value_from_datadict(self, data, files, name):
        return self.read_typed(data, name).split() or super().value_from_datadict(data, files, name)


class KeysField(forms.ModelMultipleChoiceField):
    """Takes the keys of several rows, and says which of them can be none: the database would fail on it."""

    def clean(self, value):
        for key in value or ():
            if not is_key(key):
                typed = Truncator(str(key).replace("\x00", "")).chars(40)
                raise forms.ValidationError(f"“{typed}” is not in the list: choose from the list.")
        return super().clean(value)


class DependsOn(forms.MultiWidget):
    """Two choosers of proposals, granted and refused, for the text `slug !slug` that `rules.conditions` reads."""

    template_name = "admin/claims/widgets/depends_on.html"

    def __init__(self, attrs=None):
        field, site = Claim._meta.get_field("proposal"), admin.site
        super().__init__({way: ManyChooser(field, site) for way in ("granted", "refused")}, attrs)
        self.choose_among(Proposal.objects.all())

    def choose_among(self, proposals):
        """Let one of these proposals be chosen."""
        self.proposals = proposals
        for widget in self.widgets:
            widget.choices = forms.ModelChoiceField(proposals, required=False).choices

    def id_for_label(self, id_):
        return f"{id_}_granted"

    def decompress(self, value):
        parts = [part for part in (value or "").split() if conditions.FORM.fullmatch(part)]
        slugs = [part.removeprefix("!") for part in parts]
        keys = dict(self.proposals.filter(slug__in=slugs).values_list("slug", "pk")) if slugs else {}
        granted = [str(keys[part]) for part in parts if part in keys]
        refused = [str(keys[part[1:]]) for part in parts if part.startswith("!") and part[1:] in keys]
        return [granted, refused]

    def value_from_datadict(self, data, files, name):
        """Return the text of what was chosen; what was typed and is no proposal stays in it, for the message."""
        granted, refused = super().value_from_datadict(data, files, name)
        keys = [int(key) for key in (*granted, *refused) if is_key(key)]
        slugs = dict(self.proposals.filter(pk__in=keys).values_list("pk", "slug")) if keys else {}

        def slug(key):
            return slugs.get(int(key), key) if is_key(key) else key.removeprefix("!")

        return conditions.write([(slug(key), True) for key in granted] + [(slug(key), False) for key in refused])


class ChosenFilter(admin.ListFilter):
    """Filters a list by one row of another table, chosen by typing; `field` names the relation."""

    template = "admin/claims/chosen_filter.html"
    field = ""

    def __init__(self, request, params, model, model_admin):
        self.title = self.parameter_name = self.field
        super().__init__(request, params, model, model_admin)
        self.relation = model._meta.get_field(self.field)
        self.site = model_admin.admin_site
        self.rows = narrow(request.user, self.relation.related_model.objects.all())
        values = params.pop(self.field, [])
        typed = request.GET.get(f"{self.field}-typed", "").strip()
        params.pop(f"{self.field}-typed", None)
        self.value = typed or (values[-1] if values else "")
        self.row = self._row()

    def has_output(self):
        return True

    def expected_parameters(self):
        return [self.field, f"{self.field}-typed"]

    def queryset(self, request, queryset):
        if not self.value:
            return queryset
        return queryset.filter(**{self.field: self.row}) if self.row else queryset.none()

    def choices(self, changelist):
        """Yield the one choice there is, all of them, with the form by which another is chosen."""
        widget = Chooser(self.relation, self.site)
        label = f"{self.title.capitalize()}"
        field = forms.ModelChoiceField(self.rows, required=False, widget=widget)
        attrs = {"id": f"filter-{self.field}", "aria-label": label, "data-filter": ""}
        mine = self.expected_parameters()
        others = {name: values for name, values in changelist.filter_params.items() if name not in mine}
        yield {
            "selected": not self.value,
            "query_string": changelist.get_query_string(remove=mine),
            "display": "All",
            "widget": field.widget.render(self.field, self.row.pk if self.row else "", attrs),
            "others": [(name, value) for name, values in others.items() for value in values],
            "no_row": self.value if self.value and not self.row else "",
        }

    def _row(self):
        if not self.value:
            return None
        return self.rows.filter(pk=self.value).first() if is_key(self.value) else find_by_name(self.rows, self.value)


def make_chosen_filter(name: str) -> type[ChosenFilter]:
    """Return a ChosenFilter for the relation of this name."""
    return type(f"Chosen{name.capitalize()}", (ChosenFilter,), {"field": name})


def read_preset(model: type[models.Model], query: QueryDict, user: User) -> dict[str, Any]:
    """Return the values that an address presets in a user's form of a new row (a query for each row that is named).

    `?source=4&quote=…` starts a claim on a passage of a source; a row may be named by its key, slug or name. What
    has no names stands as it was given: the field reads it.
    """
    initial = {}
    for field in model._meta.concrete_fields:
        value = query.get(field.name, "")
        if not field.editable or not value or "\x00" in value:
            continue
        if isinstance(field, models.ForeignKey) and hasattr(field.related_model, "slug") and not is_key(value):
            row = find_by_name(narrow(user, field.related_model._default_manager.all()), value)
            value = row.pk if row else ""
        initial[field.name] = value
    return initial
