"""The licence of a model folder: what its card says, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from emojifier.licence import CARD, licence_of


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        ("---\nlicense: apache-2.0\nlanguage:\n- en\n---\n# A model\n", "apache-2.0"),
        ("---\r\ntags:\r\n- emoji\r\nlicense: 'mit'\r\n---\r\n", "mit"),
        ("---\nlicense: other\nlicense_name: unspecified\n---\n", ""),
        ("---\nlanguage: en\n---\nlicense: mit\n", ""),
        ("license: mit\n", ""),
        ("---\nlicense: <!channel> @everyone\n---\n", ""),
        ("---\nlicense: mit", ""),
        ("", ""),
    ],
)
def test_what_the_card_says(tmp_path: Path, card: str, licence: str) -> None:
    (tmp_path / CARD).write_bytes(card.encode())
    assert licence_of(tmp_path) == licence


def test_a_folder_without_a_readable_card_names_none(tmp_path: Path) -> None:
    assert licence_of(tmp_path) == ""
    (tmp_path / CARD).write_bytes(b"\xff\xfe" * 10_000)
    assert licence_of(tmp_path) == ""
