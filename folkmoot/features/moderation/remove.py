"""Removing a post: it is deleted, and what stays says that it was removed, when, and by which rule."""

from collections.abc import Sequence

from folkmoot.features import accounts, auth, posts
from folkmoot.features.auth import Permission
from folkmoot.features.moderation import removed_store, store, strike_store
from folkmoot.features.moderation.events import StrikeIssued
from folkmoot.features.moderation.rules import broken_rules
from folkmoot.features.moderation.sanction import report_about
from folkmoot.features.moderation.types import REMOVAL, Removal, RemovedPost, Strike
from folkmoot.features.posts import Post, UnknownPostError, Visibility
from folkmoot.features.site import Rule
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import InvalidError


async def remove_post(work: Work, by_id: int, post: Post, removal: Removal, rules: Sequence[Rule]) -> Strike:
    """Remove a post for good and return the strike against its author, who is told; `rules` are those of the site.

    It answers the report it names, and those that are about this post alone. UnknownPostError for what is gone
    already, MissingError for a report about somebody else, InvalidError for a boost and for what no reason may be,
    ForbiddenError for who may not.
    """
    category, broken = broken_rules(removal, rules)
    if post.reblog_of_id is not None:
        raise InvalidError("Validation failed: A boost is not removed, but the post that it boosts")
    await auth.authorize(work.db, by_id, Permission.MANAGE_REPORTS, post.account_id)
    author = await accounts.get(work.db, post.account_id)
    found = (await posts.by_ids(work.db, [post.id])).get(post.id)
    if found is None:
        raise UnknownPostError
    report = await report_about(work, found.account_id, removal.report_id)
    strike = Strike(
        work.new_id(), found.account_id, by_id, REMOVAL, removal.text, [found.id],
        [] if report is None else [report.id], work.now,
    )  # fmt: skip
    await strike_store.insert(work.db, strike)
    stays = RemovedPost(found.id, found.account_id, strike.id, found.visibility, category, broken, work.now)
    if not await removed_store.insert(work.db, stays):
        raise UnknownPostError
    await removed_store.keep_replies(work.db, found.id)
    await posts.delete(work, found)
    await _answer(work, by_id, strike)
    await auth.log_act(work, by_id, "remove", f"post:{found.id}", f"account:{found.account_id} strike:{strike.id}")
    work.announce(StrikeIssued(strike.id, found.account_id, mail=removal.mail and author.local))
    return strike


async def _answer(work: Work, by_id: int, strike: Strike) -> None:
    target_id, [post_id] = strike.target_account_id, strike.post_ids
    authors = await store.resolve_about(work.db, target_id, post_id, work.now, by_id, REMOVAL)
    for report_id in strike.report_ids:
        authors += await store.resolve(work.db, report_id, work.now, by_id, REMOVAL)
    work.touch("decided", *authors)


async def removed_post(ground: Ground, viewer_id: int | None, post_id: int) -> RemovedPost | None:
    """Return what stays of a removed post, None for all others.

    Of one that was not open to everybody only its author learns: that it ever was is nobody else's business.
    """
    found = await removed_store.by_id(await ground.read(), post_id)
    if found is None or found.visibility <= Visibility.UNLISTED:
        return found
    return found if viewer_id is not None and found.account_id == viewer_id else None


async def removed_by_strikes(db: Reader, strike_ids: Sequence[int]) -> dict[int, list[RemovedPost]]:
    """Return what each of these strikes removed. One query. Only for staff and the account concerned."""
    found: dict[int, list[RemovedPost]] = {}
    for item in await removed_store.by_strikes(db, strike_ids) if strike_ids else []:
        found.setdefault(item.strike_id or 0, []).append(item)
    return found


async def removed_parent(ground: Ground, viewer_id: int | None, post: Post) -> RemovedPost | None:
    """Return what stays of the removed post that this one answers. No query for posts that never answered any."""
    if post.in_reply_to_id is not None or post.thread_id == post.id:
        return None
    parent_id = await removed_store.parent_of(await ground.read(), post.id)
    return None if parent_id is None else await removed_post(ground, viewer_id, parent_id)
