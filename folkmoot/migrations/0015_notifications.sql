-- Notifications in groups and kept aside, what members let through and have mailed, domains they block, and more of their profile.

alter table notification add column group_key text;
alter table notification add column filtered boolean not null default false;
create index notification_group on notification (account_id, group_key, id) where group_key is not null;
create index notification_aside on notification (account_id, from_account_id, id) where filtered;

create table notification_policy (
  account_id bigint primary key references account (id) on delete cascade,
  for_not_following text not null,
  for_not_followers text not null,
  for_new_accounts text not null,
  for_private_mentions text not null,
  for_limited_accounts text not null
);

create table notification_request (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  from_account_id bigint not null references account (id) on delete cascade,
  updated_at bigint not null
);
create unique index notification_request_once on notification_request (account_id, from_account_id);
create index notification_request_account on notification_request (account_id, id);
create index notification_request_from on notification_request (from_account_id);

create table notification_sender (
  account_id bigint not null references account (id) on delete cascade,
  from_account_id bigint not null references account (id) on delete cascade,
  primary key (account_id, from_account_id)
);
create index notification_sender_from on notification_sender (from_account_id);

create table notification_mail (
  account_id bigint primary key references account (id) on delete cascade,
  kinds text not null,
  only_away boolean not null,
  mailed_up_to bigint not null,
  mailed_at bigint not null,
  due_at bigint
);
create index notification_mail_due on notification_mail (due_at) where due_at is not null;

create table account_domain_block (
  account_id bigint not null references account (id) on delete cascade,
  domain text not null,
  id bigint not null,
  primary key (account_id, domain)
);
create index account_domain_block_account on account_domain_block (account_id, id);
create index account_domain on account (domain, id);

alter table account add column avatar_description text not null default '';
alter table account add column header_description text not null default '';
alter table account add column show_media boolean not null default true;
alter table account add column show_media_replies boolean not null default true;
alter table account add column show_featured boolean not null default true;
alter table account add column attribution_domains text not null default '[]';
