"""Adding, changing and deleting keywords of a member's filters."""

from collections.abc import Sequence

from folkmoot.features.filters import rules, store
from folkmoot.features.filters.errors import UnknownFilterError
from folkmoot.features.filters.read import pick, pick_keyword
from folkmoot.features.filters.types import Filter, Keyword, KeywordChange
from folkmoot.infra.boot import Work


async def add_keyword(work: Work, account_id: int, filter_id: int, keyword: str, *, whole_word: bool) -> int:
    """Add a keyword to a filter; returns its id. UnknownFilterError, InvalidError when it is none or too much."""
    await store.lock(work.db, account_id)
    mine = await store.of_account(work.db, account_id)
    wanted = [KeywordChange(keyword=keyword, whole_word=whole_word)]
    [added] = await apply(work, mine, pick(mine, filter_id), wanted)
    work.touch("filters", account_id)
    return added.id


async def change_keyword(work: Work, account_id: int, change: KeywordChange) -> None:
    """Change the keyword that `change` names; UnknownFilterError when it is not the member's."""
    await store.lock(work.db, account_id)
    mine = await store.of_account(work.db, account_id)
    item, _ = pick_keyword(mine, change.id or 0)
    await apply(work, mine, item, [change])
    work.touch("filters", account_id)


async def delete_keyword(work: Work, account_id: int, keyword_id: int) -> None:
    """Delete one of the member's keywords; its filter stays. UnknownFilterError when it is not theirs."""
    await store.lock(work.db, account_id)
    pick_keyword(await store.of_account(work.db, account_id), keyword_id)
    await store.delete_keywords(work.db, [keyword_id])
    work.touch("filters", account_id)


async def apply(
    work: Work, mine: Sequence[Filter], item: Filter, changes: Sequence[KeywordChange]
) -> list[Keyword]:  # fmt: skip
    """Add, change and destroy keywords of one filter; returns those added. `mine` are all filters of the member."""
    known = {keyword.id: keyword for keyword in item.keywords}
    if any(change.id is not None and change.id not in known for change in changes):
        raise UnknownFilterError
    ended = {change.id for change in changes if change.destroy and change.id is not None}
    new = [change for change in changes if change.id is None and not change.destroy]
    rules.check_keyword_count(mine, len(known) - len(ended), len(new))
    await store.delete_keywords(work.db, sorted(ended))
    for change in changes:
        if change.id is not None and change.id not in ended:
            await store.update_keyword(work.db, _changed(known[change.id], change))
    ids = sorted(work.new_id() for _ in new)
    added = [_changed(Keyword(each, "", whole_word=True), change) for each, change in zip(ids, new, strict=True)]
    await store.insert_keywords(work.db, item.id, added)
    return added


def _changed(keyword: Keyword, change: KeywordChange) -> Keyword:
    words = keyword.keyword if change.keyword is None else change.keyword.strip()
    rules.check_keyword(words)
    return Keyword(keyword.id, words, keyword.whole_word if change.whole_word is None else change.whole_word)
