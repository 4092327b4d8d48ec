"""Which entries a reader wants to see."""

from collections.abc import Container, Iterator, Sequence

from folkmoot.features.lists import RepliesPolicy
from folkmoot.features.posts import Visibility
from folkmoot.features.relations import Audience
from folkmoot.features.timelines.types import Entry


def wanted_at_home(entry: Entry, reader: Audience, now: int) -> bool:
    """Decide about one entry by an author whom the reader follows (or is), or with a tag that the reader follows.

    Direct posts are decided elsewhere.
    """
    if entry.account_id == reader.account_id:
        return True
    if reader.shuns(entry.account_id, now):
        return False
    if entry.by_tag:
        return True
    shows_boosts, languages = reader.following.get(entry.account_id, (False, frozenset()))
    if entry.reblog_of_id is not None:
        return shows_boosts and entry.reblog_account_id is not None and not reader.shuns(entry.reblog_account_id, now)
    if languages and entry.language and entry.language not in languages:
        return False
    return _reply_is_wanted(entry, reader)


def _reply_is_wanted(entry: Entry, reader: Audience) -> bool:
    """Say whether it is no reply, or one to somebody whom the reader follows, or to the reader or its own author."""
    target = entry.in_reply_to_account_id
    return target is None or target in (entry.account_id, reader.account_id) or target in reader.following


def belongs_on_list(entry: Entry, owner_id: int, policy: RepliesPolicy, on_list: Container[int]) -> bool:
    """Decide about a reply by an account on a list; to its own author or to the list's owner it always belongs there.

    Whether the target is followed was decided before, as for home.
    """
    target = entry.in_reply_to_account_id
    if target is None or target in (entry.account_id, owner_id) or policy is RepliesPolicy.FOLLOWED:
        return True
    return policy is RepliesPolicy.LIST and target in on_list


def is_closed(entry: Entry, reader: Audience) -> bool:
    """Say whether only those mentioned may see this entry, so that somebody must look who they are."""
    return entry.visibility == Visibility.DIRECT and entry.account_id != reader.account_id


def woven(authored: list[Entry], tagged: list[Entry], limit: int, *, ascending: bool) -> list[Entry]:
    """Return the first `limit` of two lists as one; what stands in both stands there for its tag."""
    by_id = {entry.id: entry for entry in (*authored, *tagged)}
    return sorted(by_id.values(), key=lambda entry: entry.id, reverse=not ascending)[:limit]


def each_once(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Leave out boosts of what stands among `entries` itself, or in another boost before them."""
    seen = {entry.id for entry in entries if entry.reblog_of_id is None}
    for entry in entries:
        if entry.reblog_of_id is not None:
            if entry.reblog_of_id in seen:
                continue
            seen.add(entry.reblog_of_id)
        yield entry
