"""The field in which a claim or an outcome names a wording: only those of its proposal are offered."""

from typing import Any

from django import forms
from django.urls import reverse

from ..models import Proposal, Wording
from .choosers import is_key

ANOTHER = "Choose a wording of this proposal, or none."


class WordingField(forms.ModelChoiceField):
    """A wording of the proposal that the form names; a script offers others as soon as another proposal is chosen."""

    def __init__(self, help_text: Any) -> None:
        widget = forms.Select(attrs={"data-wordings-of": "id_proposal"})
        super().__init__(
            Wording.objects.none(),
            required=False,
            empty_label="none is named",
            widget=widget,
            help_text=help_text,
            error_messages={"invalid_choice": ANOTHER},
        )

    def label_from_instance(self, wording: Any) -> str:
        return str(wording.words)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value and not is_key(value):
            raise forms.ValidationError(ANOTHER, code="invalid_choice")
        return super().to_python(value)


class NamesWording(forms.ModelForm):
    """A form of a row of a proposal that may name a wording of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "wording" in self.fields and "proposal" in self.fields:
            field: Any = self.fields["wording"]
            proposals: Any = self.fields["proposal"]
            chosen = proposals.queryset.filter(pk=self._find_proposal())  # of those that the user may choose
            field.queryset = Wording.objects.filter(proposal__in=chosen).order_by("-day", "-pk")
            field.widget.attrs["data-url"] = reverse("admin:claims_wording_of_proposal")

    def _find_proposal(self) -> int | None:
        """Return the key of the proposal that is chosen in the form as it was sent, or as it is shown first."""
        if self.is_bound:
            chosen = self["proposal"].data
        else:
            chosen = self.get_initial_for_field(self.fields["proposal"], "proposal")
        if isinstance(chosen, Proposal):
            return chosen.pk
        return int(chosen) if is_key(chosen) else None
