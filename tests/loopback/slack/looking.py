"""What people see, and waiting until they do."""

from __future__ import annotations

from tests.loopback.slack.objects import Channel
from tests.loopback.slack.recorder import Recorder
from tests.loopback.slack.shown import Shown, ShownView, shown
from tests.loopback.slack.views import View, Views
from tests.loopback.slack.world import World
from tests.loopback.slack.writing import Post


class Looking:
    """Messages, modals and App Homes, as one person sees them."""

    def __init__(self, world: World, views: Views, recorder: Recorder) -> None:
        self._world = world
        self._views = views
        self._recorder = recorder

    def shown(self, person: str, channel: str | Channel | None = None) -> list[Shown]:
        """What somebody sees of a channel (or of their conversation with the bot), in order."""
        if channel is None:
            channel = self._world.direct(person)
        room = self._world.channel(channel) if isinstance(channel, str) else channel
        people = self._world.people_by_id
        visible = self._world.visible(self._world.person(person), room)
        return [shown(m, people[m.user].name, room.id) for m in visible]

    async def until_shown(
        self,
        person: str,
        channel: str | Channel | None = None,
        containing: str = "",
        times: int = 1,
    ) -> Shown:
        """Wait for ``times`` messages of the bot there whose words or buttons contain that.

        Returns the newest of them as ``person`` sees it.
        """

        def found() -> list[Shown]:
            return [
                message
                for message in self.shown(person, channel)
                if message.author == self._world.bot.name
                and containing in "\n".join([message.text, *message.buttons])
            ]

        await self._recorder.until(lambda: len(found()) >= times)
        return found()[-1]

    def modal(self, person: str) -> ShownView | None:
        """The modal that somebody has before them."""
        view = self._views.top(self._world.person(person).id)
        return self._shown(view) if view else None

    async def until_modal(self, person: str, containing: str = "") -> ShownView:
        """Wait until somebody's modal has that in its title, words or buttons."""

        def found() -> ShownView | None:
            modal = self.modal(person)
            return modal if modal and containing in _all_words(modal) else None

        await self._recorder.until(found)
        modal = found()
        assert modal is not None
        return modal

    def home(self, person: str) -> ShownView | None:
        """The App Home as somebody sees it."""
        view = self._views.homes.get(self._world.person(person).id)
        return self._shown(view) if view else None

    async def until_home(self, person: str, containing: str = "") -> ShownView:
        """Wait until somebody's App Home has that in its words or buttons."""

        def found() -> ShownView | None:
            home = self.home(person)
            return home if home and containing in _all_words(home) else None

        await self._recorder.until(found)
        home = found()
        assert home is not None
        return home

    async def until_reacted(self, post: Post, times: int = 1) -> list[str]:
        """Wait until the bot has so many reactions there; returns their short names."""
        await self._recorder.until(lambda: len(post.own_reactions) >= times)
        return post.own_reactions

    def _shown(self, view: View) -> ShownView:
        return ShownView(self._views.json(view), dict(view.errors))


def _all_words(view: ShownView) -> str:
    return "\n".join([view.title, view.text, *view.buttons])
