"""What a poll may ask, and which answers count."""

from collections.abc import Iterable

from msgspec.structs import replace

from folkmoot.features.polls.types import Poll, PollDraft
from folkmoot.formats import graphemes
from folkmoot.infra.errors import InvalidError

FEWEST_OPTIONS = 2
MOST_OPTIONS = 4
OPTION_LENGTH = 50
"""Characters of an option, as a reader counts them."""
RAW_OPTION_LENGTH = 500
"""Code points of an option, however few characters they are."""
SHORTEST = 300
LONGEST = 2_629_746
"""Seconds that a poll may be open: five minutes, and the twelfth part of a year."""


def check_poll(draft: PollDraft) -> PollDraft:
    """Return the draft without its empty options and the space around the others; InvalidError when it cannot be."""
    options = [option.strip() for option in draft.options]
    options = [option for option in options if option]
    if len(options) < FEWEST_OPTIONS:
        raise _refusal("options", "must be more than one")
    if len(options) > MOST_OPTIONS:
        raise _refusal("options", f"cannot be more than {MOST_OPTIONS}")
    if any(len(option) > RAW_OPTION_LENGTH or graphemes.count(option) > OPTION_LENGTH for option in options):
        raise _refusal("options", f"cannot be longer than {OPTION_LENGTH} characters each")
    if len(set(options)) < len(options):
        raise _refusal("options", "must differ from each other")
    if not SHORTEST <= draft.expires_in <= LONGEST:
        raise _refusal("expires_in", f"must be between {SHORTEST} and {LONGEST} seconds")
    return replace(draft, options=options)


def _refusal(field: str, sentence: str) -> InvalidError:
    words = f"Poll {field.replace('_', ' ')} {sentence}"
    return InvalidError(f"Validation failed: {words}", fields={f"poll[{field}]": [("ERR_INVALID", sentence)]})


def check_vote(poll: Poll, account_id: int, choices: Iterable[int], now: int) -> list[int]:
    """Return the answers of a member, each once and in order; InvalidError when they cannot be given."""
    chosen = sorted(set(choices))
    if poll.has_ended(now):
        raise InvalidError("Validation failed: The poll has already ended")
    if account_id == poll.account_id:
        raise InvalidError("Validation failed: You cannot vote in your own polls")
    if not chosen:
        raise InvalidError("Validation failed: Choices can't be blank")
    if not all(0 <= choice < len(poll.options) for choice in chosen):
        raise InvalidError("Validation failed: The chosen vote option does not exist")
    if len(chosen) > 1 and not poll.multiple:
        raise InvalidError("Validation failed: Only one option of this poll can be chosen")
    return chosen


def counted(tallies: list[int], choices: Iterable[int], by: int) -> list[int]:
    """Return the tallies with `by` more answers for each of these options."""
    chosen = set(choices)
    return [tally + by if place in chosen else tally for place, tally in enumerate(tallies)]
