from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_migrate, post_save, pre_migrate


class PeopleConfig(AppConfig):
    name = "tracker.people"
    verbose_name = "People and their logins"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from axes.signals import user_locked_out
        from django.contrib.auth.models import User

        from claims.backup import restoring

        from . import rights, sessions, trail, trail_triggers

        user_logged_in.connect(sessions.begin, dispatch_uid="people_session_begins")
        user_logged_out.connect(sessions.end_own, dispatch_uid="people_session_ends")
        post_save.connect(sessions.end_after_new_password, sender=User, dispatch_uid="people_new_password")
        user_logged_in.connect(trail.note_login, dispatch_uid="people_trail_login")
        user_logged_out.connect(trail.note_logout, dispatch_uid="people_trail_logout")
        user_login_failed.connect(
            trail.note_failure, dispatch_uid="people_trail_failure"
        )  # after axes, which counts it
        user_locked_out.connect(trail.note_lockout, dispatch_uid="people_trail_lockout")
        rights.connect()
        pre_migrate.connect(trail_triggers.TRIGGERS.stand_aside, sender=self, dispatch_uid="people_trail_aside")
        post_migrate.connect(trail_triggers.TRIGGERS.set_up, sender=self, dispatch_uid="people_trail")
        restoring.STAND_ASIDE.append(trail_triggers.TRIGGERS.remove)
