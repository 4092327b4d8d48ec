"""Mails that tell of notifications: what is told, to whom, how seldom, and how they end."""

from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import pytest

from folkmoot.features import accounts, auth, notifications
from folkmoot.features.notifications import MAILED_KINDS, MailWish, mail_letters, mailing
from folkmoot.infra.clock import MINUTE
from folkmoot.interfaces.web.frame import wording
from folkmoot.interfaces.web.preferences import mail as mail_pages
from tests.support.browser import browser_of
from tests.support.moot import Member, Moot
from tests.support.signing import mails, member_with_password, signed_in

PATH = "/settings/mail"


async def wish(moot: Moot, member: Member, *kinds: str, only_away: bool = False) -> None:
    async with moot.ground.work() as work:
        await notifications.set_mail_wish(work, member.id, MailWish(list(kinds), only_away))


async def written(moot: Moot, minutes: int = 40) -> list[EmailMessage]:
    """Let time pass and return every mail that was written so far."""
    await moot.run_jobs()
    moot.clock.advance(minutes * MINUTE)
    await mailing.find_due(moot.ground)
    return await mails(moot)


async def pair(moot: Moot) -> tuple[Member, Member]:
    return await moot.member("anna"), await moot.member("berta")


async def test_nobody_is_written_to_who_did_not_ask(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await a_moot.post(berta, "@anna hello")
    assert await written(a_moot) == []
    await wish(a_moot, anna, "mention")
    assert await written(a_moot) == [], "nor of what came before they asked"


async def test_a_mail_says_who_and_what_but_no_word_of_a_post(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await wish(a_moot, anna, "mention", "favourite")
    mine = await a_moot.post(anna, "rhubarb")
    await a_moot.post(berta, "@anna a secret about rhubarb", visibility="direct")
    await a_moot.ok("POST", f"/api/v1/statuses/{mine['id']}/favourite", berta)
    await a_moot.ok("POST", f"/api/v1/statuses/{mine['id']}/reblog", berta)
    (mail,) = await written(a_moot)
    text = mail.get_content()
    assert mail["To"] == "anna@example.org"
    assert "@berta mentioned you" in text
    assert "@berta likes a post of yours" in text
    assert "boosted" not in text
    assert "rhubarb" not in str(mail)
    assert len(await written(a_moot)) == 1


async def test_mails_are_bundled_and_seldom(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await wish(a_moot, anna, "mention")
    await a_moot.post(berta, "@anna one")
    assert await written(a_moot, minutes=1) == []
    await a_moot.post(berta, "@anna two")
    (first,) = await written(a_moot, minutes=10)
    assert first.get_content().count("@berta mentioned you") == 2
    await a_moot.post(berta, "@anna three")
    assert len(await written(a_moot, minutes=10)) == 1
    assert len(await written(a_moot, minutes=30)) == 2


async def test_what_was_read_or_is_gone_is_not_told(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await wish(a_moot, anna, "mention")
    await a_moot.post(berta, "@anna read")
    await a_moot.run_jobs()
    (item,) = await a_moot.ok("GET", "/api/v1/notifications", anna)
    await a_moot.ok("POST", "/api/v1/markers", anna, json={"notifications": {"last_read_id": item["id"]}})
    gone = await a_moot.post(berta, "@anna gone")
    await a_moot.run_jobs()
    await a_moot.ok("DELETE", f"/api/v1/statuses/{gone['id']}", berta)
    assert await written(a_moot) == []


async def test_who_is_here_is_not_written_to(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await wish(a_moot, anna, "mention", only_away=True)
    await a_moot.post(berta, "@anna one")
    await a_moot.run_jobs()
    a_moot.clock.advance(8 * MINUTE)
    await a_moot.post(anna, "I am here")
    assert await written(a_moot, minutes=1) == []
    await a_moot.post(berta, "@anna two")
    (mail,) = await written(a_moot)
    assert mail.get_content().count("mentioned") == 2


async def test_those_who_left_are_not_written_to(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await wish(a_moot, anna, "mention")
    await a_moot.post(berta, "@anna")
    await a_moot.run_jobs()
    async with a_moot.ground.work() as work:
        await accounts.close(work, anna.id)
    assert await written(a_moot) == []
    await mailing.write_to(a_moot.ground, int(a_moot.never()))


async def test_a_mail_program_ends_the_mails_at_one_press(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await wish(a_moot, anna, "mention")
    await a_moot.post(berta, "@anna")
    (mail,) = await written(a_moot)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = urlsplit("".join(mail["List-Unsubscribe"].split()).strip("<>"))
    path = f"{address.path}?{address.query}"
    for wrong in (
        path[:-1] + ("0" if path[-1] != "0" else "1"),
        path.replace(str(anna.id), str(berta.id)),
        address.path,
    ):
        for method in ("GET", "POST"):
            assert (await a_moot.http.request(method, wrong)).status_code == 404
    assert (await a_moot.http.get(path)).status_code == 200
    assert (await notifications.mail_wish(await a_moot.ground.read(), anna.id)).kinds == ["mention"]
    assert (await a_moot.http.post(path, data={"List-Unsubscribe": "One-Click"})).status_code == 200
    assert (await notifications.mail_wish(await a_moot.ground.read(), anna.id)).kinds == []
    await a_moot.post(berta, "@anna again")
    assert len(await written(a_moot)) == 1


async def test_the_link_asks_and_its_button_ends_them(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    await wish(a_moot, anna, "mention")
    path = f"{PATH}/stop?member={anna.id}&mark={notifications.stop_mark(a_moot.ground.secrets, anna.id)}"
    browser = await browser_of(a_moot.http).open(path)
    await browser.send(f"{PATH}/stop")
    assert browser.status == 200
    assert not browser.has_form(f"{PATH}/stop")
    assert (await notifications.mail_wish(await a_moot.ground.read(), anna.id)).kinds == []


async def test_members_choose_on_a_page(a_moot: Moot) -> None:
    member_id = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await browser.open(PATH)
    chosen: dict[str, Any] = dict.fromkeys(MAILED_KINDS, "") | {"mention": "1", "only_away": "1"}
    await browser.send(PATH, **chosen)
    assert browser.status == 200
    assert await notifications.mail_wish(await a_moot.ground.read(), member_id) == MailWish(["mention"], only_away=True)
    assert 'name="mention" value="1" checked' in browser.text
    await browser.send(PATH, **dict.fromkeys(MAILED_KINDS, ""))
    assert (await notifications.mail_wish(await a_moot.ground.read(), member_id)).kinds == []
    assert (await a_moot.http.post(PATH, data={"mention": "1"})).status_code == 403


async def test_letters_speak_the_language_of_the_member(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await wish(a_moot, anna, "mention")
    async with a_moot.ground.work() as work:
        await auth.change_locale(work, anna.id, "de")
    await a_moot.post(berta, "@anna")
    (mail,) = await written(a_moot)
    assert "@berta hat dich erwähnt" in mail.get_content()


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_kind_has_its_words(language: str) -> None:
    links = mail_letters.Addresses("URL", "SETTINGS", "STOP")
    told = [(kind, "berta") for kind in MAILED_KINDS] * 5
    letter = mail_letters.write(language, "anna", "Moot", told, links)
    assert letter.text.count("berta") == mail_letters.LINES
    assert f"{len(told) - mail_letters.LINES} " in letter.text
    assert all(word in letter.text for word in ("URL", "SETTINGS", "STOP", "anna"))
    assert set(MAILED_KINDS) <= set(mail_pages.WORDS)
