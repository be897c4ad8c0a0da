from pathlib import Path

import pytest

from tests.trainer.distill import packing
from trainer.distill.packed import Packed, read

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'!?.,äüßéñ東京猫"
WORDS = (
    *("▁the", "▁dog", "▁pizza", "▁tonight", "▁died", "▁my", "▁we", "▁won", "▁ok", "▁hund"),
    *("▁who", "▁wants", "▁grandma", "▁last", "▁night", "▁Hund", "▁perro", "▁", "ing", "s"),
)


@pytest.fixture(scope="session")
def packed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("encoder") / "tiny-q4.bin"
    words = [(word, -3.0 - i / 10) for i, word in enumerate(WORDS)]
    packing.write(path, [*words, *((letter, -9.0) for letter in _LETTERS)])
    return path


@pytest.fixture(scope="session")
def packed(packed_file: Path) -> Packed:
    return read(packed_file)
