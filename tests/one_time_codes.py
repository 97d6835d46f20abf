"""An app for one-time codes, as editors have it on their telephones."""

import time

from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tracker.people import second_factor


def show_code(app, later=0):
    """Return the code that an app shows now, or so many steps of half a minute later."""
    return f"{totp(app.bin_key, t0=-30 * later):06d}"


def give_second_factor(user):
    """Return a user's app, set up, and the recovery codes; the code of now is not used up."""
    app = TOTPDevice.objects.create(user=user, name="app")
    return app, second_factor.make_recovery_codes(user)


def wait_for_no_step():
    """Let no half minute end before some seconds from now, or a code of this one would be that of the last."""
    left = 30 - time.time() % 30
    if left < 5:
        time.sleep(left)
