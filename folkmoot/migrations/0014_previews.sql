-- A preview is what a page says about itself, kept once for all posts that carry its link. `url` is the link as
-- formats/weburl.py writes it (ASCII, no fragment, at most 2,000 characters); `state` is waiting, ready, empty or failed.

create table preview (
  id bigint primary key,
  url text not null unique,
  state text not null default 'waiting',
  kind text not null default 'link',
  title text not null default '',
  description text not null default '',
  language text not null default '',
  author_name text not null default '',
  author_url text not null default '',
  author_account_id bigint references account (id) on delete set null,
  provider_name text not null default '',
  provider_url text not null default '',
  html text not null default '',
  width integer not null default 0,
  height integer not null default 0,
  image text not null default '',
  image_description text not null default '',
  blurhash text not null default '',
  published_at bigint,
  fetched_at bigint,
  next_fetch_at bigint not null default 0,
  failures integer not null default 0,
  used_at bigint not null default 0
);
create index preview_unfinished on preview (next_fetch_at) where state in ('waiting', 'failed');
create index preview_author on preview (author_account_id) where author_account_id is not null;

create table post_preview (
  post_id bigint primary key references post (id) on delete cascade,
  preview_id bigint not null references preview (id) on delete cascade
);
create index post_preview_preview on post_preview (preview_id, post_id);

-- What a translation service made of a post; `version` is a number made of the words that were translated.
create table translation (
  post_id bigint not null references post (id) on delete cascade,
  language text not null,
  version bigint not null,
  content text not null,
  created_at bigint not null,
  primary key (post_id, language)
);
create index translation_created on translation (created_at);
