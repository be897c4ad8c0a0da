import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emojifier import Emojifier
from emojifier.artifact import MANIFEST
from emojifier.catalogue import catalogue
from emojifier.decorating import MOST_CLAUSES, clauses
from emojifier.errors import NotTrainedToTell
from emojifier.telling import FEWEST_TOLD, MOST_TOLD

TEXTS = ["the dog is so happy", "pizza tonight, then rain. happy birthday!", "x", "word " * 300]


@pytest.fixture(scope="module")
def telling(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Emojifier:
    """A model that says that it can tell; what it tells is not sensible, but must be valid."""
    folder = Path(shutil.copytree(tiny_model, tmp_path_factory.mktemp("telling") / "model"))
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["tasks"] = ["react", "tell"]
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return Emojifier.load(folder, device="cpu")


def test_a_telling_is_two_to_six_emojis_of_the_catalogue_none_twice(telling: Emojifier) -> None:
    for answer in telling.retell(TEXTS):
        emojis = [scored.emoji for scored in answer.emojis]
        assert FEWEST_TOLD <= len(emojis) <= MOST_TOLD
        assert len(set(emojis)) == len(emojis)
        assert all(emoji in catalogue() for emoji in emojis)
        assert all(0 < scored.probability <= 1 for scored in answer.emojis)


def test_a_telling_does_not_depend_on_its_neighbours(telling: Emojifier) -> None:
    together = [answer.output for answer in telling.retell(TEXTS)]
    assert together == [telling.retell([text])[0].output for text in TEXTS]


def test_a_telling_has_no_emoji_newer_than_asked_for(telling: Emojifier) -> None:
    [answer] = telling.retell(["we won the match"], newest=0.6)
    assert answer.emojis
    assert all(catalogue()[scored.emoji].version <= 0.6 for scored in answer.emojis)


def test_nothing_to_tell_gives_nothing(telling: Emojifier) -> None:
    assert telling.retell(["", "https://example.org"])[1].emojis == ()
    assert [answer.output for answer in telling.decorate(["", " \n"])] == ["", " \n"]


def test_emojis_stand_behind_the_clauses_that_they_belong_to(telling: Emojifier) -> None:
    [answer] = telling.decorate(["pizza tonight\nnoted\n happy birthday to you  \n"])
    first, second = (scored.emoji for scored in answer.emojis)
    assert {first, second} <= {"🍕", "😋", "🎂", "🎉"}
    assert answer.output == f"pizza tonight {first}\nnoted\n happy birthday to you {second}  \n"


@given(st.text(alphabet=st.sampled_from("ab.,!? \n。、…1🎉"), max_size=40) | st.text(max_size=40))
def test_decorating_changes_no_other_character(telling: Emojifier, text: str) -> None:
    [answer] = telling.decorate([text])
    rest = answer.output
    for scored in answer.emojis:
        before, found, after = rest.partition(f" {scored.emoji}")
        assert found
        rest = before + after
    assert len(answer.emojis) <= MOST_CLAUSES
    if not set(text) & {scored.emoji for scored in answer.emojis}:
        assert rest == text


@pytest.mark.parametrize("filler", ["!", " ", " \t", "!a", "。", "a.", ", "])
def test_clauses_are_found_in_linear_time(filler: str) -> None:
    assert len(clauses(filler * 100_000)) <= MOST_CLAUSES


def test_a_model_that_was_not_trained_to_tell_says_so(tiny_model: Path) -> None:
    emojifier = Emojifier.load(tiny_model, device="cpu")
    for tell in (emojifier.retell, emojifier.decorate):
        with pytest.raises(NotTrainedToTell):
            tell(["hi"])
