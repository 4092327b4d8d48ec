"""How previews follow the posts that carry links."""

import logging

from msgspec.structs import replace

from folkmoot.features import accounts, media, posts
from folkmoot.features.media import MediaErased
from folkmoot.features.previews import fetch, rules, store
from folkmoot.features.previews.events import PreviewWanted
from folkmoot.features.previews.types import EMPTY, FAILED, READY, Linked, Preview
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.clock import MINUTE
from folkmoot.infra.http import OutboundError

log = logging.getLogger(__name__)

TOGETHER = 200
UNUSED_AFTER = 10 * MINUTE
"""How long a page that nobody links to is kept: a post that does may be on its way."""
PAGES_OF_A_MEMBER = 20
"""New pages that one member's posts have looked at at once, in five minutes; more wait for a quieter time."""
LATE_TOGETHER = 20
"""Pages that wait or failed which are looked at in one go: letters and the like must not stand behind them."""


async def note_links(ground: Ground, facts: list[Linked]) -> None:
    """Give each post the preview of its first link; one with media or a quote, or without a link, has none."""
    own_domain = ground.config.site.domain
    async with ground.work() as work:
        ids = list({fact.post_id for fact in facts})
        with_media = await media.of_posts(work.db, ids)
        links = []
        for post in (await posts.by_ids(work.db, ids)).values():
            bare = post.reblog_of_id is None and post.quote_state is None and post.id not in with_media
            links.append((rules.first_link(post.text, own_domain) if bare else "", post.id, post.account_id))
        for url, post_id, author_id in sorted(links):  # in one order everywhere: no two workers wait for each other
            if not url:
                await _forget(work, post_id)
                continue
            preview_id = await _note(work, post_id, url)
            if preview_id is not None and _in_time(ground, author_id, work.now):
                work.announce(PreviewWanted(preview_id))


async def _forget(work: Work, post_id: int) -> None:
    """Let a post have no preview."""
    if await store.untie(work.db, post_id):
        work.touch("post", post_id)


async def _note(work: Work, post_id: int, url: str) -> int | None:
    """Give a post the preview of its link; returns its id where the page is to be looked at."""
    preview_id = await store.want(work.db, work.new_id(), url, work.now)
    if await store.tie(work.db, post_id, preview_id):
        work.touch("post", post_id)
    wanted = await store.claim(work.db, preview_id, work.now + rules.LEASE, work.now)
    return preview_id if wanted else None


def _in_time(ground: Ground, author_id: int, now: int) -> bool:
    """Say whether a member's links are few enough to be looked at now; `try_again` comes for the others."""
    if not ground.config.limits.enabled:
        return True
    return ground.limits.take(f"pages:{author_id}", PAGES_OF_A_MEMBER, now).allowed


async def look_at_page(ground: Ground, fact: PreviewWanted) -> None:
    """Fetch what a linked page says, write it down, and show it with every post that carries the link."""
    preview = next(iter(await store.by_ids(await ground.read(), [fact.preview_id])), None)
    if preview is None:
        return
    try:
        found, creator = await fetch.look(ground, preview.id, preview.url)
    except OutboundError as error:
        log.info("a linked page could not be looked at: %s", error.trouble.value)
        await _in_vain(ground, preview, transient=error.transient)
        return
    if not found.title:
        await _in_vain(ground, preview, transient=False)
        return
    await _keep(ground, preview, await _credited(ground, found, creator.removeprefix("@")))


async def _credited(ground: Ground, found: Preview, handle: str) -> Preview:
    """Tie to the page the account that it names as its author, if that account's profile links to the page's site.

    Its name is not written down: it is the account's to change, and goes with it.
    """
    if not handle:
        return found
    known = await accounts.by_handles(await ground.read(), [handle], ground.config.site.domain)
    account = known.get(handle)
    if account is None or account.suspended_at is not None or not rules.vouches_for(account, found.url):
        return found
    return replace(found, author_account_id=account.id)


async def _keep(ground: Ground, before: Preview, found: Preview) -> None:
    async with ground.work() as work:
        kept = await store.fill(work.db, found, work.now, work.now + rules.FRESH_FOR)
        unused = before.image if kept else found.image
        if unused:
            work.announce(MediaErased([unused]))
    after, together = 0, TOGETHER
    while together == TOGETHER:
        ids = await store.posts_with(await ground.read(), before.id, after, TOGETHER)
        together, after = len(ids), ids[-1] if ids else 0
        async with ground.work() as work:
            work.touch("post", *ids)


async def _in_vain(ground: Ground, preview: Preview, *, transient: bool) -> None:
    """Remember that there was nothing to be had; what was known of the page before stays."""
    failures = preview.failures + 1
    again = transient and failures < rules.FAILURES
    state = preview.state if preview.state == READY else FAILED if again else EMPTY
    wait = rules.wait_after(failures) if again else rules.EMPTY_FOR
    async with ground.work() as work:
        changed = replace(preview, state=state, failures=failures if again else 0)
        await store.mark(work.db, changed, work.now, work.now + wait)


async def try_again(ground: Ground, _: None) -> None:
    """Have pages looked at again that could not be had, as often as makes sense."""
    async with ground.work() as work:
        for preview_id in await store.unfinished(work.db, work.now, LATE_TOGETHER):
            if await store.claim(work.db, preview_id, work.now + rules.LEASE, work.now):
                work.announce(PreviewWanted(preview_id))


async def drop_unused(ground: Ground, _: object) -> None:
    """Drop the previews that no post has any more, and their pictures."""
    after, together = 0, TOGETHER
    while together == TOGETHER:
        ids = await store.page(await ground.read(), after, TOGETHER)
        together, after = len(ids), ids[-1] if ids else 0
        async with ground.work() as work:
            pictures = await store.drop_unused(work.db, ids, work.now - UNUSED_AFTER)
            if pictures:
                work.announce(MediaErased(pictures))
