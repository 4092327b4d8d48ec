"""Every call of Mastodon.py that the documented API still has, each with what it must bring about."""

import asyncio
import io
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from mastodon import Mastodon, MastodonError
from PIL import Image

from tests.support.moot import Moot

Step = Callable[["Clients"], None]


class Clients(NamedTuple):
    """Three members at their programs, of whom olga may administer the community."""

    anna: Mastodon
    berta: Mastodon
    olga: Mastodon
    anyone: Mastodon

    @property
    def anna_id(self) -> Any:
        return self.anna.me().id

    @property
    def berta_id(self) -> Any:
        return self.berta.me().id


def _ids(found: Any) -> list[str]:
    return [str(one.id) for one in found]


def _eventually(look: Callable[[], Any]) -> Any:
    """What `look` finds once a job has done its work."""
    until = time.monotonic() + 10
    while not (found := look()):
        assert time.monotonic() < until, "nothing came of it"
        time.sleep(0.02)
    return found


def _picture(colour: int = 40) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (32, 32), (colour, 90, 160)).save(file, "PNG")
    file.seek(0)
    return file


def the_community(c: Clients) -> None:
    for about in (c.anyone.instance(), c.anyone.instance_v1(), c.anyone.instance_v2()):
        assert about.title == "Folkmoot"
    assert c.anyone.instance_nodeinfo().software.name == "folkmoot"
    assert c.anyone.retrieve_mastodon_version().startswith("4.")
    assert c.anyone.verify_minimum_version("4.4.0")
    assert list(c.anyone.instance_rules()) == []
    assert list(c.anyone.instance_peers()) == []
    assert len(c.anyone.instance_activity()) == 12
    assert c.anyone.instance_extended_description().content is not None
    assert list(c.anyone.instance_domain_blocks()) == []
    assert dict(c.anyone.instance_translation_languages()) == {}
    assert list(c.anyone.custom_emojis()) == []
    assert c.anyone.oauth_authorization_server_info().issuer.startswith("http://127.0.0.1")
    assert c.anyone.get_approx_server_time()


def accounts_and_profile(c: Clients) -> None:
    changed = c.anna.account_update_credentials(
        display_name="Anna", note="at the quay", avatar=_picture(), avatar_mime_type="image/png", header=_picture(9),
        header_mime_type="image/png", fields=[("Boat", "Heron")], discoverable=True, indexable=True,
    )  # fmt: skip
    assert (changed.display_name, changed.fields[0].name, changed.discoverable) == ("Anna", "Boat", True)
    assert c.anna.account_delete_avatar().id == changed.id
    assert c.anna.account_delete_header().id == changed.id
    assert c.berta.account(changed.id).display_name == "Anna"
    assert c.berta.account_lookup("anna").id == changed.id
    assert _ids(c.berta.accounts([changed.id])) == [str(changed.id)]
    assert _ids(c.berta.account_search("anna")) == [str(changed.id)]
    assert c.anna.preferences()["posting:default:visibility"] == "public"
    assert c.anna.app_verify_credentials() is not None
    assert str(changed.id) in _ids(c.anyone.directory())


def relations(c: Clients) -> None:
    assert c.anna.account_follow(c.berta_id, notify=True).notifying
    c.berta.account_follow(c.anna_id)
    c.olga.account_follow(c.berta_id)
    assert _ids(c.anna.account_followers(c.anna_id)) == [str(c.berta_id)]
    assert _ids(c.anna.account_following(c.anna_id)) == [str(c.berta_id)]
    assert _ids(c.anna.account_familiar_followers([c.berta_id])[0].accounts) == []
    assert c.anna.account_relationships([c.berta_id])[0].followed_by
    assert c.anna.account_note_set(c.berta_id, "met at sea").note == "met at sea"
    assert c.anna.account_endorse(c.berta_id).endorsed
    assert _ids(c.anna.endorsements()) == [str(c.berta_id)]
    assert not c.anna.account_unendorse(c.berta_id).endorsed
    assert c.anna.account_mute(c.berta_id, duration=600).muting
    assert _ids(c.anna.mutes()) == [str(c.berta_id)]
    assert not c.anna.account_unmute(c.berta_id).muting
    assert not c.anna.account_remove_from_followers(c.berta_id).followed_by
    assert c.anna.account_block(c.berta_id).blocking
    assert _ids(c.anna.blocks()) == [str(c.berta_id)]
    assert not c.anna.account_unblock(c.berta_id).blocking
    assert not c.olga.account_unfollow(c.berta_id).following


def follow_requests(c: Clients) -> None:
    c.anna.account_update_credentials(locked=True)
    for asking, answer in ((c.berta, c.anna.follow_request_authorize), (c.olga, c.anna.follow_request_reject)):
        assert asking.account_follow(c.anna_id).requested
        assert _ids(c.anna.follow_requests()) == [str(asking.me().id)]
        answer(asking.me().id)
    assert _ids(c.anna.account_followers(c.anna_id)) == [str(c.berta_id)]


def posts(c: Clients) -> None:
    posted = c.anna.status_post("High #tide", spoiler_text="water", language="en", idempotency_key="once")
    assert c.anna.status_post("High #tide", spoiler_text="water", language="en", idempotency_key="once").id == posted.id
    assert c.anyone.status(posted.id).spoiler_text == "water"
    edited = c.anna.status_update(posted.id, "Low #tide")
    assert edited.edited_at
    assert len(c.anna.status_history(posted.id)) == 2
    assert c.anna.status_source(posted.id).text == "Low #tide"
    reply = c.berta.status_reply(posted, "really?")
    assert _ids(c.anna.status_context(posted.id).descendants) == [str(reply.id)]
    assert set(_ids(c.anna.statuses([posted.id, reply.id]))) == {str(posted.id), str(reply.id)}
    assert c.berta.status_reblog(posted.id).reblog.id == posted.id
    assert c.berta.status_favourite(posted.id).favourited
    assert c.berta.status_bookmark(posted.id).bookmarked
    assert _ids(c.anna.status_reblogged_by(posted.id)) == [str(c.berta_id)]
    assert _ids(c.anna.status_favourited_by(posted.id)) == [str(c.berta_id)]
    assert _ids(c.berta.favourites()) == [str(posted.id)]
    assert _ids(c.berta.bookmarks()) == [str(posted.id)]
    assert not c.berta.status_unreblog(posted.id).reblogged
    assert not c.berta.status_unfavourite(posted.id).favourited
    assert not c.berta.status_unbookmark(posted.id).bookmarked
    assert c.anna.status_pin(posted.id).pinned
    assert _ids(c.berta.account_statuses(c.anna_id, pinned=True)) == [str(posted.id)]
    assert not c.anna.status_unpin(posted.id).pinned
    assert c.anna.status_mute(posted.id).muted
    assert not c.anna.status_unmute(posted.id).muted
    with pytest.raises(MastodonError):
        c.berta.status_translate(posted.id, lang="de")
    assert c.anna.status_delete(posted.id).text == "Low #tide"
    with pytest.raises(MastodonError):
        c.anna.status(posted.id)


def timelines(c: Clients) -> None:
    c.anna.account_follow(c.berta_id)
    written = [str(c.berta.status_post(f"Wave {number} #swell").id) for number in range(5)][::-1]
    for first in (
        c.anna.timeline_home(limit=2), c.anna.timeline_public(limit=2), c.anyone.timeline_local(limit=2),
        c.anna.timeline_hashtag("swell", limit=2), c.anna.account_statuses(c.berta_id, limit=2),
    ):  # fmt: skip
        assert _ids(c.anna.fetch_remaining(first)) == written
        assert _ids(c.anna.fetch_next(first)) == written[2:4]
    assert c.anna.markers_set("home", written[0]).home.last_read_id == written[0]
    assert str(c.anna.markers_get("home").home.last_read_id) == written[0]


def media(c: Clients) -> None:
    sent = c.anna.media_post(_picture(), "image/png", description="a wave", focus=(0.1, 0.2), synchronous=True)
    assert (sent.type, sent.description, sent.meta.focus.x) == ("image", "a wave", 0.1)
    assert c.anna.media(sent.id).blurhash
    assert c.anna.media_update(sent.id, description="a small wave").description == "a small wave"
    posted = c.anna.status_post("Look", media_ids=[sent])
    changes = [c.anna.generate_media_edit_attributes(sent.id, description="the same wave")]
    edited = c.anna.status_update(posted.id, "Look again", media_attributes=changes)
    assert edited.media_attachments[0].description == "the same wave"
    assert _ids(c.anyone.account_statuses(c.anna_id, only_media=True)) == [str(posted.id)]
    profile = c.anna.account_update_credentials(avatar=_picture(), avatar_mime_type="image/png")
    assert profile.avatar_static.startswith("http")


def polls_and_quotes(c: Clients) -> None:
    posted = c.anna.status_post("Tea?", poll=c.anna.make_poll(["yes", "no"], expires_in=300))
    assert c.berta.poll_vote(posted.poll, [1]).own_votes == [1]
    assert [option.votes_count for option in c.anna.poll(posted.poll).options] == [0, 1]
    said = c.anna.status_post("A saying", quote_approval_policy="public")
    quoting = c.berta.status_post("So it is", quoted_status_id=said.id)
    assert (quoting.quote.state, quoting.quote.quoted_status.id) == ("accepted", said.id)
    assert _ids(c.anna.status_quotes(said.id)) == [str(quoting.id)]
    assert c.anna.status_quote_revoke(said.id, quoting.id).quote.state == "revoked"
    closed = c.anna.status_update_quote_approval_policy(said.id, "nobody")
    assert list(closed.quote_approval.automatic) == []
    with pytest.raises(MastodonError):
        c.berta.status_post("And again", quoted_status_id=said.id)


def scheduled(c: Clients) -> None:
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    planned = c.anna.status_post("Later", scheduled_at=at)
    assert (planned.scheduled_at, planned.params.text) == (at, "Later")
    assert _ids(c.anna.scheduled_statuses()) == [str(planned.id)]
    assert c.anna.scheduled_status(planned.id).id == planned.id
    later = at + timedelta(hours=1)
    assert c.anna.scheduled_status_update(planned.id, later).scheduled_at == later
    c.anna.scheduled_status_delete(planned.id)
    assert list(c.anna.scheduled_statuses()) == []


def lists(c: Clients) -> None:
    c.anna.account_follow(c.berta_id)
    made = c.anna.list_create("Crew", replies_policy="none", exclusive=True)
    assert (made.title, made.replies_policy, made.exclusive) == ("Crew", "none", True)
    c.anna.list_accounts_add(made, [c.berta_id])
    assert _ids(c.anna.list_accounts(made)) == _ids(c.anna.accounts([c.berta_id]))
    assert _ids(c.anna.account_lists(c.berta_id)) == [str(made.id)]
    posted = c.berta.status_post("for the crew")
    assert _ids(c.anna.timeline_list(made)) == [str(posted.id)]
    assert c.anna.list_update(made, "The crew", exclusive=False).title == "The crew"
    assert c.anna.list(made.id).title == "The crew"
    c.anna.list_accounts_delete(made, [c.berta_id])
    c.anna.list_delete(made)
    assert list(c.anna.lists()) == []


def filters(c: Clients) -> None:
    c.anna.account_follow(c.berta_id)
    made = c.anna.create_filter_v2(
        "Storms", ["home"], "warn", keywords_attributes=[{"keyword": "thunder", "whole_word": True}]
    )
    word = c.anna.add_filter_keyword_v2(made.id, "hail")
    assert len(c.anna.filter_keywords_v2(made.id)) == 2
    calm = c.berta.status_post("Calm")
    kept = c.anna.add_filter_status_v2(made.id, calm.id)
    assert c.anna.filter_status_v2(kept.id).status_id == calm.id
    assert _ids(c.anna.filter_statuses_v2(made.id)) == [str(kept.id)]
    c.berta.status_post("So much hail")
    assert [len(status.filtered) for status in c.anna.timeline_home()] == [1, 1]
    c.anna.delete_filter_status_v2(kept.id)
    c.anna.delete_filter_keyword_v2(word.id)
    assert c.anna.update_filter_v2(made.id, title="Weather", context=["home"], filter_action="hide").title == "Weather"
    assert c.anna.filter_v2(made.id).filter_action == "hide"
    assert _ids(c.anna.filters_v2()) == [str(made.id)]
    c.anna.delete_filter_v2(made.id)
    old = c.anna.filter_create("fog", ["home"], whole_word=True)
    assert c.anna.filter(old.id).phrase == "fog"
    assert c.anna.filter_update(old.id, phrase="mist", context=["home"]).phrase == "mist"
    assert _ids(c.anna.filters_apply([c.berta.status_post("clear")], c.anna.filters(), "home"))
    c.anna.filter_delete(old.id)
    assert list(c.anna.filters()) == []


def notifications(c: Clients) -> None:
    posted = c.anna.status_post("Mark this")
    for fan in (c.berta, c.olga):
        fan.status_favourite(posted.id)
    c.berta.status_post("@anna ahoy")
    found = _eventually(lambda: len(got := c.anna.notifications()) == 3 and got)
    assert {one.type for one in found} == {"favourite", "mention"}
    assert c.anna.notifications(found[0].id).id == found[0].id
    assert _ids(c.anna.notifications(mentions_only=True))
    assert c.anna.notifications_unread_count().count == 3
    assert c.anna.unread_grouped_notifications_count() == 2
    grouped = c.anna.grouped_notifications(grouped_types=["favourite"])
    group = next(one for one in grouped.notification_groups if one.type == "favourite")
    assert group.notifications_count == 2
    assert len(c.anna.grouped_notification_accounts(group.group_key)) == 2
    assert c.anna.grouped_notification(group.group_key).notification_groups[0].group_key == group.group_key
    c.anna.dismiss_grouped_notification(group.group_key)
    (left,) = c.anna.notifications()
    c.anna.notifications_dismiss(left.id)
    c.berta.status_post("@anna ahoy again")
    _eventually(c.anna.notifications)
    c.anna.notifications_clear()
    assert list(c.anna.notifications()) == []


def notification_requests(c: Clients) -> None:
    policy = c.anna.update_notifications_policy(for_not_following="filter")
    assert policy.for_not_following == c.anna.notifications_policy().for_not_following == "filter"
    for sender, answer in (
        (c.berta, c.anna.accept_notification_request), (c.olga, c.anna.dismiss_notification_request),
        (c.olga, lambda one: c.anna.dismiss_multiple_notification_requests([one])),
        (c.olga, lambda one: c.anna.accept_multiple_notification_requests([one])),
    ):  # fmt: skip
        sender.status_post("@anna may I?")
        (asked,) = _eventually(c.anna.notification_requests)
        assert c.anna.notification_request(asked.id).account.id == sender.me().id
        answer(asked.id)
        assert _eventually(lambda: not c.anna.notification_requests())
    assert _eventually(c.anna.notifications_merged)


def conversations(c: Clients) -> None:
    c.berta.status_post("@anna between us", visibility="direct")
    (talk,) = _eventually(c.anna.conversations)
    assert talk.unread
    assert not c.anna.conversations_read(talk.id).unread


def searching(c: Clients) -> None:
    c.anna.status_post("A lighthouse on the #headland", language="en")
    assert _ids(c.anna.search("berta", result_type="accounts").accounts) == [str(c.berta_id)]
    assert [tag.name for tag in c.anna.search_v2("headland", exclude_unreviewed=False).hashtags] == ["headland"]
    assert _eventually(lambda: len(c.anna.search("lighthouses from:me", result_type="statuses").statuses) == 1)


def tags_and_trends(c: Clients) -> None:
    c.anna.status_post("High #tide")
    assert c.anna.tag("tide").name == "tide"
    assert c.anna.tag_follow("tide").following
    assert [tag.name for tag in c.anna.followed_tags()] == ["tide"]
    assert not c.anna.tag_unfollow("tide").following
    assert [tag.name for tag in c.anna.featured_tag_suggestions()] == ["tide"]
    featured = c.anna.featured_tag_create("tide")
    assert _ids(c.anna.featured_tags()) == [str(featured.id)]
    assert [tag.name for tag in c.berta.account_featured_tags(c.anna_id)] == ["tide"]
    c.anna.featured_tag_delete(featured.id)
    assert c.anna.tag_feature("tide").featuring
    assert not c.anna.tag_unfeature("tide").featuring
    for nothing in (c.anyone.trending_tags(), c.anyone.trending_statuses(), c.anyone.trending_links()):
        assert list(nothing) == []
    assert list(c.anna.announcements()) == []


def suggestions_and_domains(c: Clients) -> None:
    c.berta.account_update_credentials(discoverable=True)
    assert isinstance(c.anna.suggestions_v2(), list)
    c.anna.suggestion_delete(c.berta_id)
    c.anna.domain_block("spam.example")
    assert list(c.anna.domain_blocks()) == ["spam.example"]
    c.anna.domain_unblock("spam.example")
    assert list(c.anna.domain_blocks()) == []


def reports_and_staff(c: Clients) -> None:
    bad = c.berta.status_post("Buy now")
    reported = c.anna.report(c.berta_id, status_ids=[bad.id], comment="an advertisement", category="spam")
    report = c.olga.admin_report(reported.id)
    assert (report.target_account.account.id, report.statuses[0].id) == (c.berta_id, bad.id)
    assert _ids(c.olga.admin_reports()) == [str(reported.id)]
    assert c.olga.admin_report_assign(report.id).assigned_account
    assert not c.olga.admin_report_unassign(report.id).assigned_account
    assert c.olga.admin_report_resolve(report.id).action_taken
    assert not c.olga.admin_report_reopen(report.id).action_taken
    for found in (c.olga.admin_accounts(), c.olga.admin_accounts_v2(origin="local"), c.olga.admin_accounts_v1()):
        assert {one["username"] for one in found} == {"anna", "berta", "olga"}
    hers = c.berta_id
    assert c.olga.admin_account(hers).username == "berta"
    c.olga.admin_account_moderate(hers, "silence", report_id=report.id, text="Please no advertisements")
    assert c.olga.admin_account(hers).silenced
    assert not c.olga.admin_account_unsilence(hers).silenced
    c.olga.admin_account_moderate(hers, "disable")
    assert not c.olga.admin_account_enable(hers).disabled
    c.olga.admin_account_moderate(hers, "suspend")
    assert not c.olga.admin_account_unsuspend(hers).suspended
    c.olga.admin_account_moderate(hers, "sensitive")
    assert not c.olga.admin_account_unsensitive(hers).sensitized
    with pytest.raises(MastodonError):
        c.anna.admin_reports()


def staff_lists(c: Clients) -> None:
    o = c.olga
    block = o.admin_create_domain_block("bad.example", severity="suspend", private_comment="spam")
    assert o.admin_update_domain_block(block.id, severity="silence").severity == "silence"
    assert _ids(o.admin_domain_blocks()) == [str(block.id)]
    o.admin_delete_domain_block(block.id)
    allowed = o.admin_create_domain_allow("good.example")
    assert o.admin_domain_allow(allowed.id).domain == "good.example"
    assert _ids(o.admin_domain_allows()) == [str(allowed.id)]
    o.admin_delete_domain_allow(allowed.id)
    mail = o.admin_create_email_domain_block("throwaway.example")
    assert o.admin_email_domain_block(mail.id).domain == "throwaway.example"
    assert _ids(o.admin_email_domain_blocks()) == [str(mail.id)]
    o.admin_delete_email_domain_block(mail.id)
    address = o.admin_create_ip_block("198.51.100.0/24", "no_access", "noise")
    assert o.admin_update_ip_block(address.id, comment="much noise").comment == "much noise"
    assert o.admin_ip_block(address.id).ip == "198.51.100.0/24"
    assert _ids(o.admin_ip_blocks()) == [str(address.id)]
    o.admin_delete_ip_block(address.id)
    person = o.admin_create_canonical_email_block(email="her@throwaway.example")
    assert o.admin_canonical_email_block(person.id).canonical_email_hash
    assert _ids(o.admin_test_canonical_email_block("her@throwaway.example")) == [str(person.id)]
    assert _ids(o.admin_canonical_email_blocks()) == [str(person.id)]
    o.admin_delete_canonical_email_block(person.id)


def staff_figures(c: Clients) -> None:
    o = c.olga
    c.anna.status_post("Counted", language="en")
    start, end = datetime.now(UTC) - timedelta(days=3), datetime.now(UTC)
    measured = o.admin_measures(start, end, active_users=True, new_users=True, interactions=True, opened_reports=True)
    assert [one.key for one in measured] == ["active_users", "new_users", "interactions", "opened_reports"]
    (languages,) = o.admin_dimensions(start, end, languages=True)
    assert languages.key == "languages"
    assert len(o.admin_retention(start, end)) == 4
    for nothing in (o.admin_trending_tags(), o.admin_trending_statuses(), o.admin_trending_links()):
        assert list(nothing) == []


STEPS: tuple[Step, ...] = (
    the_community, accounts_and_profile, relations, follow_requests, posts, timelines, media, polls_and_quotes,
    scheduled, lists, filters, notifications, notification_requests, conversations, searching, tags_and_trends,
    suggestions_and_domains, reports_and_staff, staff_lists, staff_figures,
)  # fmt: skip


@pytest.fixture
async def clients(served: Moot) -> Clients:
    served.ground.runner.start()
    url = served.ground.config.site.url
    members = [await served.member(name, role=role) for name, role in (("anna", ""), ("berta", ""), ("olga", "owner"))]
    anna, berta, olga = (Mastodon(access_token=member.token, api_base_url=url) for member in members)
    return Clients(anna, berta, olga, Mastodon(api_base_url=url))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
async def test_mastodon_py_can(clients: Clients, step: Step, caplog: pytest.LogCaptureFixture) -> None:
    await asyncio.to_thread(step, clients)
    assert [said.message for said in caplog.records if said.name.startswith("folkmoot")] == []
