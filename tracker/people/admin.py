"""Sessions of all in the admin, for superusers: to look at, and to end."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from claims.admin.safe_admin import SafeAdmin

from . import second_factor, sessions, trail
from .kinds import TrailKind
from .models import AccountEvent, LoginSession


class ForSuperusers(SafeAdmin):
    """Rows that superusers look at, and nobody writes."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(LoginSession)
class LoginSessionAdmin(ForSuperusers):
    """To delete a session is to end it."""

    list_display = ("user", "named_browser", "address", "since", "last_seen")
    list_select_related = ("user",)
    search_fields = ("user__username", "address")
    fields = ("user", "named_browser", "address", "browser", "since", "last_seen")

    def has_delete_permission(self, request: HttpRequest, obj: LoginSession | None = None) -> bool:
        return self.has_view_permission(request)

    def delete_model(self, request: HttpRequest, obj: LoginSession) -> None:
        self.delete_queryset(request, LoginSession.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[LoginSession]) -> None:
        for session in queryset.select_related("user"):
            trail.record(TrailKind.SESSION, session.user.get_username(), session.named_browser)
        sessions.end(queryset)


@admin.register(AccountEvent)
class AccountEventAdmin(ForSuperusers):
    """Who logged in or tried to, and whose rights changed; nobody writes it."""

    list_display = ("at", "name", "kind", "by", "address", "detail")
    list_filter = ("kind",)
    search_fields = ("name", "by", "address", "detail")
    date_hierarchy = "at"
    fields = list_display


# Their own lists show secrets, and let them be typed.
admin.site.unregister([StaticDevice, TOTPDevice])


@admin.register(TOTPDevice)
class SecondFactorAdmin(ForSuperusers):
    """Who has a second factor; to delete one is to let its user log in without, such as after a lost telephone."""

    list_display = ("user", "confirmed", "created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    fields = list_display

    def has_delete_permission(self, request: HttpRequest, obj: TOTPDevice | None = None) -> bool:
        return self.has_view_permission(request)

    def delete_model(self, request: HttpRequest, obj: TOTPDevice) -> None:
        second_factor.remove(obj.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[TOTPDevice]) -> None:
        for device in queryset:
            self.delete_model(request, device)
