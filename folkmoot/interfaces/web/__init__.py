"""The pages: server-rendered, working without JavaScript and livelier with it, in English and German."""

from folkmoot.infra.boot import Ground
from folkmoot.interfaces.web import front, installing
from folkmoot.interfaces.web.acting import collections as acting_collections
from folkmoot.interfaces.web.acting import followed_tags as acting_tags
from folkmoot.interfaces.web.acting import follows, marks, suggestions
from folkmoot.interfaces.web.acting import lists as acting_lists
from folkmoot.interfaces.web.acting import tags as tags_acting
from folkmoot.interfaces.web.care import about, appeals, keep_away, removing, reporting, reports, strikes
from folkmoot.interfaces.web.entry import consent, passkeys, reset, sign_in, sign_up
from folkmoot.interfaces.web.frame.routing import Pages
from folkmoot.interfaces.web.frame.server import Web
from folkmoot.interfaces.web.live import keyboard
from folkmoot.interfaces.web.live import pages as live
from folkmoot.interfaces.web.preferences import (
    appearance,
    blocked,
    exporting,
    featured,
    filters,
    importing,
    mail,
    moving,
    notices,
    old_posts,
    own_passkeys,
    privacy,
    push,
    roles,
    security,
    settings,
)
from folkmoot.interfaces.web.preferences import profile as own_profile
from folkmoot.interfaces.web.reading import (
    addresses,
    announcements,
    collections,
    conversations,
    directory,
    explore,
    feeds,
    follow_requests,
    followed_tags,
    kept,
    lists,
    menu,
    network,
    notifications,
    post,
    post_lists,
    profile,
    profile_featured,
    profile_media,
    search,
    strangers,
    tags,
    timelines,
)
from folkmoot.interfaces.web.writing import composing, drafting, editing, suggesting, waiting
from folkmoot.interfaces.web.writing import files as files_to_come

PARTS = (
    about,
    acting_collections,
    acting_lists,
    acting_tags,
    addresses,
    announcements,
    appeals,
    appearance,
    blocked,
    collections,
    composing,
    consent,
    conversations,
    directory,
    drafting,
    editing,
    explore,
    exporting,
    featured,
    feeds,
    files_to_come,
    filters,
    follow_requests,
    followed_tags,
    follows,
    front,
    importing,
    installing,
    keep_away,
    kept,
    keyboard,
    lists,
    live,
    mail,
    marks,
    menu,
    moving,
    network,
    notices,
    notifications,
    old_posts,
    own_passkeys,
    own_profile,
    passkeys,
    post,
    post_lists,
    privacy,
    profile,
    profile_featured,
    profile_media,
    push,
    removing,
    reporting,
    reports,
    reset,
    roles,
    search,
    security,
    settings,
    sign_in,
    sign_up,
    strangers,
    strikes,
    suggesting,
    suggestions,
    tags,
    tags_acting,
    timelines,
    waiting,
)
NOT_PAGES = ("/api", "/oauth/", "/.well-known/", "/health", "//")


def is_page(path: str) -> bool:
    """Say whether a path belongs to the pages: all that is no interface for programs."""
    return not path.startswith(NOT_PAGES) or path.startswith(consent.PATH)


def all_pages() -> Pages:
    """Return the table of every page."""
    pages = Pages()
    for part in PARTS:
        pages.include(part.pages)
    return pages


def web_pages(ground: Ground) -> Web:
    """Return the ASGI application that serves the pages."""
    return Web(ground, all_pages())
