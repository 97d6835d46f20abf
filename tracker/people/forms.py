"""What people type on the pages of their account and when they log in."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import HttpRequest

from . import second_factor


class CodeField(forms.CharField):
    """A code of an app, or a recovery code; blanks and hyphens in it do not count."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        )
        super().__init__(max_length=40, widget=widget, **options)


class LoginCodeForm(forms.Form):
    """The second step of a login. Once it is valid, `device` is what the code was of."""

    code = CodeField(label="Code")

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        self.waits = False

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        wait = second_factor.read_wait(self.user, code)
        if wait:
            self.waits = True
            raise forms.ValidationError(f"After a wrong code, wait {wait} second{'s' * (wait != 1)} before the next.")
        self.device = second_factor.check_code(self.user, code)
        if self.device is None:
            raise forms.ValidationError(
                "This code is wrong, or was used already. An app shows a new one each half minute."
            )
        return code


class FirstCodeForm(forms.Form):
    """The code by which an app shows that it has the secret."""

    code = CodeField(label="Code that the app shows")

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.device = second_factor.confirm(self.user, code)
        if self.device is None:
            raise forms.ValidationError(
                "This is not the code that the app should show. Look whether its clock is right, and wait for the next."
            )
        return code


class PasswordForm(forms.Form):
    """The user's password, asked again before what only they may do. Wrong ones count as at the login."""

    password = forms.CharField(
        label="Your password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        name = self.request.user.get_username()
        if authenticate(self.request, username=name, password=password) != self.request.user:
            raise forms.ValidationError("This is not your password.")
        return password
