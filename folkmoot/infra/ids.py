"""Public ids: 64 bit, sortable by time, with random low bits so that nobody can count them up."""

import secrets

RANDOM_BITS = 21
MAX_ID = 2**63 - 1


def new_id(at: int) -> int:
    """Return an id for a thing made at `at` (ms since 1970): 42 bits of time, 21 random bits.

    Ids of one millisecond are in random order; two million guesses a millisecond stand between a stranger
    and the next id. Good until the year 2109; always 19 digits, so that clients may compare them as text.
    """
    return (at << RANDOM_BITS) | secrets.randbits(RANDOM_BITS)


def time_of(public_id: int) -> int:
    """Return the millisecond (since 1970) in which `public_id` was made."""
    return public_id >> RANDOM_BITS


def first_id_at(at: int) -> int:
    """Return the smallest id that a thing made at `at` (ms since 1970) can have."""
    return at << RANDOM_BITS


def parse_id(text: str) -> int | None:
    """Return the id written in `text`, or None when it cannot be one of ours."""
    if not (text.isascii() and text.isdigit() and len(text) <= 19):
        return None
    number = int(text)
    return number if 0 < number <= MAX_ID else None


def new_key() -> str:
    """Return an unguessable name (128 random bits, 32 hexadecimal characters) for a stored object."""
    return secrets.token_hex(16)
