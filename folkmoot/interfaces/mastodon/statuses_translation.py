"""/api/v1/statuses/{id}/translate: a post in another language."""

from typing import Any

import msgspec

from folkmoot.features import accounts, auth, media, polls, posts, translation
from folkmoot.features.media import Media
from folkmoot.features.polls import Poll
from folkmoot.features.posts import Post
from folkmoot.features.translation import Translated, Words
from folkmoot.gathering import as_html
from folkmoot.infra.errors import InvalidError
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.routing import Routes, Who

routes = Routes()

CODE_LENGTH = 20


class TranslateParams(msgspec.Struct, frozen=True):
    lang: str = ""


@routes.post("/api/v1/statuses/{id}/translate", who=Who.APP, scope="read:statuses", limit="translate")
async def translate(call: Call, params: TranslateParams) -> Reply:
    if len(params.lang) > CODE_LENGTH:
        raise InvalidError("Validation failed: Lang is not included in the list")
    post = await posts.get_visible(call.ground, call.viewer_id, call.id)
    if post.reblog_of_id is not None:
        post = await posts.get_visible(call.ground, call.viewer_id, post.reblog_of_id)
    language = params.lang or await _own_language(call)
    db = await call.ground.read()
    described = [item for item in (await media.of_posts(db, [post.id])).get(post.id, []) if item.description]
    poll = (await polls.of_posts(db, [post.id])).get(post.id)
    words = await _words(call, post, described, poll)
    made = await translation.translate(call.ground, post, words, language)
    return json(_entity(made, language, described, poll))


async def _own_language(call: Call) -> str:
    """Return the language of the member who asks, or that of the community."""
    if call.viewer_id is not None:
        user = await auth.user_of(await call.ground.read(), call.viewer_id)
        if user is not None and user.locale:
            return user.locale
    return call.ground.config.site.languages[0]


async def _words(call: Call, post: Post, described: list[Media], poll: Poll | None) -> Words:
    db = await call.ground.read()
    mentioned = await accounts.by_ids(db, (await posts.mentions_of(db, [post.id])).get(post.id, []))
    content = as_html(post.text, mentioned.values(), call.ground.one(Hydrate).links)
    return Words(
        content, post.spoiler_text, [] if poll is None else poll.options, [item.description for item in described]
    )


def _entity(made: Translated, language: str, described: list[Media], poll: Poll | None) -> dict[str, Any]:
    """Return the entity Translation."""
    return {
        "content": made.words.content,
        "spoiler_text": made.words.spoiler_text,
        "language": language,
        "media_attachments": [
            {"id": str(item.id), "description": text}
            for item, text in zip(described, made.words.descriptions, strict=True)
        ],
        "poll": None if poll is None else _poll(poll, made.words.options),
        "detected_source_language": made.source,
        "provider": made.provider,
    }


def _poll(poll: Poll, options: list[str]) -> dict[str, Any]:
    return {"id": str(poll.post_id), "options": [{"title": text} for text in options]}
