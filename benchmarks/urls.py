"""The product's addresses, and two that floors ask for: a greeting, and a page without the rows of its table."""

from django.shortcuts import render
from django.urls import include, path

from .hello import hello

SHELL = None, {}  # template and context of the page that is asked for


def shell(request):
    template, context = SHELL
    return render(request, template, context)


urlpatterns = [path("hello/", hello), path("shell/", shell), path("", include("tracker.urls"))]
