from pathlib import Path

import datasets as hub
import pandas as pd
import pytest

from trainer.datasets import load
from trainer.errors import DatasetError
from trainer.rows import Row
from trainer.shipped import SHIPPED


def _write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_message_and_emojis_with_and_without_header(tmp_path: Path) -> None:
    expected = (Row("hello", ("👋", "😊")), Row("noted", ()))
    body = "hello\t👋 😊\nnoted\t-\n"
    assert load(_write(tmp_path, "a.tsv", body)).rows == expected
    assert load(_write(tmp_path, "b.tsv", "message\temojis\n" + body)).rows == expected
    assert (
        load(_write(tmp_path, "c.tsv", "lang\tmessage\temojis\nen\thello\t👋 😊\n")).rows
        == expected[:1]
    )
    assert load(_write(tmp_path, "d.csv", 'text,emoji\n"hello, you",👋😊\n')).rows == (
        Row("hello, you", ("👋", "😊")),
    )


def test_any_spelling_becomes_the_catalogues(tmp_path: Path) -> None:
    data = load(_write(tmp_path, "a.tsv", "love\t❤ :tada: 👋🏽\n"))
    assert data.rows == (Row("love", ("❤️", "🎉", "👋")),)


def test_byte_order_mark_and_crlf_are_no_trouble(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfmessage\temojis\r\n" + "hi\t👋\r\n".encode()
    assert load(_write(tmp_path, "a.tsv", content)).rows == (Row("hi", ("👋",)),)


def test_refused_rows_are_listed_with_line_and_reason(tmp_path: Path) -> None:
    content = "message\temojis\nhi\t👋\nodd\tnot-an-emoji\n\t👋\nlonely\nhi\t👋\n"
    data = load(_write(tmp_path, "a.tsv", content))
    assert [row.message for row in data.rows] == ["hi"]
    assert (data.refused, data.repeated) == (3, 1)
    assert [(one.rows, one.lines) for one in data.refusals] == [(1, (3,)), (1, (4,)), (1, (5,))]
    unknown, empty, without = data.refusals
    assert "not-an-emoji" in unknown.example
    assert "message is empty" in empty.reason
    assert "no emojis" in without.reason


def test_classic_kaggle_file_and_folder(tmp_path: Path) -> None:
    content = (
        "emoji,name,group,sub_group,codepoints\n"
        "😀,grinning face,Smileys & Emotion,face-smiling,1F600\n"
        "👋,waving hand,People & Body,hand-fingers-open,1F44B\n"
        "👋🏻,waving hand: light skin tone,People & Body,hand-fingers-open,1F44B 1F3FB\n"
    )
    _write(tmp_path, "emoji_df.csv", content)
    _write(tmp_path, "emoji-test.txt", "1F600 ; fully-qualified # 😀 E1.0 grinning face\n")
    data = load(tmp_path)
    assert data.rows == (Row("grinning face", ("😀",)), Row("waving hand", ("👋",)))
    assert data.repeated == 1


def test_unicodes_list(tmp_path: Path) -> None:
    content = (
        "# group: Smileys & Emotion\n"
        "1F600 ; fully-qualified     # 😀 E1.0 grinning face\n"
        "263A  ; unqualified         # ☺ E0.6 smiling face\n"
        "263A FE0F ; fully-qualified # ☺️ E0.6 smiling face\n"
        "1F3FB ; component           # 🏻 E1.0 light skin tone\n"
    )
    rows = load(_write(tmp_path, "emoji-test.txt", content)).rows
    assert rows == (Row("grinning face", ("😀",)), Row("smiling face", ("☺️",)))


def test_tables_in_memory() -> None:
    frame = pd.DataFrame({"emoji": ["🍕"], "name": ["pizza"], "group": ["Food & Drink"]})
    assert load(frame).rows == (Row("pizza", ("🍕",)),)
    assert load(hub.Dataset.from_pandas(frame)).rows == (Row("pizza", ("🍕",)),)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_sets_are_read_without_a_refusal(name: str) -> None:
    data = load(name)
    assert len(data.rows) > 1000
    assert data.refused == 0
    assert data.kind == SHIPPED[name].kind


def test_weight_after_a_colon_scales_the_rows(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.tsv", "hi\t👋\n")
    assert load(f"{path}:0.25").rows == (Row("hi", ("👋",), weight=0.25),)
    with pytest.raises(DatasetError, match="weight"):
        load(f"{path}:0")


def test_absent_file_and_foreign_folder_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="shipped sets"):
        load("nothing.tsv")
    with pytest.raises(DatasetError, match="neither"):
        load(tmp_path)
