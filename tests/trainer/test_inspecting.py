import json
from pathlib import Path

import pytest

from emojifier.artifact import DataSource, open_folder
from emojifier.catalogue import catalogue
from tests.conftest import ROWS
from tests.trainer.runs import started
from trainer import cli, fine_tune_gpt2
from trainer.datasets import load
from trainer.inspecting import inspection
from trainer.spool import LARGE

TABLE = """id,said,felt
1,the dog is so happy today,🐶 🥰
2,the dog is so very happy today,🐶
3,the dog is so hapy today,-
4,pizza tonight,🍕
4,pizza tonight,🍕
5,,🍕
6,odd,what
7,odd,"\x1b[2J"
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_json_holds_what_the_docstring_promises(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["data", "inspect", "--dataset", str(table), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "name": str(table),
        "kind": "react",
        "understood": "table with commas and quotes; messages: said, emojis: felt",
        "rows": 4,
        "quiet": 1,
        "repeated": 1,
        "near_copies": 2,
        "refused": 3,
        "refusals": [
            {
                "reason": "not an emoji of the Unicode list",
                "rows": 2,
                "lines": [8, 9],
                "example": "'what'",
            },
            {"reason": "the message is empty", "rows": 1, "lines": [7], "example": ""},
        ],
        "emojis": 3,
        "commonest": [["🐶", 2], ["🥰", 1], ["🍕", 1]],
        "median_characters": 24.5,
        "p99_characters": pytest.approx(29.8, abs=0.2),
        "preview": [
            {"message": "the dog is so happy today", "emojis": "🐶 🥰"},
            {"message": "the dog is so very happy today", "emojis": "🐶"},
            {"message": "the dog is so hapy today", "emojis": "-"},
            {"message": "pizza tonight", "emojis": "🍕"},
        ],
    }


def test_text_says_the_same_to_people(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--text-column", "said", "--emoji-column", "3"]
    assert cli.main(["data", "inspect", "--dataset", str(table), *options]) == 0
    shown = capsys.readouterr().out
    assert "messages: said, emojis: felt" in shown
    assert "1 repeated, 3 refused" in shown
    assert "2 refused: not an emoji of the Unicode list: 'what' (lines 8, 9)" in shown
    assert "pizza tonight  🍕" in shown


def test_missing_column_is_one_sentence_and_exit_1(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["data", "inspect", "--dataset", str(table), "--text-column", "text"]) == 1
    assert capsys.readouterr().err == (
        "mojibot-train: There is no column 'text'; found: id, said, felt.\n"
    )


def test_many_rows_are_inspected_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "many.tsv"
    path.write_text("".join(f"cake number {i}\t🎂\n" for i in range(LARGE + 1)), encoding="utf-8")
    with started(["data", "inspect", "--dataset", str(path), "--json"]) as inspecting:
        for line in inspecting.output:
            assert json.loads(line)["rows"] == LARGE + 1
    with started(["data", "inspect", "--dataset", str(path)], RLIMIT_FSIZE=10_000) as full:
        code, errors = full.end()
    assert code == 1
    assert "cannot hold them" in errors
    assert errors.count("\n") == 1


def test_preview_is_short_and_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(f"\x1b[2Jred\t👋\n{'long ' * 1000}\t👋\n", encoding="utf-8")
    first, second = inspection(load(path)).preview
    assert first.message == "[2Jred"
    assert len(second.message) == 101


def test_the_model_remembers_what_was_left_out_of_its_data(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    rows = "".join(f"{message}\t{emojis}\n" for message, emojis in ROWS.items())
    path.write_text(f"post\treply\n{rows}pizza tonight\t🍕 😋\nodd\twhat\n", encoding="utf-8")
    events: list[dict[str, object]] = []
    result = fine_tune_gpt2(
        path,
        base="scratch:mini",
        epochs=1,
        text_column="post",
        emoji_column="reply",
        output=tmp_path / "model",
        reporter=lambda event: events.append(dict(event)),
    )
    (source,) = open_folder(result.output, catalogue()).data
    assert source == DataSource(
        name=str(path), rows=len(ROWS), refused=1, repeated=1, digest=source.digest
    )
    (notice,) = (event for event in events if event["event"] == "notice")
    assert "1 repeated and 1 refused ones are left out" in str(notice["message"])
