"""What every admin page does with an address or a form that no page of ours sent: it refuses it in words."""

from itertools import chain

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.http import QueryDict

from ..models.history import Versioned
from .choosers import Chooser, ChosenField, KeysField, ManyChooser, is_key
from .teams import SeenRowsFilter, narrow

LONGEST_SEARCH = 200  # letters; each word is a condition of the query


def drop_nulls(query: QueryDict) -> QueryDict:
    """Return a query string's parameters without null characters, which PostgreSQL refuses."""
    if "\x00" not in "".join(chain.from_iterable((name, *values) for name, values in query.lists())):
        return query
    cleaned = QueryDict(mutable=True)
    for name, values in query.lists():
        cleaned.setlist(name.replace("\x00", ""), [value.replace("\x00", "") for value in values])
    return cleaned


class SearchForm(ChangeListSearchForm):
    """Takes as many letters as a search can use."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[SEARCH_VAR] = forms.CharField(
            required=False,
            strip=False,
            max_length=LONGEST_SEARCH,
            error_messages={"max_length": f"Search for at most {LONGEST_SEARCH} letters: all rows are shown."},
        )


class SafeChangeList(ChangeList):
    """A list that is narrowed by its own filters and by nothing else that an address may name."""

    search_form_class = SearchForm

    def get_filters(self, request):
        """Refuse what no filter of the list has taken, and a year of thirty digits."""
        try:
            filters = super().get_filters(request)
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters(error) from error
        by_day = {f"{self.date_hierarchy}__{end}" for end in ("gte", "lt")} if self.date_hierarchy else set()
        if unknown := filters[2].keys() - by_day:
            raise DisallowedModelAdminLookup(f"The list has no filter {', '.join(sorted(unknown))}.")
        return filters


class ChoosingFields:
    """Fields in which rows are chosen by typing, on a page or in its rows of another model."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs |= {"widget": Chooser(db_field, self.admin_site), "form_class": ChosenField}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ManyChooser(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, form_class=KeysField, **kwargs)

    def get_field_queryset(self, db, db_field, request):
        """Let only rows be chosen that the user may see."""
        rows = super().get_field_queryset(db, db_field, request)
        return narrow(request.user, db_field.remote_field.model._default_manager.all() if rows is None else rows)

    def get_queryset(self, request):
        return narrow(request.user, super().get_queryset(request))


class SafeAdmin(ChoosingFields, admin.ModelAdmin):
    """An admin that no address and no posted form breaks."""

    def lookup_allowed(self, lookup, value, request):
        """Leave it to the list, which knows what its filters take."""
        return True

    def get_list_filter(self, request):
        """Let a list be filtered by rows of other tables that the user may see."""
        return [
            (one, SeenRowsFilter) if isinstance(one, str) and self._names_rows(one) else one
            for one in super().get_list_filter(request)
        ]

    def _names_rows(self, name):
        related = self.model._meta.get_field(name).related_model
        return related is not None and issubclass(related, Versioned)

    def get_object(self, request, object_id, from_field=None):
        """Let the row know who looks at it: what its page says of other rows, it says to them."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.seen_by = request.user
        return row

    def get_changelist(self, request, **kwargs):
        return SafeChangeList

    def changelist_view(self, request, extra_context=None):
        """Leave out what Django or PostgreSQL would fail on: null characters, and chosen rows that can be no key."""
        request.GET = drop_nulls(request.GET)
        if ERROR_FLAG in request.GET:  # where Django sends a filter that it cannot read; it would blame the database
            messages.error(request, "A filter in the address could not be read: all rows are shown.")
            request.GET = QueryDict()
        if ACTION_CHECKBOX_NAME in request.POST:
            request.POST = request.POST.copy()
            request.POST.setlist(ACTION_CHECKBOX_NAME, [*filter(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))])
        return super().changelist_view(request, extra_context)

    def get_search_results(self, request, queryset, search_term):
        """Search without null characters, which PostgreSQL refuses, and for no more words than a query can hold."""
        return super().get_search_results(request, queryset, search_term.replace("\x00", "")[:LONGEST_SEARCH])
