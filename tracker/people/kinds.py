"""What the trail tells of."""

from django.db.models import TextChoices


class TrailKind(TextChoices):
    """A kind of event, as it is stored and as superusers read it."""

    LOGIN = "login", "logged in"
    LOGOUT = "logout", "logged out"
    FAILURE = "failure", "wrong password or code"
    LOCKOUT = "lockout", "has to wait after wrong ones"
    FACTOR = "factor", "second factor"
    SESSION = "session", "session ended by another"
    PASSWORD = "password", "new password"
    RIGHTS = "rights", "rights"
