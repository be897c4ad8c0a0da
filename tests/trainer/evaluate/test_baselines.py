import numpy as np
import pytest

from emojifier.catalogue import catalogue
from tests.conftest import ROWS
from trainer.errors import DatasetError
from trainer.evaluate.baselines import Constant, Keywords, LinearSvm
from trainer.rows import Row

TRAINED = [
    Row(message, () if cell == "-" else tuple(cell.split())) for message, cell in ROWS.items()
]


def svm(rows: list[Row]) -> LinearSvm:
    return LinearSvm(rows, seed=0, fitted=lambda _done, _of: None)


def test_constant_gives_what_was_accepted_most_often_and_how_often() -> None:
    answers = Constant(TRAINED).answer(["anything", "else"])
    assert answers.emojis[0] == answers.emojis[1]
    assert set(answers.emojis[0]) == {"🐶", "🍕", "🎉", "😋", "🎂"}
    assert answers.confidence.tolist() == [pytest.approx(2 / 8)] * 2
    assert answers.quiet.tolist() == [pytest.approx(4 / 12)] * 2


def test_keywords_find_emojis_that_no_training_row_has() -> None:
    lookup = Keywords(TRAINED, catalogue())
    found = lookup.answer(["a rocket!", "one banana for you", "qwx"])
    assert found.emojis[0][0] == "🚀"
    assert found.emojis[1][0] == "🍌"
    assert found.emojis[2] == Constant(TRAINED).answer(["qwx"]).emojis[0]
    assert all(len(emojis) == 5 for emojis in found.emojis)
    assert found.quiet[2] > found.quiet[0]  # in training, rows without a match were quiet


def test_keywords_retell_a_sentence_in_the_order_of_its_words() -> None:
    told = [Row("he slept", ("🛌",), kind="tell"), Row("a dog", ("🐕",), kind="tell")]
    usual, taught = Keywords(TRAINED, catalogue()), Keywords([*TRAINED, *told], catalogue())
    sentence = "a banana, a rocket and qwx: then the banana and a dog"
    assert taught.retell([sentence, "qwx"]) == [("🍌", "🚀", "🐕"), ()]
    assert usual.retell([sentence])[0][:2] == ("🍌", "🚀")
    assert taught.answer([sentence]).emojis == usual.answer([sentence]).emojis


def test_svm_learns_its_rows_and_when_to_be_quiet() -> None:
    machine = svm(TRAINED)
    answers = machine.answer([row.message for row in TRAINED])
    hits = [
        row.emojis[0] in given[:2]
        for row, given in zip(TRAINED, answers.emojis, strict=True)
        if row.emojis
    ]
    assert all(hits)
    silent = np.array([not row.emojis for row in TRAINED])
    assert answers.quiet[silent].min() > answers.quiet[~silent].max()
    assert np.isnan(answers.confidence).all()


def test_svm_says_how_far_it_is() -> None:
    heard: list[tuple[int, int]] = []
    LinearSvm(TRAINED, seed=0, fitted=lambda done, of: heard.append((done, of)))
    assert (
        heard[-1][0]
        == heard[-1][1]
        == len(heard)
        == len({e for r in TRAINED for e in r.emojis}) + 1
    )


def test_svm_of_rows_that_all_agree_gives_what_they_say() -> None:
    answers = svm([Row("a dog", ("🐶",)), Row("a puppy", ("🐶",))]).answer(["a cat"])
    assert answers.emojis == (("🐶",),)
    assert answers.quiet[0] < 0.5


def test_rows_without_a_word_are_refused_in_a_sentence() -> None:
    with pytest.raises(DatasetError, match="no words"):
        svm([Row("!!", ("🐶",)), Row("??", ())])
