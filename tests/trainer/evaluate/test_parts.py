from pathlib import Path

import pytest

from trainer.datasets import load
from trainer.errors import DatasetError
from trainer.evaluate.parts import gather
from trainer.rows import split


def test_test_rows_are_those_that_no_training_sees() -> None:
    questions = gather(["serious", "tell"], "test")
    parts = split(load("serious").rows)
    assert [one.row for one in questions.react] == list(parts.test)
    tell = split(load("tell").rows)
    assert questions.train == (*parts.train, *tell.train)
    assert [one.row for one in questions.tell] == list(tell.test)
    assert all(one.serious for one in questions.react)


def test_a_set_given_twice_is_asked_once() -> None:
    assert len(gather(["serious", "serious:2"], "test").react) == len(
        gather(["serious"], "test").react
    )


def test_a_small_set_says_what_to_do(tiny_rows: Path) -> None:
    with pytest.raises(DatasetError, match=r"only 12 rows.*--split all"):
        gather([str(tiny_rows)], "test")
    assert len(gather([str(tiny_rows)], "all").react) == 12


def test_languages_come_from_the_column_of_a_table(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text(
        'language,text,emoji\nde,"Pizza, bitte",🍕\nfr,le chien,🐶\n', encoding="utf-8-sig"
    )
    found = gather([str(table)], "all").react
    assert [one.language for one in found] == ["de", "fr"]
    assert {one.language for one in gather(["languages"], "test").react} >= {"de", "ja", "pt"}
    assert {one.language for one in gather(["serious"], "test").react} == {None}
