"""Recent answers, found again without keeping a single text."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict

from bot.inference.options import Options
from emojifier.suggestion import Suggestion


class RecentAnswers:
    """At most ``size`` answers by a keyed hash of what was asked (0: none).

    The key is random and lives in this process only, so the hashes say nothing to anybody else.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._secret = secrets.token_bytes(32)
        self._answers: OrderedDict[bytes, Suggestion] = OrderedDict()

    def __len__(self) -> int:
        return len(self._answers)

    def key(self, text: str, options: Options) -> bytes:
        """The hash of one text with the options that change its answer."""
        asked = repr((text, options)).encode(errors="surrogatepass")
        return hashlib.blake2b(asked, key=self._secret, digest_size=16).digest()

    def get(self, key: bytes) -> Suggestion | None:
        """The answer, which then counts as used just now; or None."""
        if key in self._answers:
            self._answers.move_to_end(key)
        return self._answers.get(key)

    def put(self, key: bytes, answer: Suggestion) -> None:
        """Keep an answer, and forget the one that was not used for longest."""
        if self._size:
            self._answers[key] = answer
            self._answers.move_to_end(key)
            if len(self._answers) > self._size:
                self._answers.popitem(last=False)

    def clear(self) -> None:
        """Forget everything, as a change of model demands."""
        self._answers.clear()
