"""Who must not hear of a post hears nothing, on no stream; what changes while somebody listens holds at once."""

import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from tests.support.counting import counting
from tests.support.moot import Member, Moot
from tests.support.streams import Socket, listening
from tests.support.ties import block, follow, mute, unfollow

SECRET = "#moot a secret"
STREAMS = ("user", "user:notification", "public", "public:local", "direct")


async def _ears(a_moot: Moot, stack: AsyncExitStack, member: Member, *authors: Member) -> Socket:
    """Listen to every stream there is, with all authors whom the member follows on a list."""
    made = await a_moot.ok("POST", "/api/v1/lists", member, json={"title": "all", "replies_policy": "followed"})
    ids = [str(author.id) for author in authors]
    if ids:
        await a_moot.ok("POST", f"/api/v1/lists/{made['id']}/accounts", member, json={"account_ids": ids})
    socket = await stack.enter_async_context(listening(a_moot, member, "list", list=made["id"]))
    for stream in STREAMS:
        await socket.subscribe(stream)
    for stream in ("hashtag", "hashtag:local"):
        await socket.subscribe(stream, tag="moot")
    return socket


async def _heard(a_moot: Moot, by: Member, *sockets: Socket) -> list[set[tuple[str, str, str]]]:
    """All that each hears before a post that everybody hears, without that and its like."""
    await a_moot.run_jobs()
    end = f"end {time.time_ns()}"
    await a_moot.post(by, end)
    found = []
    for socket in sockets:
        seen = await socket.until(end)
        found.append(
            {
                (stream.partition(":")[0] if stream.startswith("list") else stream, event, words)
                for stream, event, words in seen
                if not words.startswith("end ")
            }
        )
    return found


FOLLOWER = {("user", "update", "said"), ("list", "update", "said")}
TOLD = {("user", "notification", "said"), ("user:notification", "notification", "said")}
OWN = {("user", "update", "said")}
EXPECTED: dict[str, dict[str, set[tuple[str, str, str]]]] = {
    "unlisted": {"follower": FOLLOWER, "mentioned": TOLD, "stranger": set(), "author": OWN},
    "private": {"follower": FOLLOWER, "mentioned": TOLD, "stranger": set(), "author": OWN},
    "direct": {
        "follower": set(),
        "mentioned": TOLD | {("direct", "conversation", "said")},
        "stranger": set(),
        "author": OWN | {("direct", "conversation", "said")},
    },
}


@pytest.mark.parametrize("visibility", EXPECTED)
async def test_a_closed_post_comes_to_those_who_may_see_it_alone(a_moot: Moot, visibility: str) -> None:
    author, follower, mentioned, stranger, bell = [
        await a_moot.member(name) for name in ("author", "follower", "mentioned", "stranger", "bell")
    ]
    await follow(a_moot, follower, author)
    await a_moot.run_jobs()
    async with AsyncExitStack() as stack:
        ears = {
            "follower": await _ears(a_moot, stack, follower, author),
            "mentioned": await _ears(a_moot, stack, mentioned),
            "stranger": await _ears(a_moot, stack, stranger),
            "author": await _ears(a_moot, stack, author),
        }
        posted = await a_moot.post(author, "said @mentioned #moot", visibility=visibility)
        for name, seen in zip(ears, await _heard(a_moot, bell, *ears.values()), strict=True):
            heard = {(stream, event, words.partition(" ")[0]) for stream, event, words in seen}
            assert heard == EXPECTED[visibility][name], name
        await a_moot.ok("DELETE", f"/api/v1/statuses/{posted['id']}", author)
        told = zip(ears, await _heard(a_moot, bell, *ears.values()), strict=True)
        gone = {name for name, seen in told if ("user", "delete", posted["id"]) in seen}
        assert gone == ({"author"} if visibility == "direct" else {"author", "follower"})


async def _blocks(moot: Moot, reader: Member, author: Member) -> None:
    await block(moot, reader, author)


async def _is_blocked(moot: Moot, reader: Member, author: Member) -> None:
    await block(moot, author, reader)


async def _mutes(moot: Moot, reader: Member, author: Member) -> None:
    await mute(moot, reader, author)


@pytest.mark.parametrize("parted", [_blocks, _is_blocked, _mutes])
async def test_parting_holds_at_once_on_every_stream(
    a_moot: Moot, parted: Callable[[Moot, Member, Member], Awaitable[None]]
) -> None:
    author, reader, bell = [await a_moot.member(name) for name in ("author", "reader", "bell")]
    await follow(a_moot, reader, author)
    await a_moot.run_jobs()
    async with AsyncExitStack() as stack:
        socket = await _ears(a_moot, stack, reader, author)
        await a_moot.post(author, "before")
        await parted(a_moot, reader, author)
        await a_moot.post(author, f"{SECRET} @reader")
        [heard] = await _heard(a_moot, bell, socket)
        assert heard <= {(stream, "update", "before") for stream in ("user", "list", "public", "public:local")}


async def test_unfollowing_and_following_hold_at_once(a_moot: Moot) -> None:
    author, bell, reader = [await a_moot.member(name) for name in ("author", "bell", "reader")]
    await follow(a_moot, reader, author)
    await follow(a_moot, reader, bell)
    async with listening(a_moot, reader, "user") as socket:

        async def hears(words: str) -> list[str]:
            await a_moot.post(author, words, visibility="private")
            await a_moot.post(bell, f"after {words}")
            return [heard for _, _, heard in await socket.until(f"after {words}")]

        assert await hears("one") == ["one", "after one"]
        await unfollow(a_moot, reader, author)
        assert await hears("two") == ["after two"]
        await follow(a_moot, reader, author)
        assert await hears("three") == ["three", "after three"]


async def test_boosts_and_languages_are_heard_as_the_follow_says(a_moot: Moot) -> None:
    author, other, reader = [await a_moot.member(name) for name in ("author", "other", "reader")]
    await follow(a_moot, reader, author, show_reblogs=False, languages=["de"])
    posted = await a_moot.post(other, "boosted")
    async with listening(a_moot, reader, "user") as socket:
        await a_moot.ok("POST", f"/api/v1/statuses/{posted['id']}/reblog", author)
        await a_moot.post(author, "english", language="en")
        await a_moot.post(author, "an answer", in_reply_to_id=posted["id"], language="de")
        await a_moot.post(author, "end", language="de")
        assert await socket.until("end") == [("user", "update", "end")]


async def test_a_post_costs_as_many_questions_for_many_followers_as_for_few(a_moot: Moot) -> None:
    author = await a_moot.member("author")
    asked = []
    async with AsyncExitStack() as stack:
        sockets: list[Socket] = []
        for more in (3, 20):
            for _ in range(more):
                reader = await a_moot.member()
                await follow(a_moot, reader, author)
                sockets.append(await stack.enter_async_context(listening(a_moot, reader, "user")))
            async with counting(a_moot.ground) as counter:
                await a_moot.post(author, f"to {len(sockets)}")
                for socket in sockets:
                    assert (await socket.event())[1] == "update"
            # To forget everything is to doubt every token, which is asked about one by one.
            asked.append(counter.asked - len(sockets))
    assert asked[1] - asked[0] < 15, f"twenty more followers asked more: {asked}"
