from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_delete, pre_migrate


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = "Claims and positions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.models import User

        from . import read_only_files, roles
        from .models import release_triggers, statistics, stored_days, stretch_rules, users
        from .search import index

        stored_days.read_each_once()
        read_only_files.watch()
        post_migrate.connect(roles.set_up, sender=self, dispatch_uid="claims_roles")
        pre_migrate.connect(index.stand_aside, sender=self, dispatch_uid="claims_search_aside")
        post_migrate.connect(index.set_up, sender=self, dispatch_uid="claims_search")
        pre_migrate.connect(stretch_rules.TRIGGERS.stand_aside, sender=self, dispatch_uid="claims_stretches_aside")
        post_migrate.connect(stretch_rules.TRIGGERS.set_up, sender=self, dispatch_uid="claims_stretches")
        pre_migrate.connect(release_triggers.TRIGGERS.stand_aside, sender=self, dispatch_uid="claims_releases_aside")
        post_migrate.connect(release_triggers.TRIGGERS.set_up, sender=self, dispatch_uid="claims_releases")
        post_migrate.connect(statistics.refresh, sender=self, dispatch_uid="claims_statistics")
        pre_delete.connect(users.refuse_to_forget, sender=User, dispatch_uid="claims_users_last")
