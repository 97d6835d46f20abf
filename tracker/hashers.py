"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class LeanArgon2(Argon2PasswordHasher):
    """Argon2id with the memory that OWASP asks for at the least: 19 MiB, gone over twice.

    Django takes 100 MiB a password: eight who log in at once, on the eight threads of a server, would have it take
    800 MiB, and so would eight who guess.
    """

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1
