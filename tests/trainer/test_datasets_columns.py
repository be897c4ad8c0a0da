"""Which columns are read, and how an emoji cell may be written."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from trainer.datasets import Columns, load
from trainer.errors import DatasetError
from trainer.rows import Row

HELLO = (Row("hello there", ("👋",)), Row("we won", ("🎉",)))


def _table(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_columns_without_known_names_are_guessed_by_what_they_hold() -> None:
    table = _table(
        id=["1", "2"], source=["a b", "c"], what=["👋", ":tada:"], said=["hello there", "we won"]
    )
    data = load(table)
    assert data.rows == HELLO
    assert data.understood == "table in memory; messages: said, emojis: what"


def test_known_names_win_over_content() -> None:
    table = _table(message=["hello there", "we won"], long=["x" * 50] * 2, emojis=["👋", "🎉"])
    assert load(table).rows == HELLO


def test_messages_may_be_emojis_themselves() -> None:
    assert load(_table(content=["👋", "🎉"], what=["😊", "🎉"])).rows == (
        Row("👋", ("😊",)),
        Row("🎉", ("🎉",)),
    )


def test_columns_can_be_said_by_name_or_number(tmp_path: Path) -> None:
    table = _table(
        name=["x", "y"], Post=["hello there", "we won"], emoji=["🐶"] * 2, e=["👋", "🎉"]
    )
    assert load(table, None, Columns("post", "E")).rows == HELLO
    bare = tmp_path / "a.csv"
    bare.write_text("x,hello there,🐶,👋\ny,we won,🐶,🎉\n", encoding="utf-8")
    assert load(bare, None, Columns("2", "4")).rows == HELLO


def test_said_columns_are_those_of_ones_own_tables_not_of_shipped_sets() -> None:
    assert load("serious", None, Columns("post", "reply")).rows == load("serious").rows


@pytest.mark.parametrize("columns", [Columns("nothing"), Columns(None, "9"), Columns("\x1b[2J")])
def test_missing_column_is_one_sentence_with_those_that_there_are(columns: Columns) -> None:
    with pytest.raises(DatasetError, match=r"found: a, b\.") as caught:
        load(_table(a=["hello there"], b=["👋"]), None, columns)
    assert str(caught.value).isprintable()


def test_table_without_emojis_is_one_sentence() -> None:
    with pytest.raises(DatasetError, match="needs a column of messages"):
        load(_table(a=["hello"], b=["there"], c=["you"]))


def test_header_of_unknown_names_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("said,felt\nhello there,👋\nwe won,🎉\n", encoding="utf-8")
    data = load(path)
    assert (data.rows, data.refused) == (HELLO, 0)
    assert data.understood.endswith("messages: said, emojis: felt")


def test_file_without_header_keeps_its_first_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("👋,hello there\n🎉,we won\n", encoding="utf-8")
    data = load(path)
    assert data.rows == HELLO
    assert data.understood.endswith("messages: column 2, emojis: column 1")


@pytest.mark.parametrize(
    "cell",
    [
        *("❤️🎉👋", "❤ 🎉 👋", "❤️, 🎉,👋", "❤️;🎉|👋", "❤️ / 🎉 / 👋", " ❤️🎉❤️👋 "),
        *('["❤️", "🎉", "👋"]', "['❤️', '🎉', '👋']", "[❤️,🎉,👋]", '["\\u2764", ":tada:", "👋🏿"]'),
        *("[':heart:', ':tada:', ':wave:']", ":heart:;:tada:/👋", "(:heart:) :tada:|:wave:"),
        *(":heart: :tada: :wave:", ":heart::tada::wave::skin-tone-3:", "❤️ :TADA: 👋🏽"),
        *(["❤️", "🎉", "👋"], ("❤️🎉", "👋")),
    ],
)
def test_any_way_to_write_emojis_is_one_normal_form(cell: object) -> None:
    data = load(pd.DataFrame({"message": ["x"], "emojis": [cell]}))
    assert data.rows == (Row("x", ("❤️", "🎉", "👋")),)


@pytest.mark.parametrize("cell", ["-", " - ", '["-"]', ["-"]])
def test_a_dash_is_quiet(cell: object) -> None:
    table = pd.DataFrame({"message": ["x", "y"], "emojis": [cell, "👋"]})
    assert load(table).rows[0] == Row("x", ())


@pytest.mark.parametrize(
    ("cell", "reason", "example"),
    [
        ("🎉 great", "not an emoji of the Unicode list", "'great'"),
        (":no_such_code:", "not an emoji of the Unicode list", "':no_such_code:'"),
        ("\x1b[2J", "not an emoji of the Unicode list", "2J"),
        ("[]", "no emojis (write - where no reaction is wanted)", ""),
        ("[" * 100_000, "no emojis (write - where no reaction is wanted)", ""),
        (7, "no emojis (write - where no reaction is wanted)", ""),
        ("ðŸŽ‰", "UTF-8 that was once read as Windows-1252", "'🎉'"),
        ("👋\0", "a NUL byte", "👋"),
        ("👋" * 100_001, "a field of more than 100,000 characters", ""),
    ],
)
def test_refused_cells_say_why(cell: object, reason: str, example: str) -> None:
    data = load(pd.DataFrame({"message": ["x", "y"], "emojis": [cell, "👋"]}))
    assert data.rows == (Row("y", ("👋",)),)
    (refusal,) = data.refusals
    assert refusal.reason.startswith(reason)
    assert example in refusal.example
    assert refusal.lines == (1,)
    assert str(refusal).isprintable()
    assert len(str(refusal)) < 300


def test_a_message_once_read_in_the_wrong_encoding_is_refused_with_what_it_should_be() -> None:
    table = _table(message=["cafÃ© au lait", "café Â l'eau ã"], emojis=["☕", "☕"])
    data = load(table)
    assert [row.message for row in data.rows] == ["café Â l'eau ã"]
    assert "'café au lait'" in data.refusals[0].example
