from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save


class PeopleConfig(AppConfig):
    name = "tracker.people"
    verbose_name = "People and their logins"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.models import User

        from . import sessions

        user_logged_in.connect(sessions.begin, dispatch_uid="people_session_begins")
        user_logged_out.connect(sessions.end_own, dispatch_uid="people_session_ends")
        post_save.connect(sessions.end_after_new_password, sender=User, dispatch_uid="people_new_password")
