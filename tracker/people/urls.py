"""Addresses of the pages that people with a login have of their own, below /account/."""

from django.urls import path

from . import factor_views, views

app_name = "people"

urlpatterns = [
    path("sessions/", views.session_list, name="sessions"),
    path("sessions/others/end/", views.end_other_sessions, name="end-others"),
    path("sessions/<int:session>/end/", views.end_session, name="end-session"),
    path("second-factor/", factor_views.show_second_factor, name="second-factor"),
    path("second-factor/begin/", factor_views.begin, name="begin-second-factor"),
    path("second-factor/confirm/", factor_views.confirm, name="confirm-second-factor"),
    path("second-factor/codes/", factor_views.make_codes, name="codes-of-second-factor"),
    path("second-factor/remove/", factor_views.remove, name="remove-second-factor"),
    path("password/", views.NewPassword.as_view(), name="password"),
]
