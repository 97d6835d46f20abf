"""Public ids of what seeds bring in: the same in every installation, so that links to it hold."""

import hashlib

from ...models.public_ids import ID_ALPHABET, ID_LENGTH


def make_seed_public_id(source_slug: str, key: str) -> str:
    """Return the public id of a seed claim."""
    number = int.from_bytes(hashlib.sha256(f"{source_slug}\n{key}".encode()).digest())
    letters = []
    for _ in range(ID_LENGTH):
        number, letter = divmod(number, len(ID_ALPHABET))
        letters.append(ID_ALPHABET[letter])
    return "".join(letters)


def make_outcome_public_id(source_slug: str, key: str) -> str:
    """Return the public id of a seed outcome: another than that of a claim with the same key."""
    return make_seed_public_id(source_slug, f"outcome\n{key}")
