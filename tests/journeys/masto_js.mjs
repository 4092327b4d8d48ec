// What a program written with masto.js does to a community: every step speaks REST or a WebSocket through the library.
// FOLKMOOT_MASTO_JS names the folder with the library; URL, ANNA, BERTA and OWNER say where the community is and
// hold the tokens of three members, of whom OWNER may administer it.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";

const load = createRequire(path.join(path.resolve(process.env.FOLKMOOT_MASTO_JS), "here.js"));
const { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } = load("masto");

const url = process.env.URL;
const rest = (accessToken) => createRestAPIClient({ url, accessToken });
const anna = rest(process.env.ANNA);
const berta = rest(process.env.BERTA);
const owner = rest(process.env.OWNER);
const nobody = rest();
const ids = (found) => found.map((each) => each.id);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGOUi1rAwMDAxMDAwMDAAAAMyAEcmM2rsQAAAABJRU5ErkJggg==",
  "base64",
);
let me, her;

async function eventually(look) {
  for (let tries = 0; ; tries++) {
    const found = await look();
    if (found) return found;
    assert.ok(tries < 100, "nothing came of it");
    await pause(100);
  }
}

const steps = {
  async "apps and tokens"() {
    const app = await nobody.v1.apps.create({
      clientName: "Harbour",
      redirectUris: "urn:ietf:wg:oauth:2.0:oob",
      scopes: "read write",
    });
    const oauth = createOAuthAPIClient({ url });
    const { clientId, clientSecret } = app;
    const token = await oauth.token.create({
      grantType: "client_credentials",
      clientId,
      clientSecret,
      redirectUri: "urn:ietf:wg:oauth:2.0:oob",
      scope: "read",
    });
    assert.equal((await rest(token.accessToken).v1.apps.verifyCredentials()).name, "Harbour");
    await oauth.revoke({ clientId, clientSecret, token: token.accessToken });
    await assert.rejects(rest(token.accessToken).v1.apps.verifyCredentials(), { statusCode: 401 });
  },

  async "the community"() {
    const about = await nobody.v2.instance.fetch();
    assert.ok(about.apiVersions.mastodon >= 7);
    assert.ok(about.configuration.urls.streaming.startsWith("ws"));
    assert.ok((await nobody.v1.instance.fetch()).urls.streamingApi);
    assert.ok(Array.isArray(await nobody.v1.customEmojis.list()));
    assert.ok(Array.isArray(await nobody.v1.instance.rules.list()));
    assert.ok(Array.isArray(await nobody.v1.instance.peers.list()));
    assert.ok(Array.isArray(await nobody.v1.instance.activity.list()));
  },

  async "accounts and relations"() {
    me = await anna.v1.accounts.verifyCredentials();
    her = await berta.v1.accounts.verifyCredentials();
    assert.equal((await anna.v1.accounts.lookup({ acct: "berta" })).id, her.id);
    assert.equal((await anna.v1.accounts.$select(her.id).follow()).following, true);
    assert.equal((await berta.v1.accounts.$select(me.id).follow({ notify: true })).notifying, true);
    assert.deepEqual(ids(await anna.v1.accounts.$select(her.id).followers.list()), [me.id]);
    const [relation] = await anna.v1.accounts.relationships.fetch({ id: [her.id] });
    assert.equal(relation.followedBy, true);
    assert.equal((await anna.v1.accounts.$select(her.id).note.create({ comment: "met at sea" })).note, "met at sea");
    const changed = await anna.v1.accounts.updateCredentials({
      displayName: "Anna of the quay",
      fieldsAttributes: [{ name: "Boat", value: "Heron" }],
      avatar: new Blob([PNG], { type: "image/png" }),
    });
    assert.equal(changed.displayName, "Anna of the quay");
    assert.deepEqual(changed.fields.map((field) => field.name), ["Boat"]);
    assert.equal((await anna.v1.profile.fetch()).displayName, "Anna of the quay");
    assert.equal((await anna.v1.profile.update({ showFeatured: false })).showFeatured, false);
    assert.equal((await anna.v1.preferences.fetch())["posting:default:visibility"], "public");
  },

  async "posts, from the first to the last"() {
    const posted = await anna.v1.statuses.create({ status: "High #tide", visibility: "public", spoilerText: "water" });
    assert.equal((await berta.v1.statuses.$select(posted.id).fetch()).spoilerText, "water");
    const edited = await anna.v1.statuses.$select(posted.id).update({ status: "Low #tide" });
    assert.ok(edited.editedAt);
    assert.equal((await anna.v1.statuses.$select(posted.id).history.list()).length, 2);
    assert.equal((await anna.v1.statuses.$select(posted.id).source.fetch()).text, "Low #tide");
    const reply = await berta.v1.statuses.create({ status: "@anna really?", inReplyToId: posted.id });
    const thread = await anna.v1.statuses.$select(posted.id).context.fetch();
    assert.deepEqual(ids(thread.descendants), [reply.id]);
    const hers = berta.v1.statuses.$select(posted.id);
    assert.equal((await hers.favourite()).favourited, true);
    assert.equal((await hers.bookmark()).bookmarked, true);
    assert.equal((await hers.reblog()).reblog.id, posted.id);
    assert.deepEqual(ids(await anna.v1.statuses.$select(posted.id).favouritedBy.list()), [her.id]);
    assert.deepEqual(ids(await anna.v1.statuses.$select(posted.id).rebloggedBy.list()), [her.id]);
    assert.deepEqual(ids(await berta.v1.favourites.list()), [posted.id]);
    assert.deepEqual(ids(await berta.v1.bookmarks.list()), [posted.id]);
    assert.equal((await anna.v1.statuses.$select(posted.id).pin()).pinned, true);
    assert.deepEqual(ids(await berta.v1.accounts.$select(me.id).statuses.list({ pinned: true })), [posted.id]);
    assert.equal((await anna.v1.statuses.$select(posted.id).mute()).muted, true);
    assert.equal((await hers.unreblog()).reblogged, false);
    assert.equal((await hers.unfavourite()).favourited, false);
    assert.deepEqual(ids(await anna.v1.statuses.fetch({ id: [posted.id, reply.id] })).sort(), [posted.id, reply.id].sort());
    await anna.v1.statuses.$select(posted.id).remove();
    await assert.rejects(anna.v1.statuses.$select(posted.id).fetch(), { statusCode: 404 });
  },

  async "timelines, page by page"() {
    const written = [];
    for (let number = 0; number < 5; number++) {
      written.unshift(await berta.v1.statuses.create({ status: `Wave ${number} #swell` }));
    }
    for (const list of [anna.v1.timelines.home, anna.v1.timelines.public, anna.v1.timelines.tag.$select("swell")]) {
      const seen = [];
      for await (const page of list.list({ limit: 2 })) seen.push(...ids(page));
      assert.deepEqual(seen.slice(0, 5), ids(written));
      assert.equal(new Set(seen).size, seen.length);
    }
    assert.equal((await nobody.v1.timelines.public.list({ local: true, limit: 1 })).length, 1);
  },

  async "media"() {
    const file = new Blob([PNG], { type: "image/png" });
    const media = await anna.v2.media.create({ file, description: "a wave", focus: "0.1,0.2" });
    assert.deepEqual([media.type, media.description], ["image", "a wave"]);
    await anna.v1.media.$select(media.id).update({ description: "a small wave" });
    const posted = await anna.v1.statuses.create({ status: "Look", mediaIds: [media.id] });
    assert.equal(posted.mediaAttachments[0].description, "a small wave");
    const answer = await fetch(posted.mediaAttachments[0].url);
    assert.equal(answer.headers.get("content-type"), "image/png");
    await anna.v1.statuses.$select(posted.id).update({
      status: "Look again",
      mediaIds: [media.id],
      mediaAttributes: [{ id: media.id, description: "the same wave" }],
    });
    const [shown] = await nobody.v1.accounts.$select(me.id).statuses.list({ onlyMedia: true });
    assert.equal(shown.mediaAttachments[0].description, "the same wave");
  },

  async "polls"() {
    const asked = await anna.v1.statuses.create({
      status: "Which?",
      poll: { options: ["sail", "row", "swim"], expiresIn: 600, multiple: true },
    });
    const poll = await berta.v1.polls.$select(asked.poll.id).votes.create({ choices: [0, 2] });
    assert.deepEqual([poll.voted, poll.ownVotes], [true, [0, 2]]);
    const shown = await anna.v1.polls.$select(asked.poll.id).fetch();
    assert.deepEqual(shown.options.map((option) => option.votesCount), [1, 0, 1]);
  },

  async "quotes"() {
    const said = await anna.v1.statuses.create({ status: "A saying", quoteApprovalPolicy: "public" });
    const quoting = await berta.v1.statuses.create({ status: "So it is", quotedStatusId: said.id });
    assert.deepEqual([quoting.quote.state, quoting.quote.quotedStatus.id], ["accepted", said.id]);
    assert.deepEqual(ids(await anna.v1.statuses.$select(said.id).quotes.list()), [quoting.id]);
    assert.equal((await anna.v1.statuses.$select(said.id).fetch()).quotesCount, 1);
  },

  async "scheduled posts"() {
    const scheduledAt = new Date(Date.now() + 3_600_000).toISOString();
    const planned = await anna.v1.statuses.create({ status: "Later", scheduledAt });
    assert.deepEqual(ids(await anna.v1.scheduledStatuses.list()), [planned.id]);
    const later = new Date(Date.now() + 7_200_000).toISOString();
    const moved = await anna.v1.scheduledStatuses.$select(planned.id).update({ scheduledAt: later });
    assert.equal(moved.scheduledAt, later);
    await anna.v1.scheduledStatuses.$select(planned.id).remove();
    assert.deepEqual(await anna.v1.scheduledStatuses.list(), []);
  },

  async "lists"() {
    const list = await anna.v1.lists.create({ title: "Crew", repliesPolicy: "none" });
    await anna.v1.lists.$select(list.id).accounts.create({ accountIds: [her.id] });
    assert.deepEqual(ids(await anna.v1.lists.$select(list.id).accounts.list()), [her.id]);
    assert.deepEqual(ids(await anna.v1.accounts.$select(her.id).lists.list()), [list.id]);
    assert.ok((await anna.v1.timelines.list.$select(list.id).list()).length > 0);
    assert.equal((await anna.v1.lists.$select(list.id).update({ title: "Crew", exclusive: true })).exclusive, true);
    await anna.v1.lists.$select(list.id).accounts.remove({ accountIds: [her.id] });
    await anna.v1.lists.$select(list.id).remove();
    assert.deepEqual(await anna.v1.lists.list(), []);
  },

  async "filters"() {
    const filter = await anna.v2.filters.create({
      title: "Storms",
      context: ["home", "public"],
      filterAction: "warn",
      keywordsAttributes: [{ keyword: "thunder", wholeWord: true }],
    });
    const word = await anna.v2.filters.$select(filter.id).keywords.create({ keyword: "hail" });
    assert.equal((await anna.v2.filters.$select(filter.id).keywords.list()).length, 2);
    const stormy = await berta.v1.statuses.create({ status: "So much hail" });
    const [shown] = await anna.v1.timelines.home.list({ limit: 1 });
    assert.equal(shown.id, stormy.id);
    assert.deepEqual(shown.filtered.map((match) => match.keywordMatches), [["hail"]]);
    const calm = await berta.v1.statuses.create({ status: "Calm" });
    const kept = await anna.v2.filters.$select(filter.id).statuses.create({ statusId: calm.id });
    await anna.v2.filters.statuses.$select(kept.id).remove();
    await anna.v2.filters.keywords.$select(word.id).remove();
    assert.equal((await anna.v2.filters.$select(filter.id).update({ title: "Weather" })).title, "Weather");
    await anna.v2.filters.$select(filter.id).remove();
    assert.deepEqual(await anna.v2.filters.list(), []);
    const old = await anna.v1.filters.create({ phrase: "fog", context: ["home"] });
    assert.equal((await anna.v1.filters.$select(old.id).fetch()).phrase, "fog");
    await anna.v1.filters.$select(old.id).remove();
  },

  async "notifications, one by one and in groups"() {
    const posted = await anna.v1.statuses.create({ status: "Mark this" });
    for (const fan of [berta, owner]) await fan.v1.statuses.$select(posted.id).favourite();
    await berta.v1.statuses.create({ status: "@anna ahoy" });
    const single = await eventually(async () => {
      const found = await anna.v1.notifications.list({ types: ["favourite", "mention"] });
      return found.filter((each) => each.status?.id === posted.id).length === 2 && found;
    });
    assert.equal((await anna.v1.notifications.$select(single[0].id).fetch()).id, single[0].id);
    assert.ok((await anna.v1.notifications.unreadCount.fetch()).count > 2);
    const grouped = await anna.v2.notifications.list({ groupedTypes: ["favourite"] });
    const group = grouped.notificationGroups.find((each) => each.statusId === posted.id);
    assert.deepEqual([group.type, group.notificationsCount], ["favourite", 2]);
    const whole = await anna.v2.notifications.$select(group.groupKey).fetch();
    assert.equal(whole.notificationGroups.length, 1);
    assert.equal((await anna.v2.notifications.$select(group.groupKey).accounts.fetch()).length, 2);
    assert.ok((await anna.v2.notifications.unreadCount.fetch()).count > 0);
    await anna.v2.notifications.$select(group.groupKey).dismiss();
    const policy = await anna.v2.notifications.policy.update({ forNewAccounts: "filter" });
    assert.equal(policy.forNewAccounts, "filter");
    assert.equal((await anna.v2.notifications.policy.update({ forNewAccounts: "accept" })).forNewAccounts, "accept");
    assert.ok(Array.isArray(await anna.v1.notifications.requests.list()));
    await anna.v1.markers.create({ notifications: { lastReadId: single[0].id } });
    const marker = (await anna.v1.markers.fetch({ timeline: ["notifications"] })).notifications;
    assert.equal(marker.lastReadId, single[0].id);
    await anna.v1.notifications.clear();
    assert.deepEqual(await anna.v1.notifications.list(), []);
  },

  async "conversations"() {
    await berta.v1.statuses.create({ status: "@anna between us", visibility: "direct" });
    const [conversation] = await eventually(async () => {
      const found = await anna.v1.conversations.list();
      return found.length && found;
    });
    assert.equal(conversation.unread, true);
    assert.equal((await anna.v1.conversations.$select(conversation.id).read()).unread, false);
    await anna.v1.conversations.$select(conversation.id).remove();
  },

  async "search"() {
    await anna.v1.statuses.create({ status: "A lighthouse on the #headland", language: "en" });
    const found = await anna.v2.search.list({ q: "headland", type: "hashtags" });
    assert.deepEqual(found.hashtags.map((tag) => tag.name), ["headland"]);
    assert.deepEqual(ids((await anna.v2.search.list({ q: "berta", type: "accounts" })).accounts), [her.id]);
    await eventually(async () => (await anna.v2.search.list({ q: "lighthouses from:anna" })).statuses.length === 1);
    assert.deepEqual(ids(await anna.v1.accounts.search.list({ q: "berta" })), [her.id]);
  },

  async "tags, endorsements, suggestions, trends"() {
    assert.equal((await anna.v1.tags.$select("headland").follow()).following, true);
    assert.deepEqual((await anna.v1.followedTags.list()).map((tag) => tag.name), ["headland"]);
    const featured = await anna.v1.featuredTags.create({ name: "tide" });
    assert.equal((await anna.v1.featuredTags.list())[0].name, "tide");
    assert.ok(Array.isArray(await anna.v1.featuredTags.suggestions.list()));
    await anna.v1.featuredTags.$select(featured.id).remove();
    assert.equal((await anna.v1.accounts.$select(her.id).pin()).endorsed, true);
    assert.deepEqual(ids(await anna.v1.endorsements.list()), [her.id]);
    for (const look of [anna.v2.suggestions, anna.v1.directory, anna.v1.trends.tags, anna.v1.trends.statuses]) {
      assert.ok(Array.isArray(await look.list()));
    }
    assert.ok(Array.isArray(await anna.v1.trends.links.list()));
    assert.ok(Array.isArray(await anna.v1.announcements.list()));
  },

  async "blocks and mutes"() {
    assert.equal((await anna.v1.accounts.$select(her.id).mute({ duration: 600 })).muting, true);
    assert.deepEqual(ids(await anna.v1.mutes.list()), [her.id]);
    assert.equal((await anna.v1.accounts.$select(her.id).unmute()).muting, false);
    assert.equal((await owner.v1.accounts.$select(me.id).block()).blocking, true);
    assert.deepEqual(ids(await owner.v1.blocks.list()), [me.id]);
    assert.equal((await owner.v1.accounts.$select(me.id).unblock()).blocking, false);
    await anna.v1.domainBlocks.create({ domain: "spam.example" });
    assert.deepEqual(await anna.v1.domainBlocks.list(), ["spam.example"]);
    await anna.v1.domainBlocks.remove({ domain: "spam.example" });
  },

  async "push"() {
    const keys = {
      p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
      auth: "BTBZMqHH6r4Tts7J_aSIgg",
    };
    const subscription = { endpoint: "https://push.example/box", keys };
    const made = await anna.v1.push.subscription.create({
      subscription,
      data: { alerts: { mention: true }, policy: "all" },
    });
    assert.equal(made.alerts.mention, true);
    const changed = await anna.v1.push.subscription.update({ data: { alerts: { follow: true, mention: false } } });
    assert.deepEqual([changed.alerts.follow, changed.alerts.mention], [true, false]);
    assert.equal((await anna.v1.push.subscription.fetch()).endpoint, subscription.endpoint);
    await anna.v1.push.subscription.remove();
    await assert.rejects(anna.v1.push.subscription.fetch(), { statusCode: 404 });
  },

  async "what staff see and do"() {
    const reported = await anna.v1.reports.create({ accountId: her.id, comment: "too loud", category: "other" });
    const report = await owner.v1.admin.reports.$select(reported.id).fetch();
    assert.equal(report.targetAccount.id, her.id);
    assert.ok((await owner.v1.admin.reports.$select(reported.id).assignToSelf()).assignedAccount);
    assert.equal((await owner.v1.admin.reports.$select(reported.id).resolve()).actionTaken, true);
    assert.ok(ids(await owner.v1.admin.reports.list({ resolved: true })).includes(reported.id));
    assert.ok((await owner.v2.admin.accounts.list({ origin: "local" })).length >= 3);
    assert.equal((await owner.v1.admin.accounts.$select(her.id).fetch()).username, "berta");
    const block = await owner.v1.admin.domainBlocks.create({ domain: "bad.example", severity: "suspend" });
    assert.deepEqual(ids(await owner.v1.admin.domainBlocks.list()), [block.id]);
    await owner.v1.admin.domainBlocks.$select(block.id).remove();
    const allowed = await owner.v1.admin.domainAllows.create({ domain: "good.example" });
    await owner.v1.admin.domainAllows.$select(allowed.id).remove();
    const mail = await owner.v1.admin.emailDomainBlocks.create({ domain: "throwaway.example" });
    await owner.v1.admin.emailDomainBlocks.$select(mail.id).remove();
    const address = await owner.v1.admin.ipBlocks.create({ ip: "198.51.100.0/24", severity: "no_access" });
    assert.equal((await owner.v1.admin.ipBlocks.$select(address.id).fetch()).ip, "198.51.100.0/24");
    await owner.v1.admin.ipBlocks.$select(address.id).remove();
    const person = await owner.v1.admin.canonicalEmailBlocks.create({ email: "her@throwaway.example" });
    await owner.v1.admin.canonicalEmailBlocks.$select(person.id).remove();
    const from = { startAt: "2026-01-01", endAt: "2026-01-07" };
    assert.equal((await owner.v1.admin.measures.create({ keys: ["active_users", "new_users"], ...from })).length, 2);
    assert.equal((await owner.v1.admin.dimensions.create({ keys: ["languages"], ...from })).length, 1);
    assert.ok((await owner.v1.admin.retention.create({ frequency: "day", ...from })).length > 0);
    for (const what of ["tags", "statuses", "links"]) {
      assert.ok(Array.isArray(await owner.v1.admin.trends[what].list()));
    }
    await assert.rejects(async () => await anna.v1.admin.reports.list(), { statusCode: 403 });
  },

  async "streams over one socket"() {
    const list = await anna.v1.lists.create({ title: "Heard" });
    await anna.v1.lists.$select(list.id).accounts.create({ accountIds: [her.id] });
    const { configuration } = await anna.v2.instance.fetch();
    const socket = createStreamingAPIClient({
      streamingApiUrl: configuration.urls.streaming,
      accessToken: process.env.ANNA,
      implementation: load("ws"),
    });
    const heard = {};
    const hear = async (name, subscription) => {
      heard[name] = [];
      for await (const event of subscription) heard[name].push(event);
    };
    const subscriptions = {
      user: socket.user.subscribe(),
      notification: socket.user.notification.subscribe(),
      public: socket.public.subscribe(),
      local: socket.public.local.subscribe(),
      media: socket.public.media.subscribe(),
      tag: socket.hashtag.subscribe({ tag: "foghorn" }),
      list: socket.list.subscribe({ list: list.id }),
      direct: socket.direct.subscribe(),
    };
    const listening = Object.entries(subscriptions).map(([name, subscription]) => hear(name, subscription));
    let called;
    await eventually(async () => {
      called = await berta.v1.statuses.create({ status: "@anna the #foghorn" });
      await pause(200);
      return ["user", "notification", "public", "local", "tag", "list"].every((name) => heard[name].length > 0);
    });
    assert.equal(heard.tag[0].event, "update");
    assert.deepEqual(heard.tag[0].stream, ["hashtag", "foghorn"]);
    assert.equal(heard.notification[0].payload.type, "mention");
    assert.deepEqual(heard.list[0].stream, ["list", list.id]);
    const says = (name, event, test = () => true) =>
      eventually(() => heard[name].some((each) => each.event === event && test(each.payload)));
    await berta.v1.statuses.$select(called.id).update({ status: "the #foghorn again" });
    await says("user", "status.update", (status) => status.id === called.id && status.content.includes("again"));
    await berta.v1.statuses.$select(called.id).remove();
    await says("public", "delete", (id) => id === called.id);
    await berta.v1.statuses.create({ status: "@anna hush", visibility: "direct" });
    await says("direct", "conversation", (talk) => talk.lastStatus.content.includes("hush"));
    const picture = await berta.v2.media.create({ file: new Blob([PNG], { type: "image/png" }) });
    await berta.v1.statuses.create({ mediaIds: [picture.id] });
    await says("media", "update", (status) => status.mediaAttachments.length === 1);
    assert.equal(heard.media.filter((each) => each.event === "update").length, 1);
    await anna.v2.filters.create({ title: "x", context: ["home"] });
    await says("user", "filters_changed");
    subscriptions.tag.unsubscribe();
    socket.close();
    await Promise.race([Promise.allSettled(listening), pause(1000)]);
  },
};

const failed = [];
for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
    console.log(`did: ${name}`);
  } catch (error) {
    failed.push(name);
    console.log(`FAILED: ${name}: ${error.stack}`);
  }
}
process.exit(failed.length ? 1 : 0);
