"""Checks of whole requests and answers: the description's, and rules that it leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tests.loopback.discord.specification import Operation, Specification

MAX_CONTENT: Final = 2_000
# "Application Command Naming" in Discord's documentation.
_COMMAND_NAME: Final = re.compile(r"[-_'\w]{1,32}")
_CHAT_INPUT: Final = 1
_AUTHORIZED: Final = re.compile(r"Bot \S+")
_USER_AGENT: Final = re.compile(r"DiscordBot \(\S+.*")


def request_violations(
    specification: Specification,
    operation: Operation,
    query: Mapping[str, str],
    body: Any,
) -> list[str]:
    """Everything that is wrong with what the bot sent."""
    found: list[str] = []
    for name, value in query.items():
        if name not in operation.parameters:
            found.append(f"unknown query parameter {name}")
        else:
            schema = operation.parameters[name]["schema"]
            found += specification.parameter_errors(schema, value)
    if operation.has_body:
        found += specification.request_errors(operation, body)
    elif body is not None:
        found.append("a body where none is taken")
    if not found and operation.template.endswith("/commands") and operation.method == "put":
        found += [problem for command in body for problem in _command(command)]
    found += _content(body)
    return [f"{operation.method.upper()} {operation.template}: {problem}" for problem in found]


def header_violations(operation: Operation, headers: Mapping[str, str]) -> list[str]:
    """What is wrong with the headers; interactions and webhooks need no user agent of ours."""
    if operation.template.startswith(("/interactions/", "/webhooks/")):
        return []
    found = []
    if not _USER_AGENT.fullmatch(headers.get("User-Agent", "")):
        found.append(f"{operation.template}: the User-Agent is not Discord's form for bots")
    if not _AUTHORIZED.fullmatch(headers.get("Authorization", "")):
        found.append(f"{operation.template}: the Authorization header is not a bot's")
    return found


def _content(body: Any) -> Iterator[str]:
    if not isinstance(body, Mapping):
        return
    content = body.get("content")
    if isinstance(content, str) and len(content) > MAX_CONTENT:
        yield f"content of {len(content)} characters"
    yield from _content(body.get("data"))


def _command(command: Mapping[str, Any]) -> Iterator[str]:
    if command.get("type", _CHAT_INPUT) != _CHAT_INPUT:
        return
    names = [command["name"], *(command.get("name_localizations") or {}).values()]
    for name in names:
        if not _COMMAND_NAME.fullmatch(name) or name != name.lower():
            yield f"{name!r} is no name for a command"
    if not command.get("description"):
        yield f"{command['name']} has no description"
    for option in command.get("options") or ():
        yield from _command({**option, "type": _CHAT_INPUT})
