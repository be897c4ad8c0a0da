"""People's own choice: "not this one"."""

from __future__ import annotations

from bot.features.auto_react import AutoReactor
from bot.store.face import Store
from bot.store.records import ServerKey


async def not_this_one(
    store: Store, auto_reactor: AutoReactor, server: ServerKey, channel: str, emoji: str
) -> None:
    """Somebody took the bot's reaction away: that emoji comes less often in that channel.

    ``channel`` is for a thread the channel that it hangs on; ``emoji`` is the catalogue's spelling,
    or a custom emoji's id. Whatever happens to the store, the emoji does not come again there soon;
    raises ``StoreUnavailable`` where it could not be counted.
    """
    auto_reactor.avoid(server, channel, [emoji])
    await store.lower(server, channel, emoji)
