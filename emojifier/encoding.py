"""Messages -> token ids, the same way in training and in use."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tokenizers import Tokenizer

from emojifier.catalogue import Catalogue
from emojifier.text import clean


class Encoder:
    """Turns messages into ``message <|react|>``, at most ``max_length`` tokens long.

    An emoji in a message is one token where the model knows it, else the words of its name.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        catalogue: Catalogue,
        *,
        known: Collection[str],
        react: int,
        max_length: int,
    ) -> None:
        self._tokenizer = tokenizer
        self._catalogue = catalogue
        self._known = frozenset(known)
        self._react = react
        self._max_length = max_length

    def encode(
        self, messages: Sequence[str], *, control: int | None = None, reserve: int = 0
    ) -> list[list[int]]:
        """Token ids a message, each list ending with ``control`` (None: the react token).

        A message too long for the model keeps its beginning and its end, half each, so that
        ``reserve`` tokens more have room. A message with nothing to read gives the control token
        alone.
        """
        last = self._react if control is None else control
        texts = [self._spell_out(clean(message)) for message in messages]
        encodings = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        room = self._max_length - 1 - reserve
        return [[*_shorten(encoding.ids, room), last] for encoding in encodings]

    def _spell_out(self, text: str) -> str:
        parts: list[str] = []
        end = 0
        for start, stop, emoji in self._catalogue.find(text):
            shown = emoji if emoji in self._known else f" {self._catalogue[emoji].name} "
            parts += [text[end:start], shown]
            end = stop
        return " ".join("".join([*parts, text[end:]]).split())


def _shorten(ids: list[int], room: int) -> list[int]:
    if len(ids) <= room:
        return ids
    tail = room // 2
    return ids[: room - tail] + ids[len(ids) - tail :]
