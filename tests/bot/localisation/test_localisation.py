"""All that people read is there in every language, and nothing else is."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from fluent.syntax.ast import Comment, GroupComment, Message, ResourceComment

from bot.localisation import LOCALES, Locale, closest, text
from tests.bot.localisation.reading import arguments, entries, messages, topics, used

OTHERS = [locale for locale in LOCALES if locale != "en"]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_file_is_read_without_a_rest_and_holds_its_topics_messages(locale: Locale) -> None:
    assert topics(locale) == topics("en")
    for topic in topics(locale):
        for entry in entries(locale, topic):
            assert isinstance(entry, Message | Comment | GroupComment | ResourceComment), topic
            if isinstance(entry, Message):
                assert entry.id.name.startswith(f"{topic}-")
                assert entry.value is not None, entry.id.name
                assert not entry.attributes, entry.id.name


@pytest.mark.parametrize("locale", LOCALES)
def test_no_message_stands_twice(locale: Locale) -> None:
    counts = Counter(name for name, _ in messages(locale))
    assert [name for name, number in counts.items() if number > 1] == []


@pytest.mark.parametrize("locale", OTHERS)
def test_no_language_lacks_a_message_and_none_has_one_more(locale: Locale) -> None:
    here, english = (dict(messages(language)) for language in (locale, "en"))
    assert {"missing": english.keys() - here, "too many": here.keys() - english} == {
        "missing": set(),
        "too many": set(),
    }


@pytest.mark.parametrize("locale", OTHERS)
def test_a_message_takes_the_same_arguments_in_every_language(locale: Locale) -> None:
    english = dict(messages("en"))
    for name, message in messages(locale):
        assert arguments(message) <= arguments(english[name]), name
        # A language without plurals need not count where English chooses by a number.
        assert arguments(message) >= arguments(english[name], choices=False), name


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("number", [0, 1, 2, 1_000_000])
def test_every_message_can_be_said(locale: Locale, number: int) -> None:
    for name, message in messages(locale):
        said = text(locale, name, **dict.fromkeys(arguments(message), number))
        assert said.strip()
        # Marks for mixed directions would stand in the middle of emojis and Markdown.
        assert not re.search("[\u2066-\u2069]", said)


def test_every_message_that_the_code_says_exists() -> None:
    names = [name for name, _ in messages("en")]
    unknown = [p for p in used() if not any(re.fullmatch(p, name) for name in names)]
    assert unknown == []


def test_every_message_is_said_somewhere() -> None:
    patterns = used()
    silent = [n for n, _ in messages("en") if not any(re.fullmatch(p, n) for p in patterns)]
    assert silent == []


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("en-US", "en"),
        ("es-419", "es"),
        ("pt-BR", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("de", "de"),
        ("JA", "ja"),
        ("ko", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_people_read_the_closest_language_that_there_is(tag: str | None, locale: Locale) -> None:
    assert closest(tag) == locale


def test_a_message_without_one_of_its_arguments_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("en", "errors-too-often")
    with pytest.raises(KeyError):
        text("en", "errors-there-is-no-such-message")


def test_a_language_counts_as_its_people_do() -> None:
    assert "a second" in text("en", "errors-too-often", seconds=1)
    assert "2 seconds" in text("en", "errors-too-often", seconds=2)
    assert "einer Sekunde" in text("de", "errors-too-often", seconds=1)
