"""What every admin page of a tracked model does: write through the gate, and never over somebody else's change."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, IntegrityError, models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime

from ..models import BlindSuggestion, Member, Participant, SourceCoding
from ..models.batches import InBatch
from ..models.history import open_gate
from ..queries.differences import list_differences, list_fields, put_in_words, read_names
from ..roles import read_closed
from ..rules.folding import fold_for_search
from ..services import disposal
from ..services.write_gate import Refused, Stale, editing, find_hindrance
from ..wording.days import format_moment
from ..wording.findings import join_names
from ..wording.hindrances import HINDRANCES, RETRY_AFTER, Hindrance
from .choosers import read_preset
from .deleted_rows import BringsBack
from .teams import narrow, sees
from .words import count_rows


@contextmanager
def skip_while_hindered() -> Iterator[None]:
    """Do without a write while nothing can be written, as while an import keeps all others from it."""
    try:
        yield
    except DatabaseError as error:
        if find_hindrance(error) is None:
            raise


class VersionedForm(forms.ModelForm):
    """Carries the version that it showed; a row that was changed since is not overwritten unawares.

    The refusal names each field that somebody else changed, keeps what was typed, and carries the new version: to
    save again is a decision and no dead end.
    """

    hindrance: Hindrance | None = None  # why saving has just failed
    user: User | None = None  # who sees it, where it is the form of a page

    version_shown = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        required=False,
        max_length=300,
        label="Why you change it",
        help_text="Kept in the history.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.shown_version = self.instance.version
        self.initial["version_shown"] = self.instance.version

    def _post_clean(self):
        """What a row says of others it is not to be like, it says of those that may be seen."""
        user = self.user
        self.instance.may_name = user and (lambda other: sees(user, other))
        super()._post_clean()

    def clean(self):
        cleaned = super().clean()
        if self.hindrance:
            kept = f"{HINDRANCES[self.hindrance].sentence} What you typed is kept below."
            self.add_error(None, forms.ValidationError(kept, code=self.hindrance))
        typed = cleaned.get("version_shown")
        if self.instance.pk and typed != self.shown_version:
            self.data = self.data.copy()
            self.data[self.add_prefix("version_shown")] = str(self.shown_version)
            self.add_error(None, forms.ValidationError(self._explain_change(typed, cleaned), code="stale"))
        return cleaned

    def _explain_change(self, version, cleaned):
        """Say who changed the row since that version, and each field: stored before, stored now, typed here."""
        records = self.instance.history.select_related("history_user").order_by("-history_id")
        before, newest = records.filter(version=version).first(), records.first()
        lines = []
        if before:
            changed = list_differences(type(self.instance), [(before, self.instance)])[0]
            typed = self._put_typed_in_words(cleaned, {change.name for change in changed})
            lines = [(c.label, c.after, c.before, typed.get(c.name, "")) for c in changed]
        return format_html(
            "{} changed this while you had it open{}. What you typed is kept below; if you save again, it replaces "
            "their change.{}",
            newest.history_user.get_username() if newest and newest.history_user else "Somebody else",
            f" ({format_moment(localtime(newest.history_date))})" if newest else "",
            format_html("<ul>{}</ul>", format_html_join("", "<li>{}: now “{}”, before “{}”{}</li>", lines))
            if lines
            else "",
        )

    def _put_typed_in_words(self, cleaned, wanted):
        """Return what was typed into the wanted fields, in words, where it differs from what is stored."""
        model = type(self.instance)
        fields = [f for f in list_fields(model) if f.name in wanted and f.name in cleaned]
        row = model(**{f.name: cleaned[f.name] for f in fields})
        names = read_names(fields, [row])
        return {f.name: f"; you typed “{put_in_words(f, getattr(row, f.attname), names)}”" for f in fields}


OWN = {Participant: "part", Member: "membership", SourceCoding: "coding", BlindSuggestion: "suggestion"}
# What the gate, the database or the models say of a post that was right when it was checked.
OVERTAKEN = (Stale, Refused, IntegrityError, ObjectDoesNotExist, ValidationError)


class VersionedAdmin(BringsBack):
    """A model admin whose every write runs inside `editing()`, in the user's name and with the reason given."""

    form = VersionedForm
    save_on_top = True
    search_hint = ""  # what the list's search finds, in words
    in_every_form: tuple[str, ...] = ("reason", "version_shown")  # what the form has besides the fields of the row

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj) or (obj is None and not self.has_add_permission(request)):
            return fieldsets
        others = [
            (title, {**options, "fields": [n for n in options["fields"] if n not in self.in_every_form]})
            for title, options in fieldsets
        ]
        return [*others, ("This change", {"fields": [*self.in_every_form]})]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Read, check and show what was posted outside any transaction; only `save_model` opens one."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self.take_post(request, object_id, form_url, extra_context)
        except OVERTAKEN:  # between the check and the lock: checked anew, the form says by what
            return self.take_post(request, object_id, form_url, extra_context)
        except (DatabaseError, OSError) as error:
            request.hindrance = find_hindrance(error)
            if request.hindrance is None:
                raise
            answer = self.take_post(request, object_id, form_url, extra_context)
            answer.status_code = HINDRANCES[request.hindrance].status
            answer["Retry-After"] = str(RETRY_AFTER)
            return answer

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A slug that is left empty follows from the name, whatever its script."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "slug":
            field.required = False
            field.help_text += " Left empty, it is made from the name."
        return field

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.hindrance = getattr(request, "hindrance", None)
        form.user = request.user
        return form

    def get_changeform_initial_data(self, request):
        return read_preset(self.model, request.GET, request.user)

    def log_addition(self, *args):
        """Note it in Django's own log too. The gate has kept the history, so nothing is lost without."""
        with skip_while_hindered():
            return super().log_addition(*args)

    def log_change(self, *args):
        with skip_while_hindered():
            return super().log_change(*args)

    def take_post(self, request, object_id, form_url, extra_context):
        """Take a posted form as Django does inside the transaction that its public view opens first.

        That would keep all others from writing while a text is uploaded, and no hook of Django's leaves it out: hence
        the private method, here and nowhere else. A test says so when Django changes what its public view does.
        """
        return self._changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        """Write the row, its links and the rows on its page in one transaction, if it is still as it was when the form
        was checked."""
        with editing(request.user, form.cleaned_data["reason"]) as gate:
            self.lock(gate, obj, form)
            self.write(gate, obj, form)
            form.save_m2m()
            for formset in getattr(obj, "formsets", ()):
                formset.write(gate)

    def lock(self, gate, row, form):
        if row.pk:
            gate.lock(self.model, row.pk, form.shown_version)

    def write(self, gate, row, form):
        gate.save(row)

    def save_related(self, request, form, formsets, change):
        """The links and rows are written with their row, by `save_model`."""

    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        uses = self.count_uses(request.user, row) if row and self.has_delete_permission(request, row) else []
        if uses:
            messages.error(request, f"“{row}” cannot be deleted: it is used by {join_names(uses)}.")
            return redirect(self.change_url(row))
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        try:
            with editing(request.user, "deleted"):
                return super().delete_view(request, object_id, extra_context)
        except Refused as refused:
            messages.error(request, f"“{row}” cannot be deleted. {' '.join(refused.reasons)}")
            return redirect(self.change_url(row))

    def count_uses(self, user, row):
        """Return what keeps a row from being deleted, such as "3 claims" (one query for each kind, and one more for
        what the user does not see)."""
        by = {}
        for relation in row._meta.related_objects:
            if relation.many_to_many or relation.on_delete in (models.PROTECT, models.RESTRICT):
                used_by = relation.related_model
                by[used_by] = by.get(used_by, models.Q()) | models.Q(**{relation.field.name: row})
        along = [one for one in (*disposal.list_trials(row), *disposal.list_own(row)) if sees(user, one)]
        used = {
            model: model._base_manager.filter(uses).exclude(pk__in=[one.pk for one in along if type(one) is model])
            for model, uses in by.items()
        }
        in_batches = [used.pop(model) for model in [*used] if issubclass(model, InBatch)]
        counts = {model: narrow(user, rows).distinct().count() for model, rows in used.items()}
        uses = [count_rows(model, count) for model, count in counts.items() if count]
        unseen = read_closed(user) and any(rows.distinct().count() > counts[model] for model, rows in used.items())
        if unseen or any(rows.exists() for rows in in_batches):
            uses.append("rows that you do not see")
        return uses or (["an earlier version of a published claim or outcome"] if disposal.was_cited(row) else [])

    def get_deleted_objects(self, objs, request):
        """List on the page that asks for certainty what goes with the row: its trials and what is of it alone keep
        nothing from going."""
        trials = [trial for row in objs for trial in disposal.list_trials(row)]
        own = [one for row in objs for one in disposal.list_own(row)]
        if not trials and not own:
            return super().get_deleted_objects(objs, request)
        listed = [
            *(f"Withdrawn {trial._meta.verbose_name}, never published: {trial.public_id}, {trial}" for trial in trials),
            *(f"Its {OWN[type(one)]}: {one}" for one in own),
        ]
        kinds = Counter(str(along._meta.verbose_name_plural) for along in (*trials, *own))
        return [*map(str, objs), listed], dict(kinds), set(), []

    def delete_model(self, request, obj):
        disposal.delete(obj, disposal.list_trials(obj))

    def change_url(self, row):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    def get_object(self, request, object_id, from_field=None):
        """Inside the gate, lock the row that is about to be written; elsewhere there is no transaction to hold it."""
        row = super().get_object(request, object_id, from_field)
        if row is None or open_gate.get() is None:
            return row
        locked = self.model._base_manager.select_for_update().filter(pk=row.pk).first()
        if locked is not None:
            locked.seen_by = request.user
        return locked

    def get_search_results(self, request, queryset, search_term):
        """Search folded, as `searched_text` is."""
        return super().get_search_results(request, queryset, fold_for_search(search_term))

    def get_actions(self, request):
        """Rows are deleted one by one, each with its history."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions
