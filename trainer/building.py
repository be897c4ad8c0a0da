"""Compiles the emoji tables from their sources: the same bytes on every machine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from emojifier import tones
from emojifier.catalogue import COLUMNS, TABLE, key
from trainer.errors import TrainerError
from trainer.sources import open_source, read_json

_SKIN_TONE = re.compile("[\U0001f3fb-\U0001f3ff]")


class OutOfDate(TrainerError):
    """A shipped table is not what its sources give."""


def build(*, check: bool = False) -> list[str]:
    """Write the tables, or with ``check`` only compare them; returns what was done, a line each.

    Raises ``OutOfDate`` where ``check`` finds a difference.
    """
    return [
        _build("catalogue", TABLE, catalogue_table(), check),
        _build("skin tones", tones.TABLE, tones_table(), check),
    ]


def _build(name: str, table: Path, text: str, check: bool) -> str:
    content = text.encode()
    same = table.is_file() and table.read_bytes() == content
    if check and not same:
        raise OutOfDate(f"{table.name} is not what its sources give: python -m trainer data build.")
    if not same:
        table.parent.mkdir(exist_ok=True)
        table.write_bytes(content)
    emojis = content.count(b"\n") - 1
    return f"{name}: {emojis:,} emojis, {'unchanged' if same else 'written'}"


@dataclass(frozen=True, slots=True)
class _Line:
    """One fully-qualified line of emoji-test."""

    emoji: str
    name: str
    group: str
    subgroup: str
    version: str


def catalogue_table() -> str:
    """The table as tab-separated text with a header, in emoji-test's order.

    Lists inside a cell are separated by ``|``. ``aliases`` are the untoned spellings of sequences
    that exist only with skin tones, such as two people holding hands.
    """
    lines = list(_fully_qualified())
    untoned = [line for line in lines if not _SKIN_TONE.search(line.emoji)]
    aliases = _aliases(lines, untoned)
    slack = {
        _from_code_points(entry["unified"]): entry["short_names"]
        for entry in read_json("emoji-datasource/emoji.json")
    }
    github = {
        _from_code_points(code): _as_list(names)
        for code, names in read_json("emojibase/github.json").items()
    }
    keywords = _keywords()
    rows = ["\t".join(COLUMNS)]
    for line in untoned:
        at = key(line.emoji)
        slack_names, github_names = slack.get(at, []), github.get(at, [])
        rows.append(
            "\t".join(
                (
                    *(line.emoji, line.name, line.group, line.subgroup, line.version),
                    slack_names[0] if slack_names else "",
                    github_names[0] if github_names else "",
                    "|".join(dict.fromkeys([*slack_names[1:], *github_names[1:]])),
                    "|".join(keywords.get(at, [])),
                    "|".join(aliases.get(line.emoji, [])),
                )
            )
        )
    return "\n".join(rows) + "\n"


def tones_table() -> str:
    """The emojis that take skin tones as tab-separated text with a header, in emoji-test's order.

    Each stands with its spelling in which everybody has the medium tone; the other four tones are
    as old as that one.
    """
    lines = list(_fully_qualified())
    untoned = {line.name: line.emoji for line in lines if not _SKIN_TONE.search(line.emoji)}
    rows = ["\t".join(tones.COLUMNS)]
    for line in lines:
        if set(_SKIN_TONE.findall(line.emoji)) == {tones.MODIFIERS["medium"]}:
            # "woman: beard" has its tones as "woman: medium skin tone, beard".
            name = line.name.replace("medium skin tone, ", "")
            emoji = untoned[re.sub("[:,] medium skin tone$", "", name)]
            rows.append("\t".join((emoji, line.version, line.emoji)))
    return "\n".join(rows) + "\n"


def _fully_qualified() -> Iterator[_Line]:
    group = subgroup = ""
    with open_source("unicode/emoji-test-17.0.txt") as file:
        for line in file:
            fields, _, comment = line.strip().partition("#")
            if comment.startswith(" group: "):
                group = comment.removeprefix(" group: ")
            elif comment.startswith(" subgroup: "):
                subgroup = comment.removeprefix(" subgroup: ")
            elif fields.rpartition(";")[2].strip() == "fully-qualified":
                emoji, version, name = comment.split(maxsplit=2)
                yield _Line(emoji, name, group, subgroup, version.removeprefix("E"))


def _aliases(lines: Iterable[_Line], untoned: Iterable[_Line]) -> dict[str, list[str]]:
    """Untoned spellings that are no emoji themselves -> the emoji of the name before the colon."""
    known = {key(line.emoji) for line in untoned}
    by_name = {line.name: line.emoji for line in untoned}
    found: dict[str, dict[str, None]] = {}
    for line in lines:
        if key(line.emoji) not in known:
            base = by_name[line.name.partition(":")[0]]
            found.setdefault(base, {})[key(line.emoji)] = None
    return {emoji: list(spellings) for emoji, spellings in found.items()}


def _keywords() -> dict[str, list[str]]:
    cldr = read_json("cldr/en.json")["annotations"]["annotations"]
    emojibase = {e["emoji"]: e.get("tags", []) for e in read_json("emojibase/en.json")}
    sources: tuple[Mapping[str, list[str]], ...] = (
        {emoji: entry.get("default", []) for emoji, entry in cldr.items()},
        read_json("emojilib/en.json"),
        emojibase,
    )
    merged: dict[str, dict[str, None]] = {}
    for source in sources:
        for emoji, words in source.items():
            kept = merged.setdefault(key(emoji), {})
            kept.update(dict.fromkeys(filter(None, map(_keyword, words))))
    return {at: list(words) for at, words in merged.items()}


def _keyword(word: str) -> str:
    """In lower case with blanks; empty for emoticons such as ``:D`` and other signs."""
    plain = " ".join(word.replace("_", " ").casefold().split())
    return plain if re.search(r"\w\w", plain) and not re.search(r"[|\t:;()<>]", plain) else ""


def _from_code_points(code: str) -> str:
    return key("".join(chr(int(point, 16)) for point in code.split("-")))


def _as_list(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names
