#!/usr/bin/env python
"""Django's command line for the tracker."""

import os
import sys

try:
    from tracker.commands import run
except ModuleNotFoundError:
    sys.exit("Django is not there: run it as .venv/bin/python manage.py … (`make install` makes .venv).")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    run(sys.argv)
