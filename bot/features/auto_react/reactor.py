"""``AutoReactor``: judges a message once, and remembers what it did."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.features.auto_react.deciding import Circumstances, decide
from bot.features.auto_react.memory import Memory, home
from bot.features.auto_react.screening import left_alone, unwanted
from bot.features.auto_react.verdict import Reason, Verdict
from bot.features.candidates import CustomEmoji
from bot.features.fixed_reactions import fixed_reactions
from bot.features.incoming import IncomingMessage
from bot.inference import DeadlineExceeded, Inference, InferenceError, Overloaded, Priority
from bot.store.face import Store
from bot.store.memory import Recent
from bot.store.records import AutoReact, ServerKey, ServerSettings
from emojifier.suggestion import Suggestion

# Seconds; a reaction that comes later lags behind the conversation.
LATE: Final = 5.0
# So many leave enough when the house rules have taken theirs.
_CANDIDATES: Final = 40
_JUDGED: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Case:
    """A message, what holds for it, and by which memory and clock it is judged."""

    message: IncomingMessage
    settings: ServerSettings
    rules: AutoReact
    customs: Sequence[CustomEmoji]
    memory: Memory
    clock: Callable[[], float]
    priority: Priority

    def refused_now(self) -> Reason | None:
        """Why it is too late, or too soon after the last reaction; or None."""
        now = self.clock()
        if now - self.message.sent > LATE:
            return Reason.LATE
        hourly = self.settings.house_rules.hourly
        return self.memory.too_soon(self.message, self.rules, hourly, now)


class AutoReactor:
    """Decides which messages get a reaction unasked, and which one; one for the whole process.

    Used from the event loop only. Raises nothing: a model or a store that is away means silence.
    """

    def __init__(
        self,
        worker: Inference,
        store: Store,
        *,
        newest: float | None,
        clock: Callable[[], float] = time.time,
        random: Callable[[], float] = random.random,
    ) -> None:
        """``newest`` is the newest Unicode emoji version that the platform draws (None: any).

        ``clock`` gives seconds since 1970, ``random`` numbers from 0 up to 1.
        """
        self._worker = worker
        self._store = store
        self._newest = newest
        self._clock = clock
        self._random = random
        self._memory = Memory()
        self._judged: Recent[str, bool] = Recent(_JUDGED)

    async def react(self, message: IncomingMessage, customs: Sequence[CustomEmoji] = ()) -> Verdict:
        """The reactions to a message; the cooldowns count from when they are decided.

        ``customs`` are the server's own emojis that may be used. Asked again about a message, it
        answers ``Reason.JUDGED`` with no reactions, unless ``forget`` was called meanwhile.
        """
        if self._store.opted_out(message.author):
            return Verdict(Reason.OPTED_OUT)
        if self._judged.get(message.id):
            return Verdict(Reason.JUDGED)
        self._judged.put(message.id, True)
        settings = await self._store.settings(message.server)
        rules = settings.rules_for(home(message), message.category) or AutoReact()
        verdict = await self._judge(
            _Case(message, settings, rules, customs, self._memory, self._clock, Priority.REACTION)
        )
        if rules.enabled or verdict.reactions:
            self._store.count(message.server, f"auto_react.{verdict.reason}")
        return verdict

    async def dry_run(
        self, message: IncomingMessage, rules: AutoReact, customs: Sequence[CustomEmoji] = ()
    ) -> Verdict:
        """What ``react`` would have done with a message, had these rules held when it was sent.

        As if it were the first one: leaves no trace, and no cooldown stands in its way.
        """
        if self._store.opted_out(message.author):
            return Verdict(Reason.OPTED_OUT)
        settings = await self._store.settings(message.server)
        return await self._judge(
            _Case(
                message, settings, rules, customs, Memory(), lambda: message.sent, Priority.COMMAND
            )
        )

    def forget(self, message: str) -> None:
        """Judge the message of this id again, should it come again."""
        self._judged.drop(message)

    def avoid(self, server: ServerKey, channel: str, emojis: Iterable[str]) -> None:
        """Treat these emojis as used in the channel just now."""
        self._memory.avoid(server, channel, emojis)

    async def _judge(self, case: _Case) -> Verdict:
        message, rules = case.message, case.rules
        if reason := left_alone(message, rules):
            return Verdict(reason)
        house_rules = case.settings.house_rules
        if fixed := fixed_reactions(message, house_rules, newest=self._newest):
            return Verdict(Reason.FIXED, fixed)
        info = self._worker.info
        languages = () if info is None else info.languages
        if reason := (
            unwanted(message, rules, languages, case.clock())
            or case.refused_now()
            or self._chance(rules)
        ):
            return Verdict(reason)
        suggestion = await self._ask(case)
        if isinstance(suggestion, Reason):
            return Verdict(suggestion)
        lowered = await self._store.lowered(message.server, home(message))
        # Others were judged meanwhile. From here on nothing waits, so no two react at once.
        if self._store.opted_out(message.author):
            return Verdict(Reason.OPTED_OUT)
        if reason := case.refused_now():
            return Verdict(reason)
        last = case.memory.last_emojis(message)
        here = Circumstances(rules, case.settings, lowered, last, case.customs, self._newest)
        verdict = decide(message, suggestion, here)
        if verdict.reactions:
            emojis = [candidate.base for candidate in verdict.reactions]
            case.memory.reacted(message, emojis, case.clock())
        return verdict

    def _chance(self, rules: AutoReact) -> Reason | None:
        return None if self._random() < rules.chance else Reason.CHANCE

    async def _ask(self, case: _Case) -> Suggestion | Reason:
        """What the model says in time, or why it says nothing."""
        left = LATE - (case.clock() - case.message.sent)
        try:
            return await self._worker.suggest(
                case.message.text,
                k=_CANDIDATES,
                newest=self._newest,
                deadline=min(left, LATE),
                priority=case.priority,
            )
        except Overloaded:
            return Reason.BUSY
        except DeadlineExceeded:
            return Reason.LATE
        except InferenceError:  # the worker has logged it
            return Reason.NO_MODEL
