"""Text without labels, for the teacher to label: variants of messages, words, other people's text.

A student that sees each message in several shapes learns what does not matter: a typo, a lost
word, where a message ends. Words of one language in a sentence of another tie the languages.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from emojifier.text import clean
from trainer.distill.lessons import Lesson, Named
from trainer.errors import DatasetError

Change = Callable[[str, random.Random], str]

# Variants of each message, and of one that an epoch draws more than once: a rare kind.
_VARIANTS, _VARIANTS_OF_RARE = 1, 5
_MIXED = 10_000
_LONGEST = 140
_LAUGHS = (" lol", " haha", " lmao", "...", "!!", " 😭", " 😂", " tho", " ngl")


def unlabelled(
    lessons: Sequence[Lesson], named: Sequence[Named], others: Iterable[Path], seed: int = 0
) -> list[str]:
    """All texts, each once and on one line, none of which is a message of the ``lessons``."""
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret here
    known = {clean(lesson.row.message) for lesson in lessons}
    texts = dict.fromkeys(
        text
        for source in (
            variants(lessons, chance),
            mixed([lesson.row.message for lesson in lessons], dictionary(named), chance),
            (line for path in others for line in first_column(path)),
        )
        for text in map(clean, source)
        if text and len(text) <= _LONGEST
    )
    return [text for text in texts if text not in known]


def variants(lessons: Sequence[Lesson], chance: random.Random) -> Iterator[str]:
    """Messages as hasty people write them, in halves, and two in one."""
    for lesson in lessons:
        for _ in range(_VARIANTS_OF_RARE if lesson.draws > 1 else _VARIANTS):
            change = chance.choice((lose_word, lose_word, swap_letters, stretch, add_tail, half))
            yield change(lesson.row.message, chance)
            if chance.random() < 0.3:
                yield f"{lesson.row.message} {chance.choice(lessons).row.message}"


def lose_word(text: str, chance: random.Random) -> str:
    """Without one to three of its words, but never without most of them."""
    words = text.split()
    for _ in range(chance.randint(1, 3)):
        if len(words) > 3:
            del words[chance.randrange(len(words))]
    return " ".join(words)


def swap_letters(text: str, chance: random.Random) -> str:
    """Two neighbouring letters the wrong way round, and no apostrophes."""
    text = text.replace("'", "").replace("’", "")
    if len(text) < 4:
        return text
    at = chance.randrange(1, len(text) - 2)
    return f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}"


def stretch(text: str, chance: random.Random) -> str:
    """One vowel drawn out: sooo."""
    vowels = [match.start() for match in re.finditer("[aeiou]", text)]
    if not vowels:
        return text
    at = chance.choice(vowels)
    return text[:at] + text[at] * chance.randint(2, 4) + text[at:]


def add_tail(text: str, chance: random.Random) -> str:
    """With one of the sounds that people end messages on."""
    return text + chance.choice(_LAUGHS)


def half(text: str, chance: random.Random) -> str:
    """Its beginning or its end."""
    words = text.split()
    middle = max(1, len(words) // 2)
    return " ".join(words[:middle] if chance.random() < 0.5 else words[-middle:])


def dictionary(named: Sequence[Named]) -> dict[str, list[str]]:
    """English names of one word -> what other languages call the same emojis."""
    english = {one.emoji: one.name for one in named if one.language == "en"}
    found: dict[str, list[str]] = {}
    for one in named:
        word = english.get(one.emoji, "")
        if one.language != "en" and one.name and word.isalpha():
            found.setdefault(word, []).append(one.name)
    return found


def mixed(
    messages: Sequence[str], words: Mapping[str, Sequence[str]], chance: random.Random
) -> Iterator[str]:
    """Messages with an English word in another language: "we adopted a Hund"."""
    count = 0
    for message in chance.sample(messages, len(messages)):
        parts = message.split()
        known = [i for i, part in enumerate(parts) if part.lower() in words]
        if known:
            at = chance.choice(known)
            parts[at] = chance.choice(words[parts[at].lower()])
            yield " ".join(parts)
            count += 1
        if count == _MIXED:
            return


def foreign(
    messages: Sequence[str],
    words: Mapping[str, Mapping[str, Sequence[str]]],
    count: int,
    chance: random.Random,
) -> list[tuple[str, str]]:
    """Up to ``count`` messages word by word in one of the languages, each with its original.

    ``words`` is language -> English word -> the words for it. A message of which less than half can
    be said so is left out.
    """
    found = []
    languages = sorted(words)
    for message in chance.choices(messages, k=3 * count):
        own = words[chance.choice(languages)]
        parts = message.lower().split()
        said = [chance.choice(own.get(_bare(part), [part])) for part in parts]
        changed = sum(a != b for a, b in zip(parts, said, strict=True))
        if 2 * changed >= len(parts):
            found.append((" ".join(said), message))
        if len(found) == count:
            break
    return found


def _bare(word: str) -> str:
    return word.strip(".,;:!?…\"'()")


def first_column(path: Path) -> list[str]:
    """The texts of a file of lines, or of a table's first column separated by tabs.

    Raises ``DatasetError`` where it cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path} cannot be read as UTF-8 text.") from error
    return [line.partition("\t")[0] for line in lines]
