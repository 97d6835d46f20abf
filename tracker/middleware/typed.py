"""What somebody typed, on every page that says that it could not be taken."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst

SECRETS = ("csrfmiddlewaretoken", "password")


class Typed(NamedTuple):
    """A field of a form as its reader may call it, and what was typed there."""

    name: str
    text: str


def list_typed(request: HttpRequest) -> list[Typed]:
    """Return what was typed into the posted form, without secrets and what pages keep for themselves.

    A number alone is a row that was chosen from a list; its key says nothing to people.
    """
    return [
        Typed(capfirst(name.replace("_", " ").replace("-", " ")), text)
        for name, values in request.POST.lists()
        for text in values
        if not any(secret in name for secret in SECRETS)
        and not name.startswith("_")
        and text.strip()
        and not text.isdecimal()
    ]


def say_not_saved(request: HttpRequest, *, heading: str, sentence: str, status: int, login: str = "") -> HttpResponse:
    """Answer a form that could not be taken with the reason and with what was typed."""
    context = {"heading": heading, "sentence": sentence, "login": login, "typed": list_typed(request)}
    return render(request, "not_saved.html", context, status=status)
