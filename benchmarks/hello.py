"""The least that Django answers, and a server of its own for it, without any middleware."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path


def hello(request):
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello)]


def make_application():
    """Make the WSGI application of the server."""
    settings.MIDDLEWARE = []
    settings.ROOT_URLCONF = __name__
    return get_wsgi_application()
