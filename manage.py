#!/usr/bin/env python
"""Django's command line for the tracker."""

import os
import sys

try:
    from django.core.management import execute_from_command_line
except ModuleNotFoundError:
    sys.exit("Django is not there: run it as .venv/bin/python manage.py … (`make install` makes .venv).")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    execute_from_command_line(sys.argv)
