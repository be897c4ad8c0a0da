"""People use the app: commands, shortcuts, and what they find on the App Home."""

from __future__ import annotations

from tests.loopback.slack.deliveries import Delivery
from tests.loopback.slack.events import Events
from tests.loopback.slack.interactions import Interactions
from tests.loopback.slack.manifest import Manifest
from tests.loopback.slack.objects import Channel, Json
from tests.loopback.slack.response_urls import ResponseUrls
from tests.loopback.slack.views import Views
from tests.loopback.slack.world import World
from tests.loopback.slack.writing import Post, escaped


class Asking:
    """Each waits until the bot has acknowledged.

    Raises ``LookupError`` for what the app's manifest does not offer, and ``NotDelivered``.
    """

    def __init__(
        self,
        world: World,
        interactions: Interactions,
        urls: ResponseUrls,
        views: Views,
        events: Events,
        manifest: Manifest | None,
    ) -> None:
        self._world = world
        self._interactions = interactions
        self._urls = urls
        self._views = views
        self._events = events
        self._manifest = manifest

    async def command(
        self, person: str, name: str, text: str = "", *, channel: str | Channel = "general"
    ) -> Delivery:
        """Somebody types a slash command; an answer in the acknowledgement is shown to them."""
        if self._manifest is not None:
            _check_offered(name, self._manifest.commands)
        room = self._world.channel(channel) if isinstance(channel, str) else channel
        author = self._world.person(person)
        room.members.add(author.id)
        delivery = await self._interactions.command(author, room, name, escaped(text))
        if delivery.answer:
            await self._urls.show(room.id, author.id, delivery.answer)
        return delivery

    async def shortcut(self, person: str, callback_id: str) -> Delivery:
        """Somebody picks a global shortcut."""
        if self._manifest is not None:
            _check_offered(callback_id, self._manifest.global_shortcuts)
        return await self._interactions.shortcut(self._world.person(person), callback_id)

    async def message_shortcut(self, person: str, callback_id: str, post: Post) -> Delivery:
        """Somebody picks a shortcut in a message's menu."""
        if self._manifest is not None:
            _check_offered(callback_id, self._manifest.message_shortcuts)
        author = self._world.person(person)
        return await self._interactions.message_shortcut(author, callback_id, post.message)

    async def open_home(self, person: str, *, tab: str = "home") -> Delivery | None:
        """Somebody opens the app: its ``home``, or the conversation with it (``messages``)."""
        if self._manifest is not None and not self._manifest.home:
            raise LookupError("the app has no home")
        who = self._world.person(person)
        view = self._views.homes.get(who.id)
        event: Json = {
            "type": "app_home_opened",
            "user": who.id,
            "channel": self._world.direct(person).id,
            "tab": tab,
            "event_ts": self._world.clock.stamp(),
        }
        if tab == "home" and view is not None:
            event["view"] = self._views.json(view)
        return await self._events.tell("app_home_opened", event)


def _check_offered(name: str, offered: frozenset[str]) -> None:
    if name not in offered:
        raise LookupError(f"{name!r} is not among {sorted(offered)}")
