-- What the community says about itself, and an index that search by the beginning of a tag needs.

create table site_rule (
  id bigint primary key,
  position integer not null,
  text text not null,
  hint text not null default '',
  translations text not null default '{}'
);

create table site_document (
  kind text primary key,
  text text not null,
  updated_at bigint not null
);

create table site_terms (
  effective_date text primary key,
  text text not null,
  created_at bigint not null
);

-- only postgres
create index post_tag_prefix on post_tag (tag text_pattern_ops, post_id);
-- both
