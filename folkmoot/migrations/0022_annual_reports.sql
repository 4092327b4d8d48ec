-- One that is being made has no data yet.
create table annual_report (
  account_id bigint not null references account (id) on delete cascade,
  year integer not null,
  data text not null default '',
  asked_at bigint not null,
  read_at bigint,
  primary key (account_id, year)
);
