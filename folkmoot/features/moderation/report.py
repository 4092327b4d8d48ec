"""Reporting an account, with or without some of its posts."""

from msgspec.structs import replace

from folkmoot.features import accounts, collections, posts, site
from folkmoot.features.accounts import Account
from folkmoot.features.moderation import store
from folkmoot.features.moderation.events import ReportFiled
from folkmoot.features.moderation.rules import settled
from folkmoot.features.moderation.types import Complaint, Report
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.errors import InvalidError


async def prepare_report(ground: Ground, account_id: int, target_id: int, complaint: Complaint) -> Report:
    """Return the report that `account_id` may file; nothing is written yet.

    UnknownAccountError and UnknownPostError for what the reporter cannot know, InvalidError for what a report
    may not say.
    """
    complaint = settled(complaint, [rule.id for rule in await site.rules(ground)])
    target = await accounts.get(await ground.read(), target_id)
    if target.id == account_id:
        raise InvalidError("Validation failed: You cannot report yourself")
    await _check_posts(ground, account_id, target, complaint.post_ids)
    await _check_collections(ground, account_id, target, complaint.collection_ids)
    return Report(
        id=0, account_id=account_id, target_account_id=target.id, category=complaint.category,
        comment=complaint.comment, post_ids=complaint.post_ids, rule_ids=complaint.rule_ids,
        forward=complaint.forward and not target.local, created_at=0, action_taken_at=None,
        collection_ids=complaint.collection_ids,
    )  # fmt: skip


async def _check_posts(ground: Ground, account_id: int, target: Account, ids: list[int]) -> None:
    """Refuse posts that are not the target's or that the reporter may not see, alike."""
    db = await ground.read()
    found = await posts.by_ids(db, ids)
    originals = [post.reblog_of_id for post in found.values() if post.reblog_of_id is not None]
    everything = found | await posts.by_ids(db, originals)
    seen = {post.id for post in await posts.visible_to(ground, account_id, list(everything.values()))}
    for post_id in ids:
        post = found.get(post_id)
        if post is None or post.account_id != target.id or not {post.id, post.reblog_of_id or post.id} <= seen:
            raise posts.UnknownPostError


async def _check_collections(ground: Ground, account_id: int, target: Account, ids: list[int]) -> None:
    """Refuse collections that are not the target's or that the reporter may not see, alike."""
    found = await collections.by_ids(await ground.read(), ids)
    seen = {each.collection.id for each in await collections.shown(ground, account_id, found)}
    theirs = {each.id for each in found if each.account_id == target.id}
    if not (theirs & seen).issuperset(ids):
        raise collections.UnknownCollectionError


async def file_report(work: Work, report: Report) -> Report:
    """Store what `prepare_report` returned; returns it with its id and time."""
    report = replace(report, id=work.new_id(), created_at=work.now, updated_at=work.now)
    await store.insert(work.db, report)
    work.announce(ReportFiled(report.id, report.account_id, report.target_account_id))
    return report
