"""Writing on the pages, without any script: posts, files, polls, drafts, what waits, editing and deleting."""

import asyncio
import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import folkmoot
from folkmoot.features import auth, drafts, media, polls, posts, scheduling
from folkmoot.features.media import Media
from folkmoot.features.posts import Post, QuotePolicy, Visibility
from folkmoot.infra.clock import HOUR
from folkmoot.infra.config import LimitsSettings, MediaSettings
from folkmoot.infra.ids import MAX_ID
from folkmoot.interfaces.web.frame.files import static_files
from folkmoot.interfaces.web.writing import refusals
from folkmoot.interfaces.web.writing.form import local_time
from tests.support import media_samples
from tests.support.browser import Browser
from tests.support.moot import Moot, moot
from tests.support.signing import member_with_password, signed_in

EVERYTHING = (MAX_ID, 0, 50, False)
WEIGHT = 5_120
"""Bytes of script, compressed, with which the form for writing begins; the list of names comes when it is wanted."""
ROOT = Path(folkmoot.__file__).parent
KEPT = ("csrf", "key", "reply", "quote", "draft", "seen", "waiting", "back")


def picture(colour: str = "teal") -> tuple[str, bytes]:
    out = io.BytesIO()
    Image.new("RGB", (160, 100), colour).save(out, "JPEG")
    return f"{colour}.jpg", out.getvalue()


def hidden(browser: Browser, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', browser.text)
    assert found is not None, name
    return found[1]


def chosen(browser: Browser, name: str) -> str:
    """What is chosen in a select."""
    within = re.search(rf'<select[^>]*name="{name}">(.*?)</select>', browser.text, re.DOTALL)
    assert within is not None
    found = re.search(r'value="([^"]*)" selected', within[1])
    return found[1] if found else ""


def words(browser: Browser) -> str:
    found = re.search(r'<textarea id="text".*?>\n(.*?)</textarea>', browser.text, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def attached(browser: Browser) -> list[str]:
    return re.findall(r'name="media" value="(\d+)"', browser.text)


async def write(browser: Browser, path: str = "/compose", **fields: Any) -> Browser:
    """Open the form (or take it as it stands, for "") and send it with these fields; files are names with bytes."""
    if path:
        await browser.open(path)
    action = re.search(r'id="writing" method="post" action="([^"]+)"', browser.text)
    assert action is not None, browser.text
    files = [("file", given) for given in fields.pop("files", [])]
    standing = {name: hidden(browser, name) for name in KEPT}
    given = {"visibility": "public", "quotes": "public", "text": words(browser), "media": attached(browser)}
    answer = await browser._http.post(action[1], data=standing | given | fields, files=files or None)
    return await browser._take(answer)


async def said(a_moot: Moot, account_id: int) -> list[Post]:
    return await posts.by_account(await a_moot.ground.read(), account_id, posts.Filter(), EVERYTHING)


async def files_of(a_moot: Moot, post: Post) -> list[Media]:
    return (await media.of_posts(await a_moot.ground.read(), [post.id])).get(post.id, [])


async def test_a_post_is_published_with_everything(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await write(
        browser, text="Which?\r\n#tea", warning="Drinks", visibility="unlisted", quotes="nobody", language="de",
        option=["Tea", "Coffee", "", ""], multiple="on", hidden="on", lasts="3600",
    )  # fmt: skip
    assert browser.status == 200
    [post] = await said(a_moot, anna)
    assert (post.text, post.spoiler_text, post.visibility) == ("Which?\n#tea", "Drinks", Visibility.UNLISTED)
    assert (post.language, post.sensitive, post.quote_policy) == ("de", True, QuotePolicy.NOBODY)
    poll = (await polls.of_posts(await a_moot.ground.read(), [post.id]))[post.id]
    assert (poll.options, poll.multiple, poll.hide_totals) == (["Tea", "Coffee"], True, True)
    assert browser.url.endswith(f"/@anna/{post.id}")


async def test_a_form_that_is_sent_twice_gives_one_post(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await browser.open("/compose")
    form = {name: hidden(browser, name) for name in KEPT} | {"text": "Once", "visibility": "public", "quotes": "public"}
    for _ in range(2):
        await browser.post("/compose", form)
        assert browser.status == 200
    assert [post.text for post in await said(a_moot, anna)] == ["Once"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": " ", "warning": ""}, "There is nothing in this post yet."),
        ({"text": "x" * 507}, "The text is too long by 14 characters."),
        ({"option": ["one"]}, "A poll needs at least two answers."),
        ({"option": ["one", "one"]}, "must differ from each other"),
        ({"option": ["one", "y" * 51]}, "at most 50 characters"),
        ({"option": list("abcde")}, "at most 4 answers"),
        ({"option": ["one", "two"], "lasts": "12"}, "at least five minutes"),
        ({"at": "tomorrow"}, "This is not a date with a time."),
        ({"at": "2020-01-01T10:00"}, "at least 5 minutes ahead"),
        ({"visibility": "nobody"}, "The form cannot be read."),
    ],
)
async def test_what_is_refused_comes_back_as_it_was(a_moot: Moot, fields: dict[str, Any], sentence: str) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await write(browser, **{"text": "Kept & safe", "warning": "Careful", **fields})
    assert browser.status == 422
    assert sentence in browser.text
    assert words(browser) == fields.get("text", "Kept & safe")
    assert f'name="warning" value="{fields.get("warning", "Careful")}"' in browser.text
    assert await said(a_moot, anna) == []


async def test_an_answer_begins_as_its_parent_wants(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    berta, carla = await a_moot.member("berta"), await a_moot.member("carla")
    parent = await a_moot.post(berta, "@anna @carla look", spoiler_text="Spiders", visibility="direct", language="fr")
    browser = await signed_in(a_moot)
    await browser.open(f"/compose?reply={parent['id']}")
    assert words(browser) == "@berta @carla "
    assert 'name="warning" value="Spiders"' in browser.text
    assert (chosen(browser, "visibility"), chosen(browser, "language")) == ("direct", "fr")
    assert "look" in browser.text
    await write(browser, "", text=words(browser) + "Yes", visibility="direct")
    [post] = await said(a_moot, anna)
    assert (post.in_reply_to_id, post.visibility) == (int(parent["id"]), Visibility.DIRECT)
    assert (await browser.open(f"/compose?reply={a_moot.never()}")).status == 404
    await a_moot.ok("DELETE", f"/api/v1/statuses/{parent['id']}", berta)
    await browser.open("/compose")
    await write(browser, "", text="To nobody", reply=parent["id"])
    assert browser.status == 422
    assert "no longer there" in browser.text
    await write(browser, "")
    assert [post.in_reply_to_id for post in await said(a_moot, anna) if post.text == "To nobody"] == [None]
    assert carla.id


async def test_a_quote_and_what_others_share(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    berta = await a_moot.member("berta")
    quoted = await a_moot.post(berta, "Quote me", quote_approval_policy="public")
    browser = await signed_in(a_moot)
    await write(browser, f"/compose?quote={quoted['id']}", text="So true")
    [post] = await said(a_moot, anna)
    assert post.quoted_id == int(quoted["id"])
    closed = await a_moot.post(berta, "Do not", quote_approval_policy="nobody")
    await write(browser, f"/compose?quote={closed['id']}", text="Still")
    assert browser.status in {403, 422}
    assert words(browser) == "Still"
    await browser.open("/compose?title=News&text=Read&url=https://x.example/")
    assert words(browser) == "News\nRead\nhttps://x.example/"
    await browser.open("/compose?to=berta&visibility=direct")
    assert (words(browser), chosen(browser, "visibility")) == ("@berta ", "direct")


async def test_the_form_begins_with_what_the_member_is_used_to(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    async with a_moot.ground.work() as work:
        await auth.update_preferences(
            work, anna, visibility="private", sensitive=True, language="it", quote_policy="followers"
        )
    browser = await signed_in(a_moot)
    await browser.open("/compose")
    assert [chosen(browser, name) for name in ("visibility", "language", "quotes")] == ["private", "it", "followers"]
    assert 'name="sensitive" checked' in browser.text
    assert "Italian</option>" in browser.text
    assert "Italienisch</option>" in (await browser.open("/compose?lang=de")).text


async def test_pictures_come_with_the_form_and_are_described(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await write(browser, text="Two", do="attach", files=[picture("teal"), picture("gold")])
    assert browser.status == 200
    first, second = attached(browser)
    await write(browser, "", do=f"up {second}")
    assert attached(browser) == [second, first]
    about = {f"about-{first}": "Teal", f"about-{second}": "Gold", f"left-{second}": "25", f"top-{second}": "100"}
    await write(browser, "", do="publish", **about)
    [post] = await said(a_moot, anna)
    files = await files_of(a_moot, post)
    assert [(str(item.id), item.description) for item in files] == [(second, "Gold"), (first, "Teal")]
    assert (files[0].focus_x, files[0].focus_y) == (-0.5, -1)


async def test_a_missing_description_is_asked_for_once(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await write(browser, text="Look", do="publish", files=[picture()], reminding="1", remind="on")
    assert browser.status == 422
    assert "has no description yet" in browser.text
    assert words(browser) == "Look"
    await write(browser, "", do="anyway", reminding="1")
    assert len(await files_of(a_moot, (await said(a_moot, anna))[0])) == 1
    await write(browser, text="Again", do="publish", files=[picture()], reminding="1")
    assert browser.status == 200
    assert len(await said(a_moot, anna)) == 2
    await write(browser, text="Not here", do="publish", files=[picture()])
    assert len(await said(a_moot, anna)) == 3


async def test_files_that_are_refused_say_why(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await write(browser, text="Mixed", files=[picture(), ("notes.txt", b"plain words")])
    assert browser.status == 422
    assert "notes.txt: Files of this type are not accepted here." in browser.text
    assert len(attached(browser)) == 1
    await write(browser, "", do="attach", files=[picture() for _ in range(4)])
    assert "A post has at most 4 files." in browser.text
    assert len(attached(browser)) == 4
    assert await said(a_moot, anna) == []
    berta_id = await member_with_password(a_moot, "berta")
    berta = await signed_in(a_moot, "berta")
    await write(berta, text="Not mine", media=attached(browser))
    [post] = await said(a_moot, berta_id)
    assert await files_of(a_moot, post) == []


async def test_a_file_that_is_too_large_loses_nothing_else(tmp_path: Path, database_url: str) -> None:
    small = MediaSettings(image_bytes=4_000, video_bytes=4_000)
    async with moot(tmp_path, database_url, media=small) as a_moot:
        await member_with_password(a_moot)
        browser = await signed_in(a_moot)
        await write(browser, text="Kept", files=[("huge.jpg", b"\xff\xd8\xff" * 4_000), picture()])
        assert browser.status == 422
        assert "huge.jpg: The file is too large." in browser.text
        assert words(browser) == "Kept"
        assert len(attached(browser)) == 1
        await write(browser, "", text="Kept", files=[("endless.jpg", b"\xff\xd8\xff" * 9_000)])
        assert browser.status == 413


async def test_a_script_sends_files_one_by_one(a_moot: Moot, tmp_path: Path) -> None:
    await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    token = {"x-csrf-token": hidden(await browser.open("/compose"), "csrf")}

    async def send(name: str, data: bytes) -> Browser:
        answer = await browser._http.post("/compose/media", files={"file": (name, data)}, headers=token)
        return await browser._take(answer)

    await send(*picture())
    assert len(attached(browser)) == 1
    assert 'data-state="ready"' in browser.text
    await send("notes.txt", b"words")
    assert (browser.status, browser.text) == (422, "Files of this type are not accepted here.")
    film = media_samples.mp4(tmp_path / "film.mp4").read_bytes()
    [film_id] = attached(await send("film.mp4", film))
    assert 'data-state="processing"' in browser.text
    await a_moot.settle()
    assert 'data-state="ready"' in (await browser.open(f"/compose/media/{film_id}")).text
    assert (await browser.open(f"/compose/media/{a_moot.never()}")).status == 404
    answer = await browser._http.post("/compose/media", files={"file": picture()})
    assert answer.status_code == 403


async def test_strangers_send_no_files(a_moot: Moot) -> None:
    answer = await a_moot.http.post("/compose", data={"text": "Hello"}, files={"file": picture()})
    assert answer.status_code == 401


async def test_drafts_are_kept_opened_published_and_thrown_away(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    fields: dict[str, Any] = {"option": ["Yes", "No"], "lasts": "21600", "warning": "Hm", "visibility": "private"}
    await write(browser, text="Half a thought", do="keep", **fields)
    assert "Hm" in browser.text
    [item] = await drafts.of_account(await a_moot.ground.read(), anna, EVERYTHING)
    await browser.open(f"/compose?draft={item.id}")
    assert (words(browser), chosen(browser, "visibility"), chosen(browser, "lasts")) == (
        "Half a thought", "private", "21600",
    )  # fmt: skip
    await write(browser, "", text="A whole thought", visibility="private")
    assert [post.text for post in await said(a_moot, anna)] == ["A whole thought"]
    assert await drafts.of_account(await a_moot.ground.read(), anna, EVERYTHING) == []
    await write(browser, text="Away", do="keep")
    [item] = await drafts.of_account(await a_moot.ground.read(), anna, EVERYTHING)
    await browser.send(f"/drafts/{item.id}/delete")
    assert "No drafts." in browser.text


async def test_a_script_keeps_a_draft_and_does_not_overwrite_what_others_changed(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await browser.open("/compose")
    form = {name: hidden(browser, name) for name in KEPT} | {"visibility": "public", "quotes": "public"}

    async def keep(**fields: str) -> Any:
        return await browser._http.post("/compose/draft", data=form | fields)

    kept = (await keep(text="One")).json()
    again = (await keep(text="Two", **kept)).json()
    assert again["draft"] == kept["draft"]
    assert (await keep(text="Old", **kept)).status_code == 409
    await write(browser, text="Mine", **kept)
    assert browser.status == 409
    assert words(browser) == "Mine"
    await write(browser, "", text="Mine after all")
    assert [post.text for post in await said(a_moot, anna)] == ["Mine after all"]
    assert (await keep(text="Late", **again)).status_code == 410


async def test_a_post_waits_for_its_time_and_can_be_changed(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    at = a_moot.clock() + 2 * HOUR
    await write(browser, text="Later", at=local_time(at), zone="Europe/Berlin")
    assert browser.status in {200, 422}
    await write(browser, text="Later", at=local_time(at))
    assert browser.url.endswith("/scheduled")
    waiting = await scheduling.of_account(await a_moot.ground.read(), anna, EVERYTHING)
    item = next(item for item in waiting if abs(item.scheduled_at - at) < HOUR / 2)
    await browser.send(f"/scheduled/{item.id}/move", at=local_time(at + HOUR))
    moved = await scheduling.get(await a_moot.ground.read(), anna, item.id)
    assert moved.scheduled_at - item.scheduled_at == HOUR
    await browser.send(f"/scheduled/{item.id}/move", at="2020-02-02T02:02")
    assert browser.status == 422
    await browser.open(f"/compose?waiting={item.id}")
    assert words(browser) == "Later"
    await write(browser, "", text="Later still", at=local_time(at))
    [changed] = [
        each
        for each in await scheduling.of_account(await a_moot.ground.read(), anna, EVERYTHING)
        if each.draft.text == "Later still"
    ]
    assert changed.id != item.id
    await browser.send(f"/scheduled/{changed.id}/cancel")
    assert "Later still" not in browser.text


async def test_a_time_is_meant_by_the_clock_of_its_zone(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await write(browser, text="Summer", at="2031-07-01T12:00", zone="Europe/Berlin")
    await write(browser, text="Nowhere", at="2031-07-01T12:00", zone="../../etc/passwd")
    waiting = await scheduling.of_account(await a_moot.ground.read(), anna, EVERYTHING)
    assert {item.draft.text: local_time(item.scheduled_at) for item in waiting} == {
        "Summer": "2031-07-01T10:00",
        "Nowhere": "2031-07-01T12:00",
    }


async def test_a_post_is_edited(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await write(browser, text="Frist", do="anyway", files=[picture(), picture("gold")])
    [post] = await said(a_moot, anna)
    before = await files_of(a_moot, post)
    await browser.open(f"/posts/{post.id}/edit")
    await write(browser, "", do=f"remove {before[0].id}")
    about = {f"about-{before[1].id}": "Gold"}
    await write(browser, "", text="First", warning="Numbers", quotes="nobody", language="de", do="publish", **about)
    [edited] = await said(a_moot, anna)
    assert (edited.text, edited.spoiler_text, edited.language) == ("First", "Numbers", "de")
    assert edited.quote_policy == QuotePolicy.NOBODY
    assert [item.description for item in await files_of(a_moot, edited)] == ["Gold"]
    assert browser.url.endswith(f"/@anna/{post.id}")
    await write(browser, f"/posts/{post.id}/edit", text="y" * 501, do="anyway")
    assert browser.status == 422
    berta = await a_moot.member("berta")
    other = await a_moot.post(berta, "Hers")
    assert (await browser.open(f"/posts/{other['id']}/edit")).status == 404
    assert (await browser.open(f"/posts/{other['id']}/delete")).status == 404


async def test_an_edit_leaves_the_poll_alone(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    berta = await a_moot.member("berta")
    browser = await signed_in(a_moot)
    await write(browser, text="Wich?", option=["Tea", "Coffee"], lasts="300")
    [post] = await said(a_moot, anna)
    await a_moot.ok("POST", f"/api/v1/polls/{post.id}/votes", berta, json={"choices": [0]})

    async def standing() -> polls.Poll:
        return (await polls.of_posts(await a_moot.ground.read(), [post.id]))[post.id]

    before = await standing()
    a_moot.clock.advance(HOUR)
    await browser.open(f"/posts/{post.id}/edit")
    assert chosen(browser, "lasts") == "0"
    await write(browser, "", text="Which?", option=["Tea", "Coffee", ""], lasts="0")
    assert [each.text for each in await said(a_moot, anna)] == ["Which?"]
    assert await standing() == before
    await write(browser, f"/posts/{post.id}/edit", text="Which?", option=["Tea", "Milk"], lasts="3600")
    assert ((await standing()).options, (await standing()).tallies) == (["Tea", "Milk"], [0, 0])
    await write(browser, f"/posts/{post.id}/edit", text="Which?", option=["Tea", "Milk"], lasts="0", files=[picture()])
    assert browser.status == 422
    await write(browser, f"/posts/{post.id}/edit", text="No poll", option=[])
    assert await polls.of_posts(await a_moot.ground.read(), [post.id]) == {}


async def test_who_goes_back_and_writes_something_else_means_another_post(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await write(browser, text="Kept", do="keep")
    [item] = await drafts.of_account(await a_moot.ground.read(), anna, EVERYTHING)
    await browser.open(f"/compose?draft={item.id}")
    form = {name: hidden(browser, name) for name in KEPT} | {"visibility": "public", "quotes": "public"}
    for text in ("One", "One", "Another", "Another"):
        await browser.post("/compose", form | {"text": text})
    assert sorted(post.text for post in await said(a_moot, anna)) == ["Another", "One"]


async def test_a_post_is_deleted_or_written_again(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await write(browser, text="Twice", do="anyway", visibility="unlisted", files=[picture()])
    [post] = await said(a_moot, anna)
    [item] = await files_of(a_moot, post)
    await browser.open(f"/posts/{post.id}/delete")
    await browser.send(f"/posts/{post.id}/delete", do="again")
    assert await said(a_moot, anna) == []
    assert words(browser) == "Twice"
    assert (attached(browser), chosen(browser, "visibility")) == ([str(item.id)], "unlisted")
    await write(browser, "", text="Thrice", do="anyway")
    [again] = await said(a_moot, anna)
    assert [each.id for each in await files_of(a_moot, again)] == [item.id]
    await browser.open(f"/posts/{again.id}/delete")
    await browser.send(f"/posts/{again.id}/delete", do="delete")
    assert await said(a_moot, anna) == []
    assert await drafts.of_account(await a_moot.ground.read(), anna, EVERYTHING) == []


async def test_the_small_form_gives_the_article_to_a_script(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await browser.open("/home")
    form = {name: hidden(browser, name) for name in ("csrf", "key", "language", "quotes", "back")}
    answer = await browser._http.post(
        "/compose", data=form | {"text": "Quick", "visibility": "public"}, headers={"hx-request": "true"}
    )
    [post] = await said(a_moot, anna)
    assert answer.text.lstrip().startswith('<article class="post')
    assert f'id="p-{post.id}"' in answer.text
    assert 'id="small" hx-swap-oob="true"' in answer.text
    assert form["key"] not in answer.text
    await browser.open("/home")
    await browser.send("/compose", text="Slow", visibility="public")
    assert browser.url.endswith("/home")
    assert "Slow" in browser.text


async def test_who_answers_comes_back_to_where_they_read(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await write(browser, text="First")
    [first] = await said(a_moot, anna)
    await browser.open("/home?lang=en")
    link = re.search(r'class="act reply" href="([^"]+)"', browser.text)
    assert link is not None
    await browser.open(unescape(link[1]))
    assert hidden(browser, "back") == f"/home?lang=en#p-{first.id}"
    form = {"csrf": hidden(browser, "csrf")}
    drawn = await browser._http.post(f"/posts/{first.id}/favourite", data=form, headers={"hx-request": "true"})
    assert f'href="/compose?reply={first.id}"' in drawn.text
    await write(browser, "", text="Second")
    assert browser.url.endswith("/home?lang=en")
    await browser.open(f"/compose?reply={first.id}&back=https://else.example/")
    await write(browser, "", text="Third")
    assert browser.url.endswith("/home")


async def test_names_and_tags_are_suggested(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    berta = await a_moot.member("berta")
    await a_moot.post(berta, "#gardening")
    browser = await signed_in(a_moot)
    found = (await browser.open("/compose/suggest?q=@ber")).answer.json()
    assert [each["put"] for each in found] == ["@berta"]
    found = (await browser.open("/compose/suggest?q=%23gard")).answer.json()
    assert [each["put"] for each in found] == ["#gardening"]
    assert (await browser.open("/compose/suggest?q=x")).answer.json() == []


async def test_posts_are_limited_as_by_the_api(tmp_path: Path, database_url: str) -> None:
    limits = LimitsSettings(posts_per_account=2, uploads_per_account=1)
    async with moot(tmp_path, database_url, limits=limits) as a_moot:
        await member_with_password(a_moot)
        browser = await signed_in(a_moot)
        for place in range(2):
            await write(browser, text=f"Post {place}")
        await write(browser, text="One more")
        assert browser.status == 429
        assert words(browser) == "One more"
        await write(browser, text="Pictures", do="attach", files=[picture(), picture("gold")])
        assert len(attached(browser)) == 1
        assert "wait five minutes" in browser.text


async def test_files_that_are_sent_twice_give_one_post(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await browser.open("/compose")
    form = {name: hidden(browser, name) for name in KEPT} | {"visibility": "public", "quotes": "public", "do": "anyway"}
    for _ in range(2):
        await browser._http.post("/compose", data=form, files={"file": picture()})
    assert len(await said(a_moot, anna)) == 1


async def test_two_at_once_give_one_post(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await browser.open("/compose")
    form = {name: hidden(browser, name) for name in KEPT} | {"text": "Once", "visibility": "public", "quotes": "public"}
    answers = await asyncio.gather(*(browser._http.post("/compose", data=form) for _ in range(2)))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(await said(a_moot, anna)) == 1


def test_what_features_say_is_said_anew() -> None:
    source = "".join(path.read_text() for path in ROOT.rglob("*.py") if path.name != "refusals.py")
    known = [said.removeprefix("Poll options ") for said in refusals._SAID if not re.search(r"\d", said)]
    assert [said for said in known if said not in source] == []


def test_the_scripts_are_small() -> None:
    names = ("compose.js", "counting.js", "focus.js", "zone.js")
    assert sum(len(static_files()[name].small) for name in names) <= WEIGHT
