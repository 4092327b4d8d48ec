"""ActivityStreams: who is addressed, and what stands in notes and actors."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.formats import activitystreams as streams
from folkmoot.formats.activitystreams import PUBLIC, Actor, Attachment, Note, Question

ANNA = "https://moot.example/users/anna"
SAID = Note(
    id=f"{ANNA}/statuses/7", actor=ANNA, url="https://moot.example/@anna/7", content="<p>Hello</p>", summary="",
    sensitive=False, language="", visibility="public", published=1_700_000_000_123, updated=None, in_reply_to="",
    quote="", mentions=(), tags=(), emojis=(), attachments=(), question=None,
)  # fmt: skip
WHO = Actor(
    id=ANNA, username="anna", name="", note="", url="https://moot.example/@anna", fields=(), published=0, locked=True,
    bot=False, discoverable=True, indexable=False, icon=None, image=None, also_known_as=(), moved_to="", collections={},
)  # fmt: skip


@pytest.mark.parametrize(
    ("visibility", "to", "cc"),
    [
        ("public", [PUBLIC], ["F", "M"]),
        ("unlisted", ["F"], [PUBLIC, "M"]),
        ("private", ["F"], ["M"]),
        ("direct", ["M"], []),
    ],
)
def test_who_is_addressed(visibility: str, to: list[str], cc: list[str]) -> None:
    assert streams.audience(visibility, "F", ["M"]) == (to, cc)


def test_a_plain_note_says_no_more_than_it_must() -> None:
    made = streams.note(SAID)
    assert made["type"] == "Note"
    assert made["published"] == "2023-11-14T22:13:20Z"
    assert (made["summary"], made["inReplyTo"]) == (None, None)
    assert {"updated", "quote", "contentMap", "oneOf", "closed"}.isdisjoint(made)
    assert streams.create(SAID)["object"] == made


def test_a_note_with_everything() -> None:
    full = SAID._replace(
        summary="Careful", language="de", updated=1_700_000_001_000, in_reply_to="R", quote="Q",
        mentions=[("B", "@berta@b.example")], tags=[("T", "Heron")], emojis=[("bird", "E")],
        attachments=[Attachment("image/png", "U", "", "", 4, 3, None)],
        question=Question([("a", 1), ("b", 0)], multiple=True, ends_at=0, voters=1, ended=True),
    )  # fmt: skip
    made = streams.note(full)
    assert [tag["type"] for tag in made["tag"]] == ["Mention", "Hashtag", "Emoji"]
    assert made["contentMap"] == {"de": "<p>Hello</p>"}
    assert (made["quote"], made["inReplyTo"], made["summary"]) == ("Q", "R", "Careful")
    assert made["type"] == "Question"
    assert made["anyOf"][0]["replies"]["totalItems"] == 1
    assert made["closed"] == made["endTime"] == "1970-01-01T00:00:00Z"
    assert "focalPoint" not in made["attachment"][0]


def test_actors_are_people_or_services_and_may_have_moved() -> None:
    assert streams.actor(WHO)["type"] == "Person"
    assert "movedTo" not in streams.actor(WHO)
    moved = streams.actor(WHO._replace(bot=True, moved_to="N", icon=("image/png", "avatar.png"), also_known_as=["O"]))
    assert (moved["type"], moved["movedTo"], moved["alsoKnownAs"]) == ("Service", "N", ["O"])
    assert moved["icon"] == {"type": "Image", "mediaType": "image/png", "url": "avatar.png"}


def test_boosts_and_collections() -> None:
    boost = streams.announce("A", ANNA, "unlisted", 0, "N")
    assert (boost["type"], boost["object"], boost["cc"]) == ("Announce", "N", [PUBLIC])
    assert streams.collection("likes.json", ["N"])["totalItems"] == 1


@given(st.integers(0, 4_000_000_000_000))
def test_times_are_whole_seconds_in_utc(at: int) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", streams.moment(at))
