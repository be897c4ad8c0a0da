"""People press, choose and fill in what is before them: a modal, a message, the App Home."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.loopback.slack.deliveries import Delivery
from tests.loopback.slack.interactions import Interactions
from tests.loopback.slack.kit import options
from tests.loopback.slack.objects import Channel, Json, Message, Person
from tests.loopback.slack.parts import Part, find, is_button, is_choice, parts
from tests.loopback.slack.state import empty, filled, keeps_state, state_of
from tests.loopback.slack.views import View, Views
from tests.loopback.slack.world import World

Holder = View | Message


class Using:
    """Things are named by their label, placeholder, block's words or action id, or their start."""

    def __init__(self, world: World, interactions: Interactions, views: Views) -> None:
        self._world = world
        self._interactions = interactions
        self._views = views
        # By message and person: what they have chosen there.
        self._chosen: dict[tuple[str, str], Json] = {}

    async def press(
        self, person: str, button: str, *, channel: str | Channel | None = None, home: bool = False
    ) -> Delivery:
        """Press a button: in the modal on top, else in the newest message, else on the App Home.

        ``channel`` looks there only, ``home`` on the App Home only. Waits for the acknowledgement.
        Raises ``LookupError`` where there is no such button, and ``NotDelivered``.
        """
        who = self._world.person(person)
        holder, part = self._find(who, button, is_button, channel, home=home)
        sent = ("type", "action_id", "text", "value", "style")
        action = {key: value for key, value in part.element.items() if key in sent}
        return await self._act(who, holder, part, action)

    async def choose(
        self,
        person: str,
        select: str,
        value: Any,
        *,
        channel: str | Channel | None = None,
        home: bool = False,
    ) -> Delivery:
        """Choose in a select, radio buttons, checkboxes or an overflow menu; found as by ``press``.

        ``value`` is an option's label or value (a list of them where several may be chosen), or
        an id of somebody or of a channel.
        """
        who = self._world.person(person)
        holder, part = self._find(who, select, is_choice, channel, home=home)
        if part.element["type"] == "overflow":
            chosen = {"selected_option": _offered(part.element, value)}
        else:
            chosen = filled(part.element, value)
            part.state(self._values(who, holder)).update(chosen)
        action = {"action_id": part.element["action_id"], "type": part.element["type"], **chosen}
        return await self._act(who, holder, part, action)

    def fill(self, person: str, values: Mapping[str, Any]) -> View:
        """Fill in inputs of the modal on top; nothing is sent. Raises ``LookupError``."""
        view = self._top(self._world.person(person))
        for name, value in values.items():
            part = find(view.blocks, name, keeps_state)
            if part is None:
                known = [part.names for part in parts(view.blocks)]
                raise LookupError(f"no input is called {name!r}; there are {known}")
            part.state(view.values).update(filled(part.element, value))
        return view

    async def submit(self, person: str, values: Mapping[str, Any] | None = None) -> Delivery:
        """Fill in, and send the modal on top; its answer closes, changes or keeps it.

        Raises ``LookupError`` where something that is not optional is empty.
        """
        view = self.fill(person, values or {})
        if "submit" not in view.content or view.content["submit"] is None:
            raise LookupError("this modal cannot be sent")
        for part in parts(view.blocks):
            if part.block["type"] != "input" or part.block.get("optional"):
                continue
            if empty(part.state(view.values), part.element):
                raise LookupError(f"{part.names[0]!r} is empty")
        view.errors = {}
        delivery = await self._interactions.submission(self._world.person(person), view)
        self._views.answered(view, delivery.answer)
        return delivery

    async def close(self, person: str) -> Delivery | None:
        """Close the modal on top; the bot hears of it where the modal says so."""
        who = self._world.person(person)
        view = self._top(who)
        self._views.modals[who.id].remove(view)
        if not view.content["notify_on_close"]:
            return None
        return await self._interactions.closed(who, view, all_of_them=False)

    def _top(self, person: Person) -> View:
        view = self._views.top(person.id)
        if view is None:
            raise LookupError(f"{person.name} has no modal open")
        return view

    def _find(
        self,
        person: Person,
        name: str,
        fits: Callable[[Json], bool],
        channel: str | Channel | None,
        *,
        home: bool,
    ) -> tuple[Holder, Part]:
        for holder in self._before(person, channel, home=home):
            if part := find(holder.blocks, name, fits):
                return holder, part
        raise LookupError(f"{person.name} sees nothing called {name!r}")

    def _before(
        self, person: Person, channel: str | Channel | None, *, home: bool
    ) -> Iterator[Holder]:
        """What somebody could use, first things first."""
        modal = self._views.top(person.id)
        if modal is not None and not home and channel is None:
            yield modal
            return
        if not home:
            yield from self._messages(person, channel)
        if channel is None and (view := self._views.homes.get(person.id)):
            yield view

    def _messages(self, person: Person, channel: str | Channel | None) -> list[Message]:
        if channel is None:
            rooms = [c for c in self._world.channels.values() if person.id in c.members]
        else:
            rooms = [self._world.channel(channel) if isinstance(channel, str) else channel]
        messages = [m for room in rooms for m in self._world.visible(person, room)]
        return sorted(messages, key=lambda message: message.ts, reverse=True)

    def _values(self, person: Person, holder: Holder) -> Json:
        if isinstance(holder, View):
            return holder.values
        key = holder.ts, person.id
        self._chosen[key] = state_of(holder.blocks, self._chosen.get(key))
        return self._chosen[key]

    async def _act(self, person: Person, holder: Holder, part: Part, action: Json) -> Delivery:
        action = {"block_id": part.block["block_id"], **action}
        if isinstance(holder, View):
            return await self._interactions.action_in_view(person, holder, action)
        values = self._values(person, holder)
        return await self._interactions.action_in_message(person, holder, action, values)


def _offered(element: Json, wanted: str) -> Json:
    for option in options(element):
        if wanted in {option["value"], option["text"]["text"]}:
            return option
    raise LookupError(f"{wanted!r} is not offered")
