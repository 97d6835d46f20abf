"""The product's settings, for a new database that is made at once, not by one migration after the other."""

from tracker.settings import *

MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in INSTALLED_APPS}
