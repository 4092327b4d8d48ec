-- Times are milliseconds since 1970, ids 64-bit and made by the server, flags booleans, lists and maps JSON text.

create table job (
  id bigint primary key,
  name text not null,
  payload text not null,
  run_at bigint not null,
  dedupe_key text unique,
  created_at bigint not null,
  attempts integer not null,
  dead boolean not null,
  last_error text
);
create index job_due on job (run_at) where not dead;

-- only sqlite
create table change (seq integer primary key autoincrement, keys text not null);
-- both

create table setting (name text primary key, value text not null);

create table account (
  id bigint primary key,
  username text not null,
  username_key text not null,
  domain text not null default '',
  uri text not null default '',
  url text not null default '',
  display_name text not null default '',
  note text not null default '',
  fields text not null default '[]',
  avatar text not null default '',
  avatar_static text not null default '',
  header text not null default '',
  header_static text not null default '',
  locked boolean not null default false,
  bot boolean not null default false,
  discoverable boolean not null default true,
  indexable boolean not null default false,
  hide_collections boolean not null default false,
  created_at bigint not null,
  followers_count integer not null default 0,
  following_count integer not null default 0,
  statuses_count integer not null default 0,
  last_status_at bigint,
  suspended_at bigint,
  silenced_at bigint,
  sensitized_at bigint
);
create unique index account_name on account (username_key, domain);

create table role (
  id bigint primary key,
  name text not null unique,
  permissions bigint not null,
  position integer not null,
  color text not null default '',
  highlighted boolean not null default false
);

create table local_user (
  account_id bigint primary key references account (id) on delete cascade,
  email text not null,
  email_key text not null unique,
  password_hash text not null,
  role_id bigint references role (id),
  locale text not null default 'en',
  created_at bigint not null,
  confirmed_at bigint,
  approved_at bigint,
  disabled_at bigint,
  reason text not null default '',
  invite_id bigint,
  otp_secret text not null default '',
  otp_last_step bigint not null default 0,
  otp_enabled_at bigint,
  passkey_handle bytea,
  post_visibility text not null default 'public',
  post_sensitive boolean not null default false,
  post_language text not null default '',
  settings text not null default '{}'
);

create table app (
  id bigint primary key,
  client_id text not null unique,
  secret_hash bytea not null,
  name text not null,
  website text not null default '',
  redirect_uris text not null,
  scopes text not null,
  created_at bigint not null
);

create table oauth_grant (
  code_hash bytea primary key,
  app_id bigint not null references app (id) on delete cascade,
  account_id bigint not null references account (id) on delete cascade,
  redirect_uri text not null,
  scopes text not null,
  code_challenge text not null default '',
  expires_at bigint not null
);

create table token (
  id bigint primary key,
  secret_hash bytea not null unique,
  app_id bigint references app (id) on delete cascade,
  account_id bigint references account (id) on delete cascade,
  scopes text not null,
  created_at bigint not null,
  last_used_at bigint
);
create index token_account on token (account_id);

create table follow (
  account_id bigint not null references account (id) on delete cascade,
  target_id bigint not null references account (id) on delete cascade,
  id bigint not null,
  show_reblogs boolean not null default true,
  notify boolean not null default false,
  languages text not null default '[]',
  primary key (account_id, target_id)
);
create index follow_target on follow (target_id, id);
create index follow_account on follow (account_id, id);
create index follow_notify on follow (target_id) where notify;

create table follow_request (
  account_id bigint not null references account (id) on delete cascade,
  target_id bigint not null references account (id) on delete cascade,
  id bigint not null,
  show_reblogs boolean not null default true,
  notify boolean not null default false,
  languages text not null default '[]',
  primary key (account_id, target_id)
);
create index follow_request_target on follow_request (target_id, id);

create table block (
  account_id bigint not null references account (id) on delete cascade,
  target_id bigint not null references account (id) on delete cascade,
  id bigint not null,
  primary key (account_id, target_id)
);
create index block_target on block (target_id);
create index block_account on block (account_id, id);

create table mute (
  account_id bigint not null references account (id) on delete cascade,
  target_id bigint not null references account (id) on delete cascade,
  id bigint not null,
  notifications boolean not null default true,
  expires_at bigint,
  primary key (account_id, target_id)
);
create index mute_account on mute (account_id, id);

create table account_note (
  account_id bigint not null references account (id) on delete cascade,
  target_id bigint not null references account (id) on delete cascade,
  comment text not null,
  primary key (account_id, target_id)
);

create table post (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  uri text not null default '',
  url text not null default '',
  text text not null default '',
  spoiler_text text not null default '',
  visibility smallint not null,
  sensitive boolean not null default false,
  language text not null default '',
  in_reply_to_id bigint,
  in_reply_to_account_id bigint,
  thread_id bigint not null,
  reblog_of_id bigint references post (id) on delete cascade,
  created_at bigint not null,
  edited_at bigint,
  app_id bigint,
  replies_count integer not null default 0,
  reblogs_count integer not null default 0,
  favourites_count integer not null default 0
);
create index post_account on post (account_id, id);
create index post_public on post (id) where visibility = 0 and reblog_of_id is null;
create index post_thread on post (thread_id, id);
create index post_reply on post (in_reply_to_id) where in_reply_to_id is not null;
create unique index post_reblog on post (reblog_of_id, account_id) where reblog_of_id is not null;

create table post_mention (
  post_id bigint not null references post (id) on delete cascade,
  account_id bigint not null references account (id) on delete cascade,
  primary key (post_id, account_id)
);
create index post_mention_account on post_mention (account_id, post_id);

create table post_tag (
  tag text not null,
  post_id bigint not null references post (id) on delete cascade,
  name text not null,
  primary key (tag, post_id)
);
create index post_tag_post on post_tag (post_id);

create table post_edit (
  id bigint primary key,
  post_id bigint not null references post (id) on delete cascade,
  text text not null,
  spoiler_text text not null,
  sensitive boolean not null,
  media text not null default '[]',
  created_at bigint not null
);
create index post_edit_post on post_edit (post_id, id);

create table idempotency (
  account_id bigint not null references account (id) on delete cascade,
  key text not null,
  post_id bigint not null,
  created_at bigint not null,
  primary key (account_id, key)
);

create table favourite (
  account_id bigint not null references account (id) on delete cascade,
  post_id bigint not null references post (id) on delete cascade,
  id bigint not null,
  primary key (account_id, post_id)
);
create index favourite_post on favourite (post_id, id);
create index favourite_account on favourite (account_id, id);

create table bookmark (
  account_id bigint not null references account (id) on delete cascade,
  post_id bigint not null references post (id) on delete cascade,
  id bigint not null,
  primary key (account_id, post_id)
);
create index bookmark_account on bookmark (account_id, id);
create index bookmark_post on bookmark (post_id);

create table pin (
  account_id bigint not null references account (id) on delete cascade,
  post_id bigint not null references post (id) on delete cascade,
  id bigint not null,
  primary key (account_id, post_id)
);
create index pin_post on pin (post_id);

create table thread_mute (
  account_id bigint not null references account (id) on delete cascade,
  thread_id bigint not null,
  primary key (account_id, thread_id)
);

create table media (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  post_id bigint references post (id) on delete cascade,
  position smallint not null default 0,
  state text not null,
  kind text not null default 'unknown',
  original text not null default '',
  small text not null default '',
  meta text not null default '{}',
  blurhash text not null default '',
  description text not null default '',
  focus_x double precision,
  focus_y double precision,
  refusal text not null default '',
  bytes bigint not null default 0,
  created_at bigint not null
);
create index media_post on media (post_id) where post_id is not null;
create index media_loose on media (created_at) where post_id is null;
create index media_account on media (account_id);

create table custom_emoji (
  shortcode text primary key,
  image text not null,
  image_static text not null,
  category text not null default '',
  visible boolean not null default true
);

create table notification (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  kind text not null,
  from_account_id bigint not null references account (id) on delete cascade,
  post_id bigint references post (id) on delete cascade,
  report_id bigint,
  dedupe_id bigint not null default 0
);
create unique index notification_once on notification (account_id, kind, from_account_id, dedupe_id);
create index notification_account on notification (account_id, id);
create index notification_post on notification (post_id) where post_id is not null;
create index notification_from on notification (from_account_id);

create table report (
  id bigint primary key,
  account_id bigint not null,
  target_account_id bigint not null references account (id) on delete cascade,
  category text not null,
  comment text not null default '',
  post_ids text not null default '[]',
  rule_ids text not null default '[]',
  forward boolean not null default false,
  created_at bigint not null,
  action_taken_at bigint
);
create index report_target on report (target_account_id);

create table staff_log (
  id bigint primary key,
  account_id bigint,
  act text not null,
  target text not null,
  detail text not null default '',
  created_at bigint not null
);
