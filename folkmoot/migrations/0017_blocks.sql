-- Whom the community keeps out: other servers, providers of mail, single addresses, and networks.

create table domain_block (
  id bigint primary key,
  domain text not null unique,
  severity text not null,
  reject_media boolean not null default false,
  reject_reports boolean not null default false,
  private_comment text not null default '',
  public_comment text not null default '',
  obfuscate boolean not null default false,
  created_at bigint not null
);

create table domain_allow (id bigint primary key, domain text not null unique, created_at bigint not null);

create table email_domain_block (id bigint primary key, domain text not null unique, created_at bigint not null);

create table email_domain_attempt (
  block_id bigint not null references email_domain_block (id) on delete cascade,
  day bigint not null,
  uses integer not null,
  primary key (block_id, day)
);

create table canonical_email_block (
  id bigint primary key,
  hash text not null unique,
  account_id bigint references account (id) on delete set null,
  created_at bigint not null
);
create index canonical_email_block_account on canonical_email_block (account_id) where account_id is not null;

create table ip_block (
  id bigint primary key,
  network text not null unique,
  severity text not null,
  comment text not null default '',
  created_at bigint not null,
  expires_at bigint
);
