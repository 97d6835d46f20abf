"""Addresses of the pages that people with a login have of their own, below /account/."""

from django.urls import path

from . import views

app_name = "people"

urlpatterns = [
    path("sessions/", views.session_list, name="sessions"),
    path("sessions/others/end/", views.end_other_sessions, name="end-others"),
    path("sessions/<int:session>/end/", views.end_session, name="end-session"),
    path("password/", views.NewPassword.as_view(), name="password"),
]
