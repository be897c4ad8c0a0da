"""Whatever is done in whatever order, in two processes: the store tells what a plain dict tells."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.store.records import DISCORD, SLACK, PersonKey, ServerKey
from bot.store.store import DatabaseStore, open_store
from tests.bot.store.changes import forbid

EMOJIS: Final = ["🍆", "🎉", "<:blobRain:55>"]
SERVERS: Final = [ServerKey(platform, "1") for platform in (DISCORD, SLACK)]
PEOPLE: Final = [PersonKey(platform, "7") for platform in (DISCORD, SLACK)]

which = st.sampled_from([0, 1])


class TwoProcesses(RuleBasedStateMachine):
    """Two stores on one SQLite file, and what they must tell."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="mojibot-state-"))
        self.loop = asyncio.new_event_loop()
        self.stores = [self.wait(self.open()), self.wait(self.open())]
        self.forbidden: dict[ServerKey, set[str]] = {server: set() for server in SERVERS}
        self.out: set[PersonKey] = set()
        self.lowered: dict[ServerKey, Counter[str]] = {server: Counter() for server in SERVERS}

    def wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run something asynchronous to its end."""
        return self.loop.run_until_complete(work)

    async def open(self) -> DatabaseStore:
        """One more process."""
        return await open_store(f"sqlite:///{self.folder / 'mojibot.db'}", look_every=3_600)

    @rule(at=which, server=st.sampled_from(SERVERS), emoji=st.sampled_from(EMOJIS))
    def forbid(self, at: int, server: ServerKey, emoji: str) -> None:
        changed = self.wait(self.stores[at].change(server, forbid(emoji)))
        self.forbidden[server].add(emoji)
        assert changed.house_rules.forbidden == self.forbidden[server]
        assert self.wait(self.stores[at].settings(server)) == changed

    @rule(at=which, person=st.sampled_from(PEOPLE))
    def opt_out(self, at: int, person: PersonKey) -> None:
        self.wait(self.stores[at].opt_out(person))
        self.out.add(person)
        assert self.stores[at].opted_out(person)

    @rule(at=which, person=st.sampled_from(PEOPLE), forget=st.booleans())
    def opt_in(self, at: int, person: PersonKey, forget: bool) -> None:
        store = self.stores[at]
        if forget:
            assert self.wait(store.forget(person)) == (person in self.out)
        else:
            self.wait(store.opt_in(person))
        self.out.discard(person)
        assert not store.opted_out(person)

    @rule(at=which, server=st.sampled_from(SERVERS), emoji=st.sampled_from(EMOJIS))
    def lower(self, at: int, server: ServerKey, emoji: str) -> None:
        self.wait(self.stores[at].lower(server, "c", emoji))
        self.lowered[server][emoji] += 1
        assert self.wait(self.stores[at].lowered(server, "c"))[emoji] == self.lowered[server][emoji]

    @rule(at=which)
    def restart(self, at: int) -> None:
        self.wait(self.stores[at].aclose())
        self.stores[at] = self.wait(self.open())

    @rule(at=which)
    def read(self, at: int) -> None:
        """So that there is something in memory that can be out of date."""
        for server in SERVERS:
            self.wait(self.stores[at].settings(server))
            self.wait(self.stores[at].lowered(server, "c"))

    @invariant()
    def both_tell_the_same_after_a_look(self) -> None:
        for store in self.stores:
            self.wait(store.look())
            assert {person for person in PEOPLE if store.opted_out(person)} == self.out
            for server in SERVERS:
                rules = self.wait(store.settings(server)).house_rules
                assert rules.forbidden == self.forbidden[server]
                assert self.wait(store.lowered(server, "c")) == self.lowered[server]

    def teardown(self) -> None:
        for store in self.stores:
            self.wait(store.aclose())
        self.loop.close()
        shutil.rmtree(self.folder)


TestTwoProcesses = TwoProcesses.TestCase
TestTwoProcesses.settings = settings(max_examples=8, stateful_step_count=12, deadline=None)
