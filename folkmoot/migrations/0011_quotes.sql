-- Which post quotes which, who may quote a post, and what a member's posts start from.
-- Nobody was asked whether older posts may be quoted, so only their authors may.

alter table post add column quoted_id bigint references post (id) on delete set null;
alter table post add column quote_state smallint;
alter table post add column quote_policy smallint not null default 2;
alter table post add column quotes_count integer not null default 0;
create index post_quoted on post (quoted_id, id) where quoted_id is not null;

alter table local_user add column quote_policy text not null default 'public';
