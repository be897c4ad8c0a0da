"""``views.*``: the modals that people have open, up to three in a stack, and App Homes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tests.loopback.slack.errors import ApiError, Malformed
from tests.loopback.slack.kit import stored, view_problems
from tests.loopback.slack.objects import Json
from tests.loopback.slack.state import state_of
from tests.loopback.slack.triggers import Triggers
from tests.loopback.slack.web_api import Handler
from tests.loopback.slack.world import World

MAX_STACK: Final = 3
_TEXTS: Final = ("private_metadata", "callback_id", "external_id")
_OPTIONAL: Final = {
    "submit": None,
    "close": None,
    "clear_on_close": False,
    "notify_on_close": False,
}


@dataclass(slots=True, eq=False)
class View:
    """A view as one person has it before them; ``errors`` stand under its inputs, by block."""

    id: str
    person: str
    content: Json
    root: str
    previous: str | None = None
    hash: str = ""
    values: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        return list(self.content["blocks"])


class Views:
    """Everybody's modals (the last one on top) and homes, by the person's id."""

    def __init__(self, world: World, triggers: Triggers) -> None:
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self._world = world
        self._triggers = triggers

    def handlers(self) -> dict[str, Handler]:
        return {
            "views.open": self._open,
            "views.push": self._push,
            "views.update": self._update,
            "views.publish": self._publish,
        }

    def top(self, person: str) -> View | None:
        """The modal that somebody sees."""
        stack = self.modals.get(person)
        return stack[-1] if stack else None

    def json(self, view: View) -> Json:
        """A view as methods and interactions show it."""
        return {
            **view.content,
            "id": view.id,
            "team_id": self._world.team_id,
            "state": {"values": view.values},
            "hash": view.hash,
            "previous_view_id": view.previous,
            "root_view_id": view.root,
            "app_id": self._world.app_id,
            "app_installed_team_id": self._world.team_id,
            "bot_id": self._world.bot_id,
        }

    def push(self, person: str, content: Json) -> View:
        """Open a modal on top of what somebody sees. Raises ``ApiError``."""
        self._check(content, "modal")
        stack = self.modals.setdefault(person, [])
        if len(stack) >= MAX_STACK:
            raise ApiError("push_limit_reached")
        view = View(self._world.ids.next("V"), person, {}, "")
        view.root = stack[0].id if stack else view.id
        view.previous = stack[-1].id if stack else None
        self.rewrite(view, content)
        stack.append(view)
        return view

    def rewrite(self, view: View, content: Json) -> None:
        """Give a view other content; what was filled in stays where block and action stay."""
        surface = "home" if content.get("type") == "home" else "modal"
        self._check(content, surface)
        extras = _OPTIONAL if surface == "modal" else {}
        texts = dict.fromkeys(_TEXTS, "")
        view.content = {**texts, **extras, **content, "blocks": stored(content["blocks"])}
        view.values = state_of(view.content["blocks"], view.values)
        view.hash = self._world.clock.stamp()
        view.errors = {}

    def answered(self, view: View, answer: Json) -> None:
        """What a submission's answer does; nothing said closes the view. Raises ``ApiError``."""
        stack = self.modals[view.person]
        match answer.get("response_action"):
            case "errors":
                view.errors = dict(answer["errors"])
                self._check_errors(view)
            case "update":
                self.rewrite(view, answer["view"])
            case "push":
                self.push(view.person, answer["view"])
            case "clear":
                stack.clear()
            case _ if view in stack:
                stack.remove(view)

    def _check_errors(self, view: View) -> None:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if unknown := view.errors.keys() - inputs:
            raise Malformed("invalid_arguments", [f"no input has the block_id {sorted(unknown)}"])

    def _open(self, arguments: Json) -> Json:
        person = self._triggers.exchange(arguments.get("trigger_id"))
        self._check(arguments["view"], "modal")
        self.modals[person] = []
        return {"view": self.json(self.push(person, arguments["view"]))}

    def _push(self, arguments: Json) -> Json:
        person = self._triggers.exchange(arguments.get("trigger_id"))
        if not self.modals.get(person):
            raise ApiError("not_found")
        return {"view": self.json(self.push(person, arguments["view"]))}

    def _update(self, arguments: Json) -> Json:
        view = self._find(arguments)
        self._check_hash(view, arguments)
        self.rewrite(view, arguments["view"])
        return {"view": self.json(view)}

    def _publish(self, arguments: Json) -> Json:
        person = self._world.people_by_id.get(arguments["user_id"])
        if person is None:
            raise ApiError("invalid_arguments")
        self._check(arguments["view"], "home")
        view = self.homes.get(person.id)
        if view is None:
            identifier = self._world.ids.next("V")
            view = View(identifier, person.id, {}, identifier)
        self._check_hash(view, arguments)
        self.rewrite(view, arguments["view"])
        self.homes[person.id] = view
        return {"view": self.json(view)}

    def _find(self, arguments: Json) -> View:
        everything = [view for stack in self.modals.values() for view in stack]
        for view in [*everything, *self.homes.values()]:
            external = view.content["external_id"]
            if view.id == arguments.get("view_id") or (
                external and external == arguments.get("external_id")
            ):
                return view
        raise ApiError("not_found")

    def _check_hash(self, view: View, arguments: Json) -> None:
        if "hash" in arguments and arguments["hash"] != view.hash:
            raise ApiError("hash_conflict")

    def _check(self, content: Json, surface: str) -> None:
        problems = list(view_problems(content, surface))
        if problems:
            raise Malformed("invalid_arguments", problems)
