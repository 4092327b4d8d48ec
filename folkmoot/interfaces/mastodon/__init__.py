"""The Mastodon client API: one file for each first path segment below /api, and the OAuth endpoints."""

from folkmoot.infra.boot import Ground
from folkmoot.interfaces.mastodon import (
    account_featured,
    account_lists,
    account_relations,
    account_self,
    accounts,
    admin_trends,
    announcements,
    annual_reports,
    apps,
    async_refreshes,
    blocks,
    bookmarks,
    collections,
    conversations,
    custom_emojis,
    directory,
    endorsements,
    favourites,
    featured_tags,
    filters,
    filters_v1,
    follow_requests,
    followed_tags,
    health,
    instance,
    instance_about,
    lists,
    markers,
    media,
    mutes,
    notifications,
    oauth,
    oembed,
    polls,
    preferences,
    push,
    registration,
    reports,
    scheduled_statuses,
    search,
    statuses,
    statuses_quotes,
    statuses_translation,
    statuses_writing,
    suggestions,
    tags,
    timelines,
    trends,
)
from folkmoot.interfaces.mastodon.api import Api
from folkmoot.interfaces.mastodon.routing import Routes

SEGMENTS = (
    account_featured,
    account_lists,
    account_relations,
    account_self,
    accounts,
    announcements,
    annual_reports,
    admin_trends,
    apps,
    async_refreshes,
    blocks,
    bookmarks,
    collections,
    conversations,
    custom_emojis,
    directory,
    endorsements,
    favourites,
    featured_tags,
    filters,
    filters_v1,
    follow_requests,
    followed_tags,
    health,
    instance,
    instance_about,
    lists,
    markers,
    media,
    mutes,
    notifications,
    oauth,
    oembed,
    polls,
    registration,
    preferences,
    push,
    reports,
    scheduled_statuses,
    search,
    statuses,
    statuses_quotes,
    statuses_translation,
    statuses_writing,
    suggestions,
    tags,
    timelines,
    trends,
)


def all_routes() -> Routes:
    """Return every operation of the client API."""
    routes = Routes()
    for segment in SEGMENTS:
        routes.include(segment.routes)
    return routes


def client_api(ground: Ground) -> Api:
    """Return the ASGI application that speaks the client API."""
    return Api(ground, all_routes())
