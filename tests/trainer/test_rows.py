from trainer.rows import SMALLEST_TO_SPLIT, Row, RowSet, split


def _rows(count: int) -> list[Row]:
    return [Row(f"message number {i}", ("🎉",)) for i in range(count)]


def test_small_set_is_not_split() -> None:
    parts = split(_rows(SMALLEST_TO_SPLIT - 1))
    assert len(parts.train) == SMALLEST_TO_SPLIT - 1
    assert not parts.validation
    assert not parts.test


def test_split_is_by_message_and_about_90_5_5() -> None:
    parts = split(_rows(4000))
    assert len(parts.train) + len(parts.validation) + len(parts.test) == 4000
    assert 3500 < len(parts.train) < 3700
    assert 150 < len(parts.validation) < 250
    again = split(reversed(_rows(4000)))
    assert set(again.validation) == set(parts.validation)


def test_near_copies_stay_on_one_side() -> None:
    rows = _rows(1000)
    copies = [Row(f"MESSAGE  number, {i}!!", ("😀",)) for i in range(1000)]
    parts = split([*rows, *copies])
    for part in (parts.train, parts.validation, parts.test):
        plain = {row.message for row in part if row.message.startswith("message")}
        loud = {row.message for row in part if row.message.startswith("MESSAGE")}
        assert {m.lower().replace("  ", " ").replace(",", "").strip("!") for m in loud} == plain


def test_near_copies_are_held_back_with_what_is_held_back_in_any_company() -> None:
    rows = [Row(f"this is message number {i}", ("🎉",)) for i in range(1000)]
    longer = [Row(f"so {row.message}", ("😀",)) for row in rows]
    alone, together = split(rows), split([*longer, *rows])
    assert set(alone.test) <= set(together.test)
    assert not set(alone.validation) & set(together.train)
    sides = [
        {row.message.removeprefix("so ") for row in part}
        for part in (together.train, together.validation, together.test)
    ]
    assert sum(map(len, sides)) == len(rows)
    assert len(together.train) > 1500


def test_digest_follows_the_rows_and_not_the_name() -> None:
    one = RowSet("a", "react", (Row("hi", ("👋",)),), (), 0)
    other = RowSet("b", "react", (Row("hi", ("👋",)),), (), 3)
    changed = RowSet("a", "react", (Row("hi", ("😀",)),), (), 0)
    assert one.digest == other.digest != changed.digest
