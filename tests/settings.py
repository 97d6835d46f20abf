"""The product's settings, changed only where tests would be slow or would meet somebody's data."""

import os
import tempfile

# A folder for each run, gone with it: tests never see what `make run` keeps, and two runs never meet.
folder = tempfile.TemporaryDirectory(prefix="tracker-tests-")
os.environ["DATA_DIR"] = folder.name

from tracker.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages are tested without collecting static files first, so their names carry no hash.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
API_REQUESTS_A_MINUTE = 0  # tests ask more often than anybody may
ADDRESS_SECONDS_A_MINUTE = ADDRESS_FILES_AT_ONCE = 0
PAGES_KEPT_BYTES = 0  # what is tested of a page is how it is made
FILES_AT_ONCE = 1000  # and leave answers unread that a server would close
STATIC_ROOT.mkdir()  # WhiteNoise warns if it is missing
