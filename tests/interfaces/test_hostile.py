"""Hostile input: a clear 4xx, nothing stored, no trace in the answer, and the server lives."""

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.infra.db import Sql
from folkmoot.interfaces.mastodon.params import MalformedError, to_struct
from folkmoot.interfaces.mastodon.routing import Route, Who
from tests.support.moot import Member, Moot
from tests.support.routes import ROUTES, address, name_of

TAKING = tuple(route for route in ROUTES if route.params is not None)
WRITING = tuple(route for route in TAKING if route.method != "GET")
WRONG: tuple[Any, ...] = (
    None, [], {}, [[]], [None], [{}], {"a": {"b": 1}}, {"0": {"1": [2]}}, True, -1, 0, 1.5, 10**30, -(10**30), 2**63, 1e308,
    "", " ", "x", "-1", "９", "9" * 400, "NaN", "true\n", "\u202e", "‮" * 50, "a\nb", "<script>", "' or 1=1 --", "%", "\\",
)  # fmt: skip
NOT_JSON = (
    b"{", b"[]", b'"x"', b"1", b"null", b"{'a': 1}", b'{"a": NaN}', b'{"a": 1e999999}', b"\xff\xfe", b'{"status": "\xff"}',
    b'{"status": "\\ud800"}', b'{"status": "a\\u0000b"}', b'{"a\\u0000": 1}', b"[" * 100_000, b'{"a":' * 100_000,
    b'{"status": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", b"\xef\xbb\xbf{}", b'{"status": "x"} x',
)  # fmt: skip
NOT_A_FORM = (
    b"status=%ff", b"status=%00", b"%ff=x", b"a=1&a[b]=2", b"a[b]=2&a=1", b"&".join(b"f%d=1" % n for n in range(1_001)),
    b"a" + b"[b]" * 50 + b"=1", b"status=a%00b", b"%00=1",
)  # fmt: skip
EDGE = b"xxedgexx"


class Tables:
    """How many rows there are, in all tables together, but for those that only serve other processes."""

    def __init__(self, moot: Moot) -> None:
        self._db = moot.ground.db

    async def count(self) -> int:
        if self._db.kind == "sqlite":
            wanted = Sql("select name from sqlite_master where type = 'table' and name not like 'sqlite%'")
        else:
            wanted = Sql("select tablename from pg_tables where schemaname = 'public'")
        names = [row[0] for row in await self._db.reader.all(wanted)]
        parts = [f"(select count(*) from {name})" for name in names if name not in ("change", "migration", "job")]
        return int(await self._db.reader.value(Sql(f"select {' + '.join(parts)}")))


def is_wrapped(body: dict[str, Any]) -> bool:
    """Say whether it is the shape documented for collections, which wraps what will not do once more."""
    return isinstance(body["error"], dict) and set(body["error"]) == {"error", "details"}


def check_refusal(answer: httpx2.Response, what: object) -> None:
    """A refusal is 4xx, says so in one JSON sentence, and tells nothing of what is inside."""
    assert 400 <= answer.status_code < 500, (answer.status_code, what, answer.text[:300])
    body = answer.json()
    sentence = body["error"]["error"] if is_wrapped(body) else body["error"]
    assert isinstance(sentence, str), what
    for word in ("Traceback", 'File "', "sqlite", "asyncpg", "site-packages", "<class"):
        assert word not in answer.text, what


def check_answer(answer: httpx2.Response, what: object) -> bool:
    """Whatever it is, it is no failure of ours; True when it was refused."""
    assert answer.status_code < 500, (answer.status_code, what)
    if answer.status_code >= 400:
        check_refusal(answer, what)
        return True
    return False


@pytest.fixture
async def owner(a_moot: Moot) -> Member:
    return await a_moot.member("owner", role="owner")


def fields_of(route: Route) -> list[str]:
    assert route.params is not None
    return [field.encode_name for field in msgspec.structs.fields(route.params)]


async def test_wrong_types_in_every_parameter_of_every_route(a_moot: Moot, owner: Member) -> None:
    tables = Tables(a_moot)
    rows = await tables.count()
    for route in TAKING:
        for name in fields_of(route):
            for value in WRONG:
                if route.method == "GET":
                    answer = await a_moot.call("GET", address(route), owner, params=_as_query(name, value))
                else:
                    answer = await a_moot.call(route.method, address(route), owner, json={name: value})
                refused = check_answer(answer, (name_of(route), name, value))
                if route.method != "GET":
                    now = await tables.count()
                    assert not refused or now == rows, (name_of(route), name, value)
                    rows = now
    assert await a_moot.ok("GET", "/api/v1/timelines/home", owner) is not None


def _as_query(name: str, value: Any) -> dict[str, Any]:
    """The nearest that a query can say."""
    if isinstance(value, list):
        return {f"{name}[]": [_text(item) for item in value] or ""}
    if isinstance(value, dict):
        return {
            f"{name}[{key}]{'' if not isinstance(below, dict) else '[x]'}": _text(below) for key, below in value.items()
        }
    return {name: _text(value)}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


async def _each_refused(
    moot: Moot, owner: Member, routes: tuple[Route, ...], bodies: tuple[bytes, ...], kind: str
) -> None:
    rows = await Tables(moot).count()
    for route in routes:
        for body in bodies:
            answer = await moot.call(route.method, address(route), owner, content=body, headers={"Content-Type": kind})
            check_refusal(answer, (name_of(route), body[:40]))
    assert await Tables(moot).count() == rows


async def test_what_is_no_json_is_refused(a_moot: Moot, owner: Member) -> None:
    routes = tuple(route for route in WRITING if route.path == "/api/v1/statuses")
    await _each_refused(a_moot, owner, routes, NOT_JSON, "application/json")
    for route in WRITING:
        await _each_refused(a_moot, owner, (route,), NOT_JSON[:6:2], "application/json")


async def test_what_is_no_form_is_refused(a_moot: Moot, owner: Member) -> None:
    await _each_refused(a_moot, owner, WRITING, NOT_A_FORM, "application/x-www-form-urlencoded")


@pytest.mark.parametrize("told", [True, False])
async def test_ten_megabytes_are_too_many(a_moot: Moot, owner: Member, told: bool) -> None:
    """Whether the length is told beforehand, or comes in pieces without end."""
    sent = 0

    async def endless() -> Any:
        nonlocal sent
        yield b'{"status": "'
        for _ in range(160):
            sent += 1
            yield b"x" * 65_536
        yield b'"}'

    for kind in ("application/json", "application/x-www-form-urlencoded"):
        headers = {"Content-Type": kind, **({"Content-Length": str(10 * 2**20 + 14)} if told else {})}
        answer = await a_moot.call("POST", "/api/v1/statuses", owner, content=endless(), headers=headers)
        assert answer.status_code == 413
        check_refusal(answer, kind)
    assert await a_moot.ok("GET", "/api/v1/timelines/home", owner) == []


MULTIPARTS = {
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n--x--"),
    "an endless boundary": ("multipart/form-data; boundary=" + "x" * 5_000, b"x"),
    "another boundary": ("multipart/form-data; boundary=y", b"--xxedgexx\r\n\r\n--xxedgexx--\r\n"),
    "cut off in a header": ("", b"--" + EDGE + b"\r\nContent-Disp"),
    "cut off in a field": ("", b"--" + EDGE + b'\r\nContent-Disposition: form-data; name="status"\r\n\r\nhel'),
    "cut off in a file": ("", b"--" + EDGE + b'\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhel'),
    "no end": ("", b"--" + EDGE + b'\r\nContent-Disposition: form-data; name="status"\r\n\r\nhello\r\n--' + EDGE + b"\r\n"),
    "a field that is no text": (
        "", b"--" + EDGE + b'\r\nContent-Disposition: form-data; name="status"\r\n\r\n\xff\xfe\r\n--' + EDGE + b"--\r\n",
    ),
    "a name that is no text": (
        "", b"--" + EDGE + b'\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nx\r\n--' + EDGE + b"--\r\n",
    ),
    "NUL": ("", b"--" + EDGE + b'\r\nContent-Disposition: form-data; name="status"\r\n\r\na\0b\r\n--' + EDGE + b"--\r\n"),
    "ten thousand parts": (
        "", b"".join(b"--" + EDGE + b'\r\nContent-Disposition: form-data; name="a%d"\r\n\r\nx\r\n' % n for n in range(10_000))
        + b"--" + EDGE + b"--\r\n",
    ),
    "ten thousand headers": ("", b"--" + EDGE + b"\r\n" + b"A: b\r\n" * 10_000 + b"\r\nx\r\n--" + EDGE + b"--\r\n"),
    "a header without end": ("", b"--" + EDGE + b"\r\nContent-Disposition: form-data; name=" + b"x" * 2_000_000),
    "nothing": ("", b""),
    "noise": ("", bytes(range(256)) * 20),
}  # fmt: skip


@pytest.mark.parametrize("case", MULTIPARTS)
async def test_broken_multipart_is_refused(a_moot: Moot, owner: Member, case: str, tmp_path: Any) -> None:
    kind, body = MULTIPARTS[case]
    rows = await Tables(a_moot).count()
    for path in ("/api/v1/statuses", "/api/v2/media"):
        headers = {"Content-Type": kind or f"multipart/form-data; boundary={EDGE.decode()}"}
        answer = await a_moot.call("POST", path, owner, content=body, headers=headers)
        check_refusal(answer, (path, case))
    assert await Tables(a_moot).count() == rows


async def test_a_file_over_the_limit_is_refused_and_leaves_no_spool(
    a_moot: Moot, owner: Member, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spool"))
    (tmp_path / "spool").mkdir()
    limit = a_moot.ground.config.media.image_bytes
    files = {"file": ("big.png", b"\x89PNG" + b"\0" * limit, "image/png")}
    for path in ("/api/v1/statuses", "/api/v1/accounts/update_credentials"):
        method = "POST" if path.endswith("statuses") else "PATCH"
        answer = await a_moot.call(method, path, owner, files=files)
        assert answer.status_code == 413, answer.text
        check_refusal(answer, path)
    assert list((tmp_path / "spool").iterdir()) == []
    small = {"file": ("a.png", b"no picture", "image/png")}
    check_refusal(await a_moot.call("POST", "/api/v1/statuses", owner, files=small), "a file where none belongs")
    assert list((tmp_path / "spool").iterdir()) == []


ODD_PARTS = ("0", "-1", "1.5", "9" * 19, "9" * 400, "x", "%00", "a%00b", "%ff", "%2e%2e%2f", "..%2f..%2fetc%2fpasswd", "%0d%0aX:%20y",
             "'", "%F0%9F%92%A9", "a" * 5_000)  # fmt: skip
NAMED = ("/api/v1/tags/", "/api/v1/suggestions/")
"""Where any word names a tag, and where forgetting what never was is no mistake."""


async def test_odd_paths_are_not_found(a_moot: Moot, owner: Member) -> None:
    for route in ROUTES:
        if "{" not in route.path:
            continue
        for odd in ODD_PARTS:
            answer = await a_moot.call(route.method, address(route, odd), owner)
            assert "x" not in answer.headers
            refused = check_answer(answer, (name_of(route), odd))
            assert refused or route.method == "GET" or route.path.startswith(NAMED), (name_of(route), odd)


async def test_no_header_can_be_smuggled_in(a_moot: Moot, owner: Member) -> None:
    for number in range(3):
        await a_moot.post(owner, f"number {number} #tag")
    for path in ("tag/x%0d%0aSet-Cookie:%20a=b", "tag/ü%0aX-Evil:%201", "tag/tag"):
        params = {"any[]": "tag", "limit": "1", "x\r\nX-Evil: 1": "a\r\nX-Evil: 1"}
        answer = await a_moot.call("GET", f"/api/v1/timelines/{path}", owner, params=params)
        assert answer.status_code == 200
        assert len(answer.json()) == 1
        assert answer.headers["link"].isascii()
        for name, value in answer.headers.items():
            assert "evil" not in name.lower()
            assert not {"\r", "\n"} & set(value)
        assert "set-cookie" not in answer.headers


async def test_odd_headers_do_no_harm(a_moot: Moot, owner: Member) -> None:
    for name in ("Idempotency-Key", "User-Agent", "X-Forwarded-For", "Accept-Language", "Origin"):
        for value in (b"", b"\xff\xfe", b"x" * 20_000, "ü☃".encode(), b"a\tb"):
            headers = [(b"Authorization", f"Bearer {owner.token}".encode()), (name.encode(), value)]
            answer = await a_moot.http.post("/api/v1/statuses", headers=headers, json={"status": "hello"})
            check_answer(answer, (name, value[:10]))


async def test_methods_and_paths_that_are_none(a_moot: Moot, owner: Member) -> None:
    for path in ("/api", "/api/v1", "/api/v1/", "/api/v1/nothing", "/api//v1/statuses", "/api/v1/statuses//x"):
        check_refusal(await a_moot.call("GET", path, owner), path)
    for method in ("PUT", "PATCH", "TRACE", "PROPFIND", "X" * 1000):
        check_refusal(await a_moot.call(method, "/api/v1/timelines/home", owner), method)
    answer = await a_moot.call("OPTIONS", "/api/v1/statuses", headers={"Origin": "https://app.example"})
    assert answer.status_code == 204


async def test_other_peoples_private_posts_by_id(a_moot: Moot, owner: Member) -> None:
    """No route that takes an id tells a private post apart from one that does not exist, not even to the owner."""
    anna = await a_moot.member("anna")
    secret = await a_moot.post(anna, "the treasure lies under the oak", visibility="direct")
    for route in ROUTES:
        if "{" not in route.path:
            continue
        found = await a_moot.call(route.method, address(route, secret["id"]), owner, **_filled(route))
        unknown = await a_moot.call(route.method, address(route, a_moot.never()), owner, **_filled(route))
        assert "treasure" not in found.text
        if found.status_code != unknown.status_code or found.text.replace(secret["id"], a_moot.never()) != unknown.text:
            raise AssertionError(f"{name_of(route)}: {found.text} is not {unknown.text}")
    reply = {"status": "hm", "in_reply_to_id": secret["id"]}
    assert (await a_moot.call("POST", "/api/v1/statuses", owner, json=reply)).status_code == 404
    many = await a_moot.ok("GET", "/api/v1/statuses", owner, params={"id[]": secret["id"]})
    assert many == []
    assert (await a_moot.ok("GET", f"/api/v1/statuses/{secret['id']}", anna))["favourites_count"] == 0


def _filled(route: Route) -> dict[str, Any]:
    return {} if route.method == "GET" or route.params is None else {"json": {"status": "hello"}}


def _values() -> st.SearchStrategy[Any]:
    plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
    return st.recursive(
        plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    )


STRUCTS = sorted(
    {route.params for route in TAKING if route.params}, key=lambda params: (params.__module__, params.__name__)
)


@settings(max_examples=150)
@given(data=st.data(), params=st.sampled_from(STRUCTS))
def test_any_tree_becomes_parameters_or_a_refusal(params: type[msgspec.Struct], data: st.DataObject) -> None:
    names = st.sampled_from([field.encode_name for field in msgspec.structs.fields(params)] or ["x"])
    tree = data.draw(st.dictionaries(names, _values(), max_size=5))
    try:
        made = to_struct(tree, params)
    except (msgspec.ValidationError, MalformedError):
        return
    assert type(made) is params
    for value in _texts(msgspec.to_builtins(made)):
        assert "\0" not in value
        value.encode()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _texts(key)
            yield from _texts(below)
    elif isinstance(value, list):
        for below in value:
            yield from _texts(below)


def test_every_writing_route_is_known_to_the_walk() -> None:
    """So that the tests above cannot silently walk over nothing."""
    assert {route.path for route in WRITING} >= {"/api/v1/statuses", "/api/v1/statuses/{id}"}
    assert any(route.who is Who.ANYBODY for route in ROUTES)
