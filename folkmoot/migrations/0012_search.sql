-- What posts are found by. `said` holds their words in order, `more` their stems and marks; both are written by us.

-- only postgres
create table post_words (
  post_id bigint primary key references post (id) on delete cascade,
  said text not null,
  more text not null,
  version smallint not null,
  words tsvector not null generated always as (
    array_to_tsvector(array_remove(string_to_array(said || more, ' '), ''))) stored
);
create index post_words_words on post_words using gin (words) with (fastupdate = off);
-- only sqlite
create table post_words (
  post_id bigint primary key references post (id) on delete cascade,
  said text not null,
  more text not null,
  version smallint not null
);
create virtual table post_index using fts5 (
  said, more, content = 'post_words', content_rowid = 'post_id', detail = none, columnsize = 0,
  tokenize = "ascii tokenchars ':#_-'"
);
create trigger post_words_in after insert on post_words
begin insert into post_index (rowid, said, more) values (new.post_id, new.said, new.more); end;
create trigger post_words_out after delete on post_words
begin insert into post_index (post_index, rowid, said, more) values ('delete', old.post_id, old.said, old.more); end;
create trigger post_words_anew after update on post_words
begin insert into post_index (post_index, rowid, said, more) values ('delete', old.post_id, old.said, old.more); insert into post_index (rowid, said, more) values (new.post_id, new.said, new.more); end;
-- both

create index post_boosted on post (account_id, reblog_of_id) where reblog_of_id is not null;

-- What stands already is indexed by a job, newest first.
insert into job (id, name, payload, run_at, created_at, attempts, dead)
select 1, 'index stretch', '{}', 0, 0, 0, false where exists (select 1 from post);
