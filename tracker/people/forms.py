"""What people type on the pages of their account and when they log in."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import HttpRequest
from django_otp.models import Device

from . import second_factor

PLAIN_LABELS = {"label_suffix": ""}  # as all labels of the site are


class CodeField(forms.CharField):
    """A code of an app, or a recovery code; blanks and hyphens in it do not count."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        )
        super().__init__(max_length=40, widget=widget, **options)


class CodeForm(forms.Form):
    """A code of a user, which has to wait after wrong ones. Once it is valid, `device` is what the code was of."""

    code = CodeField(label="Code")
    WRONG = "This code is wrong, or was used already. An app shows a new one each half minute."

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **PLAIN_LABELS | options)
        self.user = user
        self.waits = False

    def read_wait(self, code: str) -> int:
        """Return for how many seconds no code like this is looked at."""
        return second_factor.read_wait(self.user, code)

    def check(self, code: str) -> Device | None:
        """Return what a code is of, and take it; None where it is wrong."""
        return second_factor.check_code(self.user, code)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        wait = self.read_wait(code)
        if wait:
            self.waits = True
            raise forms.ValidationError(f"After a wrong code, wait {wait} second{'s' * (wait != 1)} before the next.")
        self.device = self.check(code)
        if self.device is None:
            raise forms.ValidationError(self.WRONG)
        return code


class FirstCodeForm(CodeForm):
    """The code by which an app shows that it has the secret."""

    code = CodeField(label="Code that the app shows")
    WRONG = "This is not the code that the app should show. Look whether its clock is right, and wait for the next."

    def read_wait(self, code: str) -> int:
        return second_factor.read_wait_to_confirm(self.user)

    def check(self, code: str) -> Device | None:
        return second_factor.confirm(self.user, code)


class PasswordForm(forms.Form):
    """The user's password, asked again before what only they may do: `part` tells this form from others on its page.
    Wrong ones count as at the login."""

    password = forms.CharField(
        label="Your password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, request: HttpRequest, part: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **PLAIN_LABELS | {"auto_id": f"%s-{part}"} | options)
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        name = self.request.user.get_username()
        if authenticate(self.request, username=name, password=password) != self.request.user:
            raise forms.ValidationError("This is not your password.")
        return password
