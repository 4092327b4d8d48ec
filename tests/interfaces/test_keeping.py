"""Pages that are kept for anybody: the same while nothing is committed, never somebody's own, never out of date."""

import pytest

from folkmoot.interfaces.web.frame import rendering
from tests.support.browser import browser_of
from tests.support.moot import Moot


async def test_a_page_is_made_once_for_anybody(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await a_moot.member("anna")
    await a_moot.post(anna, "good morning")
    first = await a_moot.http.get("/@anna")
    monkeypatch.setattr(rendering, "render", _broken)
    again = await a_moot.http.get("/@anna")
    assert again.text == first.text
    assert "good morning" in again.text
    a_moot.clock.advance(10_000)  # time alone makes a page anew
    with pytest.raises(AssertionError, match="made anew"):
        await a_moot.http.get("/@anna")


def _broken(*_: object) -> str:
    raise AssertionError("made anew")


async def test_what_is_committed_is_seen_at_once(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    posted = await a_moot.post(anna, "good morning")
    assert "good morning" in (await a_moot.http.get("/@anna")).text
    await a_moot.ok("DELETE", f"/api/v1/statuses/{posted['id']}", anna)
    assert "good morning" not in (await a_moot.http.get("/@anna")).text


async def test_a_page_with_a_form_is_each_browsers_own(a_moot: Moot) -> None:
    one = await browser_of(a_moot.http).open("/auth/sign_in")
    await one.open("/auth/sign_in")
    other = await browser_of(a_moot.http).open("/auth/sign_in")
    await other.send("/auth/sign_in", name="anna", password="wrong")
    assert other.status == 422


async def test_languages_and_looks_are_kept_apart(a_moot: Moot) -> None:
    await a_moot.member("anna")
    english = await a_moot.http.get("/@anna", headers={"accept-language": "en"})
    german = await a_moot.http.get("/@anna", headers={"accept-language": "de"})
    dark = await a_moot.http.get("/@anna", headers={"cookie": "folkmoot_look=dark.more.large.less"})
    assert '<html lang="en"' in english.text
    assert '<html lang="de"' in german.text
    assert 'data-theme="dark" data-contrast="more" data-text="large" data-motion="less"' in dark.text
    assert 'data-theme="system"' in english.text
