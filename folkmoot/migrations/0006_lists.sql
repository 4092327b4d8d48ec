-- Lists of accounts that a member reads apart. An account leaves them with the follow that ends; `follower_id` is
-- the owner, or null where owners list themselves, whom they cannot follow.

create table list (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  title text not null,
  replies_policy text not null,
  exclusive boolean not null
);
create index list_account_id on list (account_id, id);

create table list_account (
  list_id bigint not null references list (id) on delete cascade,
  target_id bigint not null references account (id) on delete cascade,
  id bigint not null,
  follower_id bigint,
  primary key (list_id, target_id),
  foreign key (follower_id, target_id) references follow (account_id, target_id) on delete cascade
);
create index list_account_page on list_account (list_id, id);
create index list_account_target on list_account (target_id, follower_id);
