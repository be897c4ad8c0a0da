"""Discord's OpenAPI description: which operation a request is, and what its bodies must be."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator, ValidationError, validators
from referencing import Registry
from referencing.jsonschema import DRAFT202012

DOCUMENT: Final = Path(__file__).parent / "openapi.json.xz"
METHODS: Final = ("get", "put", "post", "patch", "delete")
_PARAMETER: Final = re.compile(r"\{\w+\}")
_BY_TYPE: Final = "byType"
# Requests may write snowflakes as numbers: Discord takes them, and discord.py sends them.
_SNOWFLAKE: Final = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$", "minimum": 0}


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path; ``template`` is the path with its ``{parameters}``."""

    method: str
    template: str
    parameters: Mapping[str, Mapping[str, Any]]
    responses: frozenset[str]
    has_body: bool


class Specification:
    """The description, ready to check requests (leniently in snowflakes) and responses."""

    def __init__(self, document: dict[str, Any]) -> None:
        strict, lenient = _readable(document, document), _readable(document, document)
        lenient["components"]["schemas"]["SnowflakeType"] = _SNOWFLAKE
        self._registry: Registry[Any] = Registry().with_resources(
            (uri, DRAFT202012.create_resource(contents))
            for uri, contents in (("urn:answers", strict), ("urn:requests", lenient))
        )
        self._validators: dict[str, Any] = {}
        self._operations = [
            (re.compile("[^/]+".join(map(re.escape, _PARAMETER.split(path)))), operation)
            for path, operation in _operations(document)
        ]

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation that a request is, the one with the fewest parameters first."""
        found = (
            operation
            for pattern, operation in self._operations
            if operation.method == method.lower() and pattern.fullmatch(path)
        )
        return min(found, key=lambda operation: len(operation.parameters), default=None)

    def request_errors(self, operation: Operation, body: Any) -> list[str]:
        """What is wrong with a JSON request body."""
        pointer = ("paths", operation.template, operation.method, "requestBody", "content")
        return self._errors("urn:requests", (*pointer, "application/json", "schema"), body)

    def response_errors(self, operation: Operation, status: int, body: Any) -> list[str]:
        """What is wrong with an answer: an undocumented status, or a body of another shape."""
        if status >= 500:
            return []  # the description leaves out that Discord may be down
        exact, range_ = str(status), f"{status // 100}XX"
        if exact not in operation.responses and range_ not in operation.responses:
            return [f"{operation.method} {operation.template} never answers {status}"]
        if status == 204:
            return [] if body is None else ["204 has no body"]
        if range_ in operation.responses and exact not in operation.responses:
            return self.schema_errors("ErrorResponse", body)
        if status == 429:
            return self.schema_errors("RatelimitedResponse", body)
        pointer = ("paths", operation.template, operation.method, "responses", exact, "content")
        return self._errors("urn:answers", (*pointer, "application/json", "schema"), body)

    def schema_errors(self, schema: str, value: Any) -> list[str]:
        """What of a value does not fit the named component schema."""
        return self._errors("urn:answers", ("components", "schemas", schema), value)

    def parameter_errors(self, schema: Mapping[str, Any], value: str) -> list[str]:
        """What is wrong with a query parameter, which always comes as text."""
        if schema.get("type") == "boolean":
            fine = value in {"true", "false", "True", "False", "1", "0"}
            return [] if fine else [f"{value!r} is no boolean"]
        if schema.get("type") == "integer":
            return [] if re.fullmatch(r"-?\d+", value) else [f"{value!r} is no integer"]
        return []

    def _errors(self, uri: str, pointer: tuple[str, ...], value: Any) -> list[str]:
        path = "/".join(part.replace("~", "~0").replace("/", "~1") for part in pointer)
        reference = f"{uri}#/{path}"
        validator = self._validators.get(reference)
        if validator is None:
            validator = _Validator({"$ref": reference}, registry=self._registry)
            self._validators[reference] = validator
        return [
            f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(value)
        ]


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            parameters = [*item.get("parameters", ()), *item[method].get("parameters", ())]
            yield (
                path,
                Operation(
                    method,
                    path,
                    {p["name"]: p for p in parameters},
                    frozenset(item[method]["responses"]),
                    "requestBody" in item[method],
                ),
            )


def _readable(node: Any, document: Mapping[str, Any]) -> Any:
    """A copy whose ``oneOf`` is ``byType`` if a type tells the alternatives apart, else ``anyOf``.

    ``byType`` is of our own making, quicker and clearer about what is wrong; as ``oneOf``, other
    alternatives overlap in many places.
    """
    if isinstance(node, list):
        return [_readable(value, document) for value in node]
    if not isinstance(node, dict):
        return node
    copied = {key: _readable(value, document) for key, value in node.items()}
    if isinstance(alternatives := copied.pop("oneOf", None), list):
        by_type = _by_type(node["oneOf"], document)
        copied |= {"anyOf": alternatives} if by_type is None else {_BY_TYPE: by_type}
    return copied


def _by_type(
    alternatives: Sequence[Mapping[str, Any]], document: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Alternatives by the value of ``type`` that each of them alone allows, if that is so."""
    found: dict[str, Any] = {}
    for alternative in alternatives:
        if set(alternative) != {"$ref"}:
            return None
        schema = document["components"]["schemas"][alternative["$ref"].rpartition("/")[2]]
        types = schema.get("properties", {}).get("type", {}).get("enum", ())
        if not types or "type" not in schema.get("required", ()) or found.keys() & set(types):
            return None
        found |= dict.fromkeys(map(str, types), alternative)
    return found


def _check_by_type(
    validator: Any, alternatives: Mapping[str, Any], instance: Any, schema: Any
) -> Iterator[ValidationError]:
    del schema
    kind = str(instance.get("type")) if isinstance(instance, dict) else ""
    if kind not in alternatives:
        yield ValidationError(f"{instance!r} is none of the types {sorted(alternatives)}")
    else:
        yield from validator.descend(instance, alternatives[kind])


_Validator: Final[Any] = validators.extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {_BY_TYPE: _check_by_type}
)


@cache
def specification() -> Specification:
    """The description that lies here, read once."""
    return Specification(json.loads(lzma.decompress(DOCUMENT.read_bytes())))
