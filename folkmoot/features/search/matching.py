"""A query in the words of each index: FTS5, tsquery, and JSON for looking at one post after the other."""

from typing import NamedTuple

from msgspec.json import encode

from folkmoot.features.search.asking import Clause


class Matching(NamedTuple):
    """What `expression` the index is asked, which phrases must be said, and which must not."""

    expression: str
    said: list[str]
    unsaid: list[str]


def matching(kind: str, every: list[Clause], none: list[Clause]) -> Matching:
    """Return the question for the index of a database of this kind; `every` has at least one term."""
    wanted = [clause.terms for clause in every if clause.terms]
    unwanted = [clause.terms for clause in none if clause.terms]
    write = _fts5 if kind == "sqlite" else _tsquery
    said, unsaid = ([clause.phrase for clause in clauses if clause.phrase] for clauses in (every, none))
    return Matching(write(wanted, unwanted), said, unsaid)


def looking(kind: str, every: list[Clause], none: list[Clause]) -> Matching:
    """Return the question for looking at the posts themselves, as JSON on SQLite: all of [any of [...]], none of."""
    found = matching(kind, every, none)
    if kind != "sqlite":
        return found
    wanted = [[f" {term} " for term in sorted(clause.terms)] for clause in every if clause.terms]
    unwanted = [f" {term} " for clause in none for term in sorted(clause.terms)]
    return found._replace(expression=encode([wanted, unwanted]).decode())


def _fts5(wanted: list[frozenset[str]], unwanted: list[frozenset[str]]) -> str:
    """Every term stands in quotation marks, so that nothing of it is syntax."""

    def quoted(term: str) -> str:
        doubled = term.replace('"', '""')
        return f'"{doubled}"'

    text = " AND ".join(f"({' OR '.join(map(quoted, sorted(terms)))})" for terms in wanted)
    for terms in unwanted:
        text = f"({text}) NOT ({' OR '.join(map(quoted, sorted(terms)))})"
    return text


def _tsquery(wanted: list[frozenset[str]], unwanted: list[frozenset[str]]) -> str:
    def quoted(term: str) -> str:
        doubled = term.replace("\\", "\\\\").replace("'", "''")
        return f"'{doubled}'"

    parts = [f"({' | '.join(map(quoted, sorted(terms)))})" for terms in wanted]
    parts += [f"!({' | '.join(map(quoted, sorted(terms)))})" for terms in unwanted]
    return " & ".join(parts)
