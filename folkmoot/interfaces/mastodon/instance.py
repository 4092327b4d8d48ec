"""/api/v1/instance and /api/v2/instance: what this community is and what it takes."""

from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec

from folkmoot.features import (
    accounts,
    annual_reports,
    auth,
    census,
    media,
    polls,
    posts,
    push,
    showcase,
    site,
    translation,
)
from folkmoot.features.site import PRIVACY_POLICY, Rule
from folkmoot.formats.text import LINK_LENGTH
from folkmoot.gathering import Links
from folkmoot.infra.boot import Ground
from folkmoot.interfaces.mastodon import drafts
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.routing import Routes, Who

routes = Routes()

COMPATIBLE_WITH = "4.6.0"
"""The Mastodon release whose client API we speak: apps read the number at the beginning of `version` and call what
came with later ones only where it is higher."""

API_LEVEL = 10
"""`api_versions.mastodon`: from 2 apps ask for grouped notifications, from 7 they quote, from 8 they ask for the
profile, from 10 for collections. Each level builds on those below, so none is announced before it is whole."""

TAKEN = (
    "image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", "image/heif", "image/avif",
    "video/mp4", "video/quicktime", "video/webm", "video/x-matroska", "video/ogg",
    "audio/mpeg", "audio/mp3", "audio/mp4", "audio/x-m4a", "audio/aac", "audio/ogg", "audio/opus", "audio/flac",
    "audio/wav", "audio/x-wav", "audio/webm",
)  # fmt: skip
"""What the cleaning of media reads; it looks into the file and never at this word."""

FRAMES_PER_SECOND = 120
"""Nothing here refuses a faster video; apps want a number and convert what is above it."""

POLLS = {
    "max_options": polls.MOST_OPTIONS,
    "max_characters_per_option": polls.OPTION_LENGTH,
    "min_expiration": polls.SHORTEST,
    "max_expiration": polls.LONGEST,
}


@routes.get("/api/v2/instance", who=Who.ANYBODY)
async def instance(call: Call) -> Reply:
    ground = call.ground
    links = ground.one(Hydrate).links
    settings = await site.settings(ground)
    picture = links.static("header.png")
    return json(
        {
            "domain": links.domain,
            "title": settings.title,
            "version": _version(),
            "source_url": f"{links.base}/about",
            "description": settings.description,
            "wrapstodon": _wrapstodon(ground),
            "usage": {"users": {"active_month": await census.active_members(ground)}},
            "thumbnail": {"url": picture, "description": "", "versions": {"@1x": picture}},
            "icon": [{"src": links.static("favicon.png"), "size": "64x64"}],
            "languages": list(ground.config.site.languages),
            "configuration": await _configuration(ground, links),
            "registrations": _registrations(ground),
            "api_versions": {"mastodon": API_LEVEL},
            "contact": {"email": settings.contact_email, "account": await _contact(call)},
            "rules": [rule(item) for item in await site.rules(ground)],
        }
    )


def _wrapstodon(ground: Ground) -> str | None:
    """Return the year of which members may have a report now."""
    year = annual_reports.campaign(ground.clock())
    return None if year is None else str(year)


@cache
def _version() -> str:
    return f"{COMPATIBLE_WITH} (compatible; Folkmoot {version('folkmoot')})"


async def _configuration(ground: Ground, links: Links) -> dict[str, Any]:
    files = _media(ground) | {"description_limit": media.DESCRIPTION_LIMIT}
    return {
        "urls": await _urls(ground, links),
        "vapid": {"public_key": push.server_key(ground.secrets.otp_key)},
        "accounts": {
            "max_display_name_length": accounts.DISPLAY_NAME_LIMIT,
            "max_note_length": accounts.NOTE_LIMIT,
            "max_avatar_description_length": accounts.DESCRIPTION_LIMIT,
            "max_header_description_length": accounts.DESCRIPTION_LIMIT,
            "max_featured_tags": showcase.FEATURED_LIMIT,
            "max_pinned_statuses": posts.PINS_LIMIT,
            "max_profile_fields": accounts.FIELDS_LIMIT,
            "profile_field_name_limit": accounts.FIELD_LIMIT,
            "profile_field_value_limit": accounts.FIELD_LIMIT,
        },
        "statuses": _statuses(),
        "media_attachments": files,
        "polls": POLLS,
        "translation": {"enabled": translation.is_set_up(ground)},
        "timelines_access": {
            "live_feeds": {"local": "public", "remote": "public"},
            "hashtag_feeds": {"local": "public", "remote": "public"},
            "trending_link_feeds": {"local": "public", "remote": "disabled"},
        },
        "limited_federation": False,
        "folkmoot": {"drafts": drafts.ANNOUNCED, "automatic_deletion": True},
    }


async def _urls(ground: Ground, links: Links) -> dict[str, str | None]:
    db = await ground.read()
    written = await site.written_documents(db)
    return {
        "streaming": _streaming(links),
        "status": None,
        "about": f"{links.base}/about",
        "privacy_policy": f"{links.base}/privacy-policy" if PRIVACY_POLICY in written else None,
        "terms_of_service": f"{links.base}/terms-of-service" if await site.has_terms(db) else None,
    }


def _streaming(links: Links) -> str:
    return ("wss" if links.base.startswith("https:") else "ws") + "://" + links.domain


def _statuses() -> dict[str, int]:
    return {
        "max_characters": posts.TEXT_LIMIT,
        "max_media_attachments": posts.MEDIA_LIMIT,
        "characters_reserved_per_url": LINK_LENGTH,
    }


def _media(ground: Ground) -> dict[str, Any]:
    settings = ground.config.media
    return {
        "supported_mime_types": TAKEN,
        "image_size_limit": settings.image_bytes,
        "image_matrix_limit": settings.pixels,
        "video_size_limit": settings.video_bytes,
        "video_frame_rate_limit": FRAMES_PER_SECOND,
        "video_matrix_limit": settings.pixels,
    }


def _registrations(ground: Ground) -> dict[str, Any]:
    """Say whether anybody may sign up: openly, or to be approved by somebody."""
    mode = ground.config.site.registrations
    return {
        "enabled": mode in {"open", "approval"},
        "approval_required": mode == "approval",
        "message": None,
        "min_age": None,
        "reason_required": mode == "approval",
        "url": None,
    }


async def _contact(call: Call) -> msgspec.Raw | None:
    """Return the Account of the longest-standing owner, for whoever wants to reach the community."""
    owners = await auth.holders(await call.ground.read(), "owner")
    faces = await call.ground.one(Hydrate).accounts(owners[:1], call.viewer_id)
    return msgspec.Raw(faces[0]) if faces else None


def rule(item: Rule) -> dict[str, Any]:
    """Return the entity Rule."""
    return {
        "id": str(item.id),
        "text": item.text,
        "hint": item.hint,
        "translations": {code: {"text": words.text, "hint": words.hint} for code, words in item.translations.items()},
    }


@routes.get("/api/v1/instance", who=Who.ANYBODY)
async def instance_v1(call: Call) -> Reply:
    ground = call.ground
    links = ground.one(Hydrate).links
    settings = await site.settings(ground)
    registrations = _registrations(ground)
    return json(
        {
            "uri": links.domain,
            "title": settings.title,
            "short_description": settings.description,
            "description": settings.description,
            "email": settings.contact_email,
            "version": _version(),
            "urls": {"streaming_api": _streaming(links)},
            "stats": await _stats(ground),
            "thumbnail": links.static("header.png"),
            "languages": list(ground.config.site.languages),
            "registrations": registrations["enabled"],
            "approval_required": registrations["approval_required"],
            "invites_enabled": ground.config.site.registrations != "closed",
            "configuration": {
                "accounts": {"max_featured_tags": showcase.FEATURED_LIMIT},
                "statuses": _statuses(),
                "media_attachments": _media(ground),
                "polls": POLLS,
            },
            "contact_account": await _contact(call),
            "rules": [rule(item) for item in await site.rules(ground)],
        }
    )


async def _stats(ground: Ground) -> dict[str, int]:
    people, statuses, domains = await accounts.local_totals(await ground.read())
    return {"user_count": people, "status_count": statuses, "domain_count": domains}
