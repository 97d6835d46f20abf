"""Warnings in a form: what is odd and may be right all the same is shown at its field, with a tick to confirm it.

Nothing is saved until it is ticked or mended. A tick is for what was typed then: the page carries it from try to try,
and it counts no more once what it was given for has changed.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..rules.exchange import compute_digest
from .versioned_admin import VersionedForm

TICK = "I have checked this"


class TicksField(forms.Field):
    """The ticks that were posted; a page that shows errors carries them, unseen."""

    widget = forms.MultipleHiddenInput

    def has_changed(self, initial, data):
        return False


class ConfirmingForm(VersionedForm):
    """A form that asks whether what is odd was checked."""

    confirm = TicksField(required=False)

    def ask(self, field: str, code: str, sentence: str | SafeString, about: Mapping[str, Any]) -> bool:
        """Return whether a warning was ticked for what it is `about`; if not, show it at its field with a tick."""
        tick = f"{code}:{compute_digest(about)[:16]}"
        if tick in (self.cleaned_data.get("confirm") or ()):
            return True
        message = format_html(
            '{} <label class="tick"><input type="checkbox" name="confirm" value="{}"> {}</label>', sentence, tick, TICK
        )
        self.add_error(field, forms.ValidationError(message, code=code))
        return False
