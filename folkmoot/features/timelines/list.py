"""List timelines: what the accounts on a list said, merged when it is read."""

from folkmoot.features import lists, relations
from folkmoot.features.timelines.merged import Wanted, filled
from folkmoot.features.timelines.rules import belongs_on_list
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Bounds


async def of_list(ground: Ground, account_id: int, list_id: int, bounds: Bounds) -> list[int]:
    """Return the ids of one page of a list of `account_id`, as `home` does; MissingError for any other list."""
    reader = await relations.audience(ground, account_id)
    found = await lists.get(ground.db.reader, account_id, list_id)
    on_list = frozenset(await lists.member_ids(ground.db.reader, list_id))
    authors = [author for author in on_list if author == account_id or author in reader.following]
    wanted = Wanted(reader, authors, lambda entry: belongs_on_list(entry, account_id, found.replies_policy, on_list))
    return await filled(ground, wanted, [], bounds)
