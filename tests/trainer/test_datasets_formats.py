"""Every form that a data set may have gives the same rows."""

from __future__ import annotations

import json
import os
import tracemalloc
from pathlib import Path

import datasets as hub
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from trainer.datasets import Columns, load
from trainer.errors import DatasetError
from trainer.rows import Row

ROWS = (Row("hello, you", ("👋", "😊")), Row("noted; fine", ()), Row("pizza tonight", ("🍕",)))
_CELLS = [(row.message, " ".join(row.emojis) or "-") for row in ROWS]


def _write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt", "a"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_found_whatever_the_file_is_called(
    tmp_path: Path, name: str, sign: str
) -> None:
    lines = [f'"{message}"{sign}{emojis}\r\n' for message, emojis in _CELLS]
    if sign == "\t":
        lines = [line.replace('"', "") for line in lines]
    assert load(_write(tmp_path / name, "".join(lines))).rows == ROWS
    assert load(_write(tmp_path / name, f"text{sign}emoji\r\n" + "".join(lines))).rows == ROWS


def test_tabs_keep_quotes_as_they_are_unless_cells_are_plainly_quoted(tmp_path: Path) -> None:
    plain = _write(tmp_path / "a.tsv", 'she said "hi"\t👋\n"oh" he said\t😊\n"so"\t🎉\n')
    assert [row.message for row in load(plain).rows] == ['she said "hi"', '"oh" he said', '"so"']
    table = pd.DataFrame({"message": ['she said "hi"', "two\nlines"], "emojis": ["👋", "😊"]})
    table.to_csv(tmp_path / "b.tsv", sep="\t", index=False)
    assert [row.message for row in load(tmp_path / "b.tsv").rows] == ['she said "hi"', "two\nlines"]


def test_json_lines(tmp_path: Path) -> None:
    objects = [
        {"id": 1, "text": "hello, you", "emoji": ["👋", "😊"]},
        {"id": 2, "text": "noted; fine", "emoji": "-"},
        {"id": 3, "emoji": "🍕", "text": "pizza tonight", "more": {"deep": [1]}},
    ]
    lines = "\n".join(json.dumps(one) for one in objects)
    for name in ("a.jsonl", "a.json", "a.txt"):
        assert load(_write(tmp_path / name, f"{lines}\n\n")).rows == ROWS


def test_json_lines_that_are_no_objects_are_refused_one_by_one(tmp_path: Path) -> None:
    good = '{"text": "hi", "emoji": "👋"}'
    bad = (
        "[1]",
        '{"text":',
        "{" * 100_000,
        "1" * 10_000,
        "\0",
        '{"text": "hi \\ud83d", "emoji": "👋"}',
    )
    data = load(_write(tmp_path / "a.jsonl", "\n".join([good, *bad])))
    assert data.rows == (Row("hi", ("👋",)),)
    assert [(one.rows, one.lines) for one in data.refusals] == [(5, (2, 3, 4, 5, 6)), (1, (7,))]
    assert all(str(one).isprintable() for one in data.refusals)


def test_parquet_in_any_kind_of_column(tmp_path: Path) -> None:
    texts, cells = zip(*_CELLS, strict=True)
    lists = [cell.split() for cell in cells]
    for emojis in (pa.array(cells), pa.array(cells).dictionary_encode(), pa.array(lists)):
        for text in (pa.array(texts), pa.array(texts, pa.large_string())):
            table = pa.table({"n": [1, 2, 3], "blob": [b"x"] * 3, "emoji": emojis, "text": text})
            pq.write_table(table, tmp_path / "a", row_group_size=2)
            assert load(tmp_path / "a").rows == ROWS


def test_a_parquet_file_that_would_fill_the_memory_is_refused_by_its_measures(
    tmp_path: Path,
) -> None:
    same = pa.DictionaryArray.from_arrays(pa.array(bytearray(20_000_001), pa.int8()), ["👋"])
    pq.write_table(pa.table({"text": same, "emoji": same}), tmp_path / "bomb", row_group_size=10**8)
    assert (tmp_path / "bomb").stat().st_size < 1_000_000
    with pytest.raises(DatasetError, match="smaller row groups"):
        load(tmp_path / "bomb")


def test_long_texts_that_a_parquet_file_holds_once_are_refused_without_unpacking_each(
    tmp_path: Path,
) -> None:
    long, emoji = "x" * 1_000_000, ["👋"]
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000 + [1], pa.int32()), [long, "hi"])
    lists = pa.array([emoji] * 5_000 + [emoji])
    endless = pa.array([emoji] * 5_000 + [emoji * 5_000])
    pq.write_table(pa.table({"text": texts, "emoji": lists}), tmp_path / "a")
    pq.write_table(pa.table({"text": ["hi"] * 5_001, "emoji": endless}), tmp_path / "b")
    tracemalloc.start()
    data = load(tmp_path / "a")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (data.rows, data.refused) == ((Row("hi", ("👋",)),), 5_000)
    assert peak < 50_000_000
    assert load(tmp_path / "b").refused == 1


def test_damaged_parquet_is_one_sentence(tmp_path: Path) -> None:
    texts = [f"message {os.urandom(40).hex()}" for _ in range(2_000)]
    pq.write_table(pa.table({"text": texts, "emoji": ["👋"] * 2_000}), tmp_path / "a")
    whole = (tmp_path / "a").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "holed").write_bytes(
        whole[:4] + bytes(len(whole) // 2) + whole[4 + len(whole) // 2 :]
    )
    for name in ("cut", "holed"):
        with pytest.raises(DatasetError, match=r"(intact|damaged)") as caught:
            load(tmp_path / name)
        assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "line",
    [
        "1F600                                      ; fully-qualified     # 😀 grinning face",
        "1F600                     ; fully-qualified     # 😀 E2.0 grinning face",
        "1F600 ; fully-qualified # 😀 E1.0 grinning face",
    ],
    ids=["12.0", "12.1", "17.0"],
)
def test_unicodes_list_of_any_version(tmp_path: Path, line: str) -> None:
    content = f"# emoji-test.txt\n# group: Smileys\n\n{line}\n263A ; unqualified # ☺ E0.6 smiling\n"
    assert load(_write(tmp_path / "any.txt", content)).rows == (Row("grinning face", ("😀",)),)


def test_skin_tones_are_folded_wherever_the_name_has_them(tmp_path: Path) -> None:
    content = "".join(
        f"1F9D4 {tone} 200D 2642 FE0F ; fully-qualified # x E13.1 man: {name}beard\n"
        for tone, name in (("1F3FB", "light skin tone, "), ("1F3FC", "medium-light skin tone, "))
    )
    data = load(_write(tmp_path / "emoji-test.txt", content))
    assert data.rows == (Row("man: beard", ("🧔‍♂️",)),)
    assert data.repeated == 1


def test_classic_kaggle_folder_says_which_file_is_read_and_minds_no_other(tmp_path: Path) -> None:
    (tmp_path / "image").mkdir()
    (tmp_path / "emoji.png").write_bytes(b"\x89PNG\r\n")
    _write(tmp_path / "full_emoji.csv", "#,emoji\n")
    test = "1F600 ; fully-qualified # 😀 E1.0 grinning face\n"
    _write(tmp_path / "emoji-test.txt", test)
    assert load(tmp_path).name == str(tmp_path / "emoji-test.txt")
    _write(tmp_path / "emoji_df.csv", "emoji,name,group\n😀,grinning face,Smileys\n")
    data = load(f"{tmp_path}:0.5")
    assert data.name == f"{tmp_path / 'emoji_df.csv'}:0.5"
    assert data.understood == "table with commas and quotes; messages: name, emojis: emoji"


def test_a_folder_with_one_table_is_that_table_and_with_several_a_question(tmp_path: Path) -> None:
    _write(tmp_path / "a.csv", "hi,👋\n")
    assert load(tmp_path).rows == (Row("hi", ("👋",)),)
    _write(tmp_path / "b.tsv", "hi\t👋\n")
    with pytest.raises(DatasetError, match="holds 2 tables"):
        load(tmp_path)


def test_a_folder_cannot_make_us_read_a_file_outside_of_it(tmp_path: Path) -> None:
    secret = _write(tmp_path / "secret.csv", "password,👋\n")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "emoji_df.csv").symlink_to(secret)
    with pytest.raises(DatasetError, match="link to a file outside"):
        load(folder)


def test_what_is_no_file_is_one_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DatasetError, match="no file with data"):
        load(tmp_path / "pipe")


def test_class_labels_count_as_their_names() -> None:
    features = hub.Features(
        {"text": hub.Value("string"), "label": hub.ClassLabel(names=["👋", "🎉"])}
    )
    data = hub.Dataset.from_dict({"text": ["hi", "won", "?"], "label": [0, 1, -1]}, features)
    found = load(data, None, Columns(emoji="label"))
    assert found.rows == (Row("hi", ("👋",)), Row("won", ("🎉",)))
    assert found.refused == 1
