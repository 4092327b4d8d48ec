"""The first thing that anyone does: post, follow, read."""

from tests.support.moot import Moot


async def test_a_follower_reads_a_post_at_home(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    berta = await a_moot.member("berta")
    posted = await a_moot.post(anna, "Hello #World, hello @berta")
    assert [tag["name"] for tag in posted["tags"]] == ["world"]
    assert [mention["acct"] for mention in posted["mentions"]] == ["berta"]
    home = await a_moot.ok("GET", "/api/v1/timelines/home", anna)
    assert [status["id"] for status in home] == [posted["id"]]
    assert await a_moot.ok("GET", "/api/v1/timelines/home", berta) == []
