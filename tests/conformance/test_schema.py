"""The checker says what is wrong and nothing else; the recorded entities and operations hang together."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.conformance import entities, operation, operations, schema
from tests.conformance.entities import DOCUMENTED, ENTITIES, UNNAMED, check
from tests.conformance.entities_admin import ADMIN
from tests.conformance.entities_more import MORE
from tests.conformance.entities_notifications import NOTIFICATIONS
from tests.conformance.entities_people import PEOPLE
from tests.conformance.entities_server import SERVER
from tests.conformance.entities_statuses import STATUSES
from tests.conformance.samples import WORLD, samples
from tests.conformance.schema import Enum, ListOf, MapOf, Maybe, Nullable, Obj, OneOf, Ref, Shape, Tagged

few = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
ODD: tuple[Any, ...] = (None, True, 7, 1.5, "", "\n", [], [None], {}, {"?": 0}, "plain")
SOME_STATUS_TAG = {"name": "moor", "url": "https://host.example/tags/moor"}


# --- the checker


@pytest.mark.parametrize(
    ("shape", "good", "bad"),
    [
        (schema.STR, ["", "a"], [None, 1, True, [], {}]),
        (schema.INT, [0, -3], [True, 1.0, "1", None]),
        (schema.NUM, [0, 1.5], [True, "1.5", None]),
        (schema.BOOL, [True, False], [0, "true", None]),
        (schema.NULL, [None], [0, "", False]),
        (schema.ID, ["1", "9rSaKVrJ"], ["", "a b", 1, None]),
        (schema.DIGITS, ["0", "-12", "99"], ["", "1.5", 3, "a", None]),
        (
            schema.DATETIME,
            ["2026-07-01T10:00:00.000Z", "2026-07-01T10:00:00.5+00:00", "2026-07-01T10:00:00.12-05:30"],
            [
                "2026-07-01",
                "2026-07-01T10:00:00Z",
                "2026-07-01T10:00:00.0000Z",
                "2026-07-01t10:00:00.000z",
                "2026-07-01 10:00:00.000Z",
                "2026-07-01T10:00:00.000",
                "2026-13-01T10:00:00.000Z",
                1782900000,
                None,
            ],
        ),
        (schema.DATE, ["2026-07-01"], ["2026-02-30", "20260701", "2026-07-01T00:00:00.000Z", None]),
        (
            schema.URL,
            ["https://host.example/a", "wss://host.example"],
            ["", "host.example", "https://", "https://a b", None],
        ),
        (schema.URL_OR_BLANK, ["", "https://host.example"], ["host", None]),
        (schema.HTML, ["<p>a</p>", ""], ["<SCRIPT>x</SCRIPT>", None, 1]),
        (schema.JSON, [0, "", [], {}], [None, object()]),
        (Enum(("a", "b")), ["a"], ["c", "", None, 1]),
        (Nullable(schema.INT), [None, 1], ["1"]),
        (ListOf(schema.INT), [[], [1, 2]], [None, {}, [1, "2"], [None]]),
        (MapOf(schema.INT), [{}, {"a": 1}], [None, [], {"a": "1"}]),
        (OneOf((schema.INT, schema.STR)), [1, "1"], [None, [], 1.5]),
    ],
    ids=lambda part: part.wants if isinstance(part, schema.Scalar) else type(part).__name__,
)
def test_each_shape_takes_the_good_and_refuses_the_bad(shape: Shape, good: list[Any], bad: list[Any]) -> None:
    assert [value for value in good if schema.check(value, shape)] == []
    assert [value for value in bad if not schema.check(value, shape)] == []


def test_a_problem_names_the_path_and_the_matter() -> None:
    shape = Obj({"list": ListOf(Obj({"when": schema.DATETIME, "note": Maybe(schema.STR)})), "n": schema.INT})
    value = {"list": [{"when": None, "extra": 1}, {"note": 3}]}
    assert sorted(schema.check(value, shape)) == [
        "$.list[0].extra: not in the documentation",
        "$.list[0].when: null is not allowed, wanted a datetime with fraction and zone",
        "$.list[1].note: wanted a string, got integer 3",
        "$.list[1].when: missing",
        "$.n: missing",
    ]


def test_unknown_fields_are_told_only_when_strict_and_not_allowed() -> None:
    shape = Obj({"a": schema.INT}, allow=frozenset({"known"}))
    value = {"a": 1, "known": 2, "odd": 3}
    assert schema.check(value, shape) == ["$.odd: not in the documentation"]
    assert schema.check(value, shape, strict=False) == []
    assert schema.check(value, Obj({"a": schema.INT}, more=True)) == []


def test_an_entity_that_extends_another_has_its_fields_and_changes_some() -> None:
    world = {
        "Base": Obj({"a": schema.INT, "b": schema.INT}, allow=frozenset({"x"})),
        "More": Obj({"b": schema.STR, "c": schema.BOOL}, extends="Base"),
    }
    assert schema.check({"a": 1, "b": "s", "c": True, "x": 0}, Ref("More"), world) == []
    assert len(schema.check({"a": 1, "b": 2, "d": 1}, Ref("More"), world)) == 3


def test_a_tag_chooses_the_shape() -> None:
    shape = Tagged("kind", {"a": Obj({"kind": schema.STR}), "b": Obj({"kind": schema.STR, "n": schema.INT})})
    assert schema.check({"kind": "a"}, shape) == []
    assert schema.check({"kind": "b"}, shape) == ["$.n: missing"]
    assert schema.check({}, shape) == ["$.kind: missing"]
    assert schema.check({"kind": "c"}, shape) == ["$.kind: wanted one of a, b, got string 'c'"]
    assert schema.check([], shape) == ["$: wanted an object, got array"]


def test_the_nearest_alternative_is_told() -> None:
    shape = OneOf((Obj({"a": schema.INT, "b": schema.INT, "c": schema.INT}), Obj({"d": schema.INT})))
    assert schema.check({"d": "x"}, shape)[1:] == ["$.d: wanted an integer, got string 'x'"]


# --- values against the recorded entities


def test_known_good_values_are_taken() -> None:
    assert check(SOME_STATUS_TAG, "Status::Tag") == []
    assert check({"error": "Record not found"}, "Error") == []
    assert check({}, "Answer::Empty") == []
    assert check({"access_token": "x", "token_type": "Bearer", "scope": "read", "created_at": 1}, "Token") == []
    assert check([SOME_STATUS_TAG], ListOf(Ref("Status::Tag"))) == []
    details = {"email": [{"error": "ERR_TAKEN", "description": "stands already for another account"}]}
    assert check({"error": "Validation failed", "details": details}, "Error::Registration") == []


def test_known_bad_values_are_refused() -> None:
    assert check({**SOME_STATUS_TAG, "id": "3"}, "Status::Tag") == ["$.id: not in the documentation"]
    assert check({**SOME_STATUS_TAG, "id": "3"}, "Status::Tag", strict=False) == []
    assert check({"message": "no"}, "Error", strict=False) == ["$.error: missing"]
    assert check({"count": "4"}, "Answer::Count") == ["$.count: wanted an integer, got string '4'"]
    assert check({"oops": 1}, "Answer::Empty") == ["$.oops: not in the documentation"]
    unknown = {"error": "x", "details": {"email": [{"error": "ERR_ODD", "description": "x"}]}}
    assert check(unknown, "Error::Registration")[0].startswith("$.details.email[0].error: wanted one of")


@given(st.data())
@few
def test_media_is_held_to_its_kind(data: st.DataObject) -> None:
    media = data.draw(samples(Ref("MediaAttachment")))
    image = {**media, "type": "image", "meta": {"original": {"width": 1, "height": 1, "size": "1x1"}}}
    assert check(image, "MediaAttachment") == ["$.meta.original.aspect: missing"]
    assert check({**image, "meta": None}, "MediaAttachment") == []
    assert check({**image, "type": "hologram"}, "MediaAttachment") != []


@given(samples(Ref("Status")), samples(Ref("Account")))
@few
def test_a_deleted_status_has_its_text_in_place_of_its_content(status: Any, account: Any) -> None:
    deleted = {key: value for key, value in status.items() if key != "content"} | {"text": "source"}
    assert check(deleted, "Status::Deleted") == []
    assert check(deleted, "Status") == ["$.content: missing"]
    assert "$.created_at: missing" in check({"id": account["id"]}, "Account")


@given(samples(Ref("Notification")))
@few
def test_a_mention_comes_with_its_status_and_a_follow_does_not(notification: Any) -> None:
    bare = {key: notification[key] for key in ("id", "group_key", "created_at", "account")}
    assert check({**bare, "type": "follow"}, "Notification") == []
    assert check({**bare, "type": "mention"}, "Notification") == ["$.status: missing"]


@pytest.mark.parametrize("name", sorted(ENTITIES))
@given(st.data())
@few
def test_made_values_fit_and_spoilt_ones_do_not(name: str, data: st.DataObject) -> None:
    value = data.draw(samples(Ref(name)))
    assert check(value, name) == []
    assert check(None, name) != []
    assert check([value], name) != []
    fields = fields_of(ENTITIES[name], value)
    if fields is None:
        return
    if not open_ended(ENTITIES[name], value):
        assert check({**value, "unheard_of": 1}, name) == ["$.unheard_of: not in the documentation"]
    assert check({**value, "unheard_of": 1}, name, strict=False) == []
    for field, shape in fields.items():
        without = {key: part for key, part in value.items() if key != field}
        assert check(without, name) == [] if isinstance(shape, Maybe) else f"$.{field}: missing" in check(without, name)
        wrong = data.draw(st.sampled_from(ODD))
        if check(wrong, schema.bare(shape)):
            assert any(line.startswith(f"$.{field}") for line in check({**value, field: wrong}, name))


@given(st.data())
@few
def test_trouble_is_found_at_any_depth(data: st.DataObject) -> None:
    value = data.draw(samples(Ref("Context"), depth=2))
    assume(value["ancestors"])
    value["ancestors"][0]["account"]["acct"] = 5
    assert check(value, "Context") == ["$.ancestors[0].account.acct: wanted a string, got integer 5"]


def fields_of(shape: Shape, value: Any) -> dict[str, Shape | Maybe] | None:
    chosen = shape.cases[value[shape.tag]] if isinstance(shape, Tagged) else shape
    if not isinstance(chosen, Obj):
        return None
    tag = shape.tag if isinstance(shape, Tagged) else None
    return {name: part for name, part in WORLD.fields(chosen).items() if name != tag}


def open_ended(shape: Shape, value: Any) -> bool:
    chosen = shape.cases[value[shape.tag]] if isinstance(shape, Tagged) else shape
    return isinstance(chosen, Obj) and chosen.more


# --- the entities as data


def parts(shape: Shape | Maybe) -> Iterator[Shape | Maybe]:
    """A shape and everything within it, names not followed."""
    yield shape
    match shape:
        case Maybe() | Nullable() | ListOf() | MapOf():
            yield from parts(shape.shape)
        case OneOf():
            yield from (inner for one in shape.shapes for inner in parts(one))
        case Obj():
            yield from (inner for one in shape.fields.values() for inner in parts(one))
        case Tagged():
            yield from (inner for one in shape.cases.values() for inner in parts(one))


def names_in(shape: Shape) -> set[str]:
    found = list(parts(shape))
    return {one.name for one in found if isinstance(one, Ref)} | {
        one.extends for one in found if isinstance(one, Obj) and one.extends
    }


def test_every_reference_resolves() -> None:
    missing = {(name, other) for name, shape in ENTITIES.items() for other in names_in(shape) - ENTITIES.keys()}
    assert missing == set()


def test_no_entity_is_written_twice() -> None:
    count = Counter(name for part in (PEOPLE, STATUSES, NOTIFICATIONS, MORE, SERVER, ADMIN) for name in part)
    assert [name for name, times in count.items() if times > 1] == []


def test_every_entity_is_reached_from_an_operation() -> None:
    """Those that nothing answers with any more are named here."""
    reached: set[str] = set()
    waiting = [name for op in operations.OPERATIONS if op.answer for name in names_in(op.answer)]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(names_in(ENTITIES[name]))
    assert ENTITIES.keys() - reached == {"Error", "Error::Registration", "V1::NotificationPolicy"}


def test_maybe_stands_only_for_fields() -> None:
    for shape in ENTITIES.values():
        for part in parts(shape):
            if isinstance(part, ListOf | MapOf | Nullable | Maybe):
                assert not isinstance(part.shape, Maybe)


def test_every_enumeration_has_distinct_values() -> None:
    for shape in ENTITIES.values():
        for part in parts(shape):
            if isinstance(part, Enum):
                assert part.values
                assert len(set(part.values)) == len(part.values)


def test_the_number_of_entities() -> None:
    assert len(DOCUMENTED) == 99
    assert sum(name.startswith(UNNAMED) for name in ENTITIES) == 14
    assert set(entities.OURS) < ENTITIES.keys()


# --- the operations as data


def test_operations_are_sorted_and_written_once() -> None:
    keys = [(op.path, op.method) for op in operations.OPERATIONS]
    assert keys == sorted(set(keys))


def test_the_number_of_operations() -> None:
    assert len(operations.OPERATIONS) == 267
    assert len(operations.CURRENT) == 258
    assert len(operations.REMOVED) == 9
    assert len(operations.REST) == 249
    assert len(operations.CORE) == 76


def test_every_operation_answers_with_known_entities() -> None:
    answers = [op.answer for op in operations.OPERATIONS if op.answer]
    assert {name for answer in answers for name in names_in(answer)} <= ENTITIES.keys()
    # none is recorded only where no JSON comes
    silent = {op.path for op in operations.REST if op.answer is None}
    assert silent == {"/oauth/authorize", "/api/v1/streaming/health"}


@pytest.mark.parametrize("op", operations.OPERATIONS, ids=lambda op: f"{op.method} {op.path}")
def test_an_operation_is_well_formed(op: operation.Op) -> None:
    assert op.method in {"GET", "POST", "PUT", "PATCH", "DELETE"}
    assert re.fullmatch(r"(/(:?[a-z0-9_]+|\.well-known|oauth-authorization-server))+", op.path)
    assert re.fullmatch(r"[a-z_]+(/[a-z_]+)?", op.page)
    assert all(re.fullmatch(r"(\d+\.\d+\.\d+)?", version) for version in (op.since, op.deprecated, op.removed))
    assert all(200 <= code < 300 for code in op.success)
    assert list(op.errors) == sorted(set(op.errors))
    assert all(400 <= code < 600 for code in op.errors)
    assert not (op.core and op.removed)
    names = [param.name for param in op.params]
    assert len(set(names)) == len(names)
    assert not set(names) & set(op.path_params)
    if op.paged:
        assert {"max_id", "offset"} & set(names)
        assert op.method == "GET"


def test_parameters_are_well_formed() -> None:
    kinds = {"string", "integer", "number", "boolean", "datetime", "date", "file", "hash", "header"}
    kinds |= {"string[]", "integer[]", "hash[]"}
    for op in operations.OPERATIONS:
        for param in op.params:
            assert param.kind in kinds
            assert not (param.required and param.default is not None), (op.path, param.name)
            if param.choices and param.default is not None:
                assert param.default in param.choices, (op.path, param.name)
            if param.maximum is not None:
                assert isinstance(param.default, int)
                assert param.default <= param.maximum


def test_scopes_are_known() -> None:
    known = re.compile(r"read|write|follow|push|profile|(admin:)?(read|write)(:[a-z_]+)?")
    for op in operations.OPERATIONS:
        assert all(known.fullmatch(scope) for scope in op.access.scopes)
        assert op.access.open or op.access.token is not operation.Token.NONE


def test_an_operation_is_found_by_method_and_path() -> None:
    found = operations.operation("GET", "/api/v1/timelines/home")
    assert found.answer == ListOf(Ref("Status"))
    assert found.access == operation.user("read:statuses")
    assert next(param for param in found.params if param.name == "limit").maximum == 40
    assert operations.operation("POST", "/api/v1/follow_requests/:account_id/reject").path_params == ("account_id",)
