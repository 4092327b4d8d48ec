"""/: what this community is, who is here and what they talk about, and how to come in; members go straight home."""

from folkmoot.features import census, discovery, site, timelines, trends
from folkmoot.features.discovery import Wanted
from folkmoot.interfaces.web.entry.entering import HOME
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.people.heads import Heads
from folkmoot.interfaces.web.posts.feed import Feed, Shown

pages = Pages()

POSTS = 6
"""Posts that show what is talked about."""
LOOKED_AT = 20
PEOPLE = 8
RULES = 5


@pages.get("/")
async def front(visit: Visit) -> Response:
    if visit.session is not None:
        return visit.go(HOME)
    ground = visit.ground
    people = await discovery.directory(ground, None, Wanted(PEOPLE, local=True))
    heads = await ground.one(Heads).of(people)
    shown = await _posts(visit)
    authors = await ground.one(Heads).of({entry.card.post.account_id for entry in shown})
    return visit.page(
        "front.html",
        active=await census.active_members(ground),
        rules=[rule.translations.get(visit.language, rule) for rule in await site.rules(ground)][:RULES],
        people=[heads[account_id] for account_id in people if account_id in heads],
        entries=ground.one(Feed).drawn(visit, shown),
        for_engines=all(author.is_for_engines for author in authors.values()),
    )


async def _posts(visit: Visit) -> list[Shown]:
    """Return what trends, then what is newest here, of each author one: without answers, warnings and hidden media."""
    hot = await trends.posts_shown(visit.ground, None, [visit.language])
    bounds = (timelines.NEWEST, 0, LOOKED_AT, False)
    new = await timelines.public(visit.ground, None, timelines.Public("local"), bounds)
    shown = await visit.ground.one(Feed).shown(visit, list(dict.fromkeys([*hot[:LOOKED_AT], *new])))
    found: dict[int, Shown] = {}
    for entry in shown:
        post = entry.card.post
        if not (post.sensitive or post.spoiler_text or entry.answers):
            found.setdefault(post.account_id, entry)
    return list(found.values())[:POSTS]
