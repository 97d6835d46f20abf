from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path

from tracker.csp_reports import take_report
from tracker.people.logging_in import DeskLogin, LoginCode, SiteLogin


@login_not_required
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Browsers ask for this on pages that name no icon, such as the admin's."""
    return redirect(static("claims/icon.svg"))


handler500 = "tracker.middleware.hindered_writes.answer_failure"

urlpatterns = [
    path(
        "admin/login/", DeskLogin.as_view(), name="desk-login"
    ),  # before the admin's own, which knows no second factor
    path("admin/", admin.site.urls),
    path("csp-reports/", take_report, name="csp-reports"),
    path("favicon.ico", favicon),
    path("login/", SiteLogin.as_view(), name="login"),
    path("login/code/", LoginCode.as_view(), name="login-code"),
    path("logout/", LogoutView.as_view(next_page="login"), name="logout"),
    path("account/", include("tracker.people.urls")),
    path("api/v1/", include("claims.api.urls")),
    path("", include("claims.reader.sharing_urls")),
    path("", include("claims.reader.urls")),  # before all that fewer ask for: addresses are compared one by one
    path("", include("claims.workbench.urls")),
]
