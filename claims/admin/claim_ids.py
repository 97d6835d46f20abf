"""The field in which a claim is named by its short id: it is copied from a page, and chosen from no list."""

from typing import Any

from django import forms

from ..models import Claim
from ..rules.folding import isolate
from ..wording.contradictions import NO_SUCH_CLAIM

LONGEST_TYPED = 80  # letters of what is no id, in the message


class ClaimIdField(forms.ModelChoiceField):
    """A published claim, of those that the user may see; an address may preset its id."""

    def __init__(self, claims: Any, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"size": 12, "spellcheck": "false", "autocapitalize": "none"})
        super().__init__(claims, to_field_name="public_id", required=False, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the id as it is typed, of a claim that the row names by its key."""
        if isinstance(value, int):
            return Claim.objects.filter(pk=value).values_list("public_id", flat=True).first()
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        typed = str(value or "").strip()
        try:
            return super().to_python(typed.replace("\x00", "?"))  # which no id has, and no database compares
        except forms.ValidationError:
            message = NO_SUCH_CLAIM.format(id=isolate(typed.replace("\x00", "")[:LONGEST_TYPED]))
            raise forms.ValidationError(message, code="invalid_choice") from None
