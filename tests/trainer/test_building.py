"""The shipped tables and data sets against their sources."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

import trainer
from emojifier import tones
from emojifier.catalogue import COLUMNS, TABLE, catalogue
from trainer import building
from trainer.building import OutOfDate, build, catalogue_table, tones_table
from trainer.shipped import SHIPPED, open_shipped
from trainer.sources import open_source, read_json

SOURCES = Path(trainer.__file__).parent / "data" / "sources"


def test_the_shipped_tables_are_byte_for_byte_what_their_sources_give() -> None:
    assert catalogue_table().encode() == TABLE.read_bytes()
    assert tones_table().encode() == tones.TABLE.read_bytes()
    assert build(check=True) == [
        "catalogue: 1,914 emojis, unchanged",
        "skin tones: 330 emojis, unchanged",
    ]


def test_building_writes_a_table_that_is_missing_or_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "data" / "catalogue.tsv"
    monkeypatch.setattr(building, "TABLE", table)
    with pytest.raises(OutOfDate, match="data build"):
        build(check=True)
    assert not table.exists()
    assert build()[0] == "catalogue: 1,914 emojis, written"
    assert table.read_bytes() == TABLE.read_bytes()
    table.write_text("stale")
    with pytest.raises(OutOfDate):
        build(check=True)
    assert table.read_text() == "stale"
    assert build()[0] == "catalogue: 1,914 emojis, written"
    assert build()[0] == "catalogue: 1,914 emojis, unchanged"


def test_the_table_is_plain_text_of_one_shape() -> None:
    content = TABLE.read_bytes().decode("utf-8")
    assert "\r" not in content
    assert content.endswith("\n")
    rows = [line.split("\t") for line in content.removesuffix("\n").split("\n")]
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert all(cell == cell.strip() for row in rows for cell in row)


def test_slack_names_are_the_main_ones_of_slacks_own_table() -> None:
    names = {
        catalogue().normalise(
            "".join(chr(int(point, 16)) for point in entry["unified"].split("-"))
        ): (entry["short_name"])
        for entry in read_json("emoji-datasource/emoji.json")
        if not re.fullmatch("1F3F[B-F]", entry["unified"])
    }
    assert {entry.emoji: entry.slack for entry in catalogue() if entry.slack is not None} == names


def test_only_the_newest_emojis_lack_a_slack_name() -> None:
    assert {entry.version for entry in catalogue() if entry.slack is None} == {17.0}


def test_keywords_are_clean_words_without_repeats() -> None:
    for entry in catalogue():
        assert len(set(entry.keywords)) == len(entry.keywords)
        for word in entry.keywords:
            assert word == word.casefold().strip()
            assert re.search(r"\w", word)
            assert "_" not in word
    assert sum(bool(entry.keywords) for entry in catalogue()) == len(catalogue())


def test_every_source_is_listed_with_its_licence_beside_it() -> None:
    readme = (SOURCES / "README.md").read_text(encoding="utf-8")
    files = sorted(SOURCES.rglob("*.xz"))
    assert len(files) == 17
    for file in files:
        name = file.relative_to(SOURCES).as_posix().removesuffix(".xz")
        assert f"`{name}`" in readme or f"`{file.name.removesuffix('.xz')}`" in readme
        assert (file.parent / "LICENSE").is_file()


@pytest.mark.parametrize("name", [n for n, s in SHIPPED.items() if s.source.startswith("chat/")])
def test_the_data_card_counts_rows_and_quiet_rows_rightly(name: str) -> None:
    with open_shipped(name) as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    quiet = sum(row["emojis"] == "-" for row in rows) / len(rows)
    readme = (SOURCES / "README.md").read_text(encoding="utf-8")
    assert f"| `{name}.tsv` | {len(rows):,} | {quiet:.0%} |" in readme


@pytest.mark.parametrize("name", [n for n, s in SHIPPED.items() if s.source.startswith("chat/")])
def test_shipped_emojis_stand_in_the_catalogues_spelling(name: str) -> None:
    with open_shipped(name) as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            assert row["message"].strip()
            if row["emojis"] != "-":
                assert all(emoji in catalogue() for emoji in row["emojis"].split(" "))


def test_the_classic_file_has_the_authors_rows_and_only_known_emojis() -> None:
    with open_shipped("emoji_df") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4724
    assert list(rows[0]) == ["emoji", "name", "group", "sub_group", "codepoints"]
    for row in rows:
        if row["group"] != "Component":
            assert catalogue().normalise(row["emoji"]) in catalogue()


def test_sources_are_read_as_they_are() -> None:
    with open_source("unicode/emoji-test-17.0.txt") as file:
        assert file.readline() == "# emoji-test.txt\n"
    assert json.dumps(read_json("emojilib/en.json")["🎉"]).startswith('["party_popper"')
