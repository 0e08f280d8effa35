"""The tagger that ships, on both backends."""

from __future__ import annotations

import pytest

from slm_lsp.edit_tags.decode import likely_edits
from slm_lsp.edit_tags.tokens import units
from slm_lsp.errors import ModelUnavailable, PromptTooLong
from slm_lsp.inference.backends.registry import BACKENDS
from slm_lsp.inference.models import embedded_path, tagger_beside
from slm_lsp.inference.tagger import Tagger
from slm_lsp.text.edits import apply_edits


@pytest.fixture(scope="module", params=list(BACKENDS))
def tagger(request: pytest.FixtureRequest) -> Tagger:
    loader = BACKENDS[request.param]
    pytest.importorskip(loader.package)
    trunk = tagger_beside(embedded_path())
    assert trunk is not None
    return Tagger(trunk, loader.load_encoder(trunk, 1))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The results of the experiment shows that it works.", None),
        (
            "He have been working on the project for two years.",
            "He has been working on the project for two years.",
        ),
        ("This is an very good example of the problem.", "This is a very good example of the problem."),
        ("I recieve a letter from him every week.", "I receive a letter from him every week."),
    ],
)
def test_it_corrects(tagger: Tagger, source: str, target: str | None) -> None:
    tags = tagger.tag(source)
    assert len(tags.keep) == len(units(source))
    edits = [likely.edit for likely in likely_edits(source, tags) if likely.probability > 0.4]
    if target is not None:
        assert apply_edits(source, edits) == target


def test_it_leaves_right_sentences_alone(tagger: Tagger) -> None:
    for text in ("The city of Łódź lies in the centre of the country.", "We met Agnieszka near the station."):
        assert min(tagger.tag(text).keep) > 0.5


def test_odd_text_is_read_or_refused_in_words(tagger: Tagger) -> None:
    for text in (" a", "naïve — café’s…", "a\u00a0b\tc  d", "😀 ok 🇵🇱", "x" * 300, "1,234.5 €"):
        try:
            assert len(tagger.tag(text).keep) == len(units(text))
        except PromptTooLong as refused:
            assert "model" in str(refused)  # noqa: PT017
    with pytest.raises(PromptTooLong):
        tagger.tag("word " * 3000)


def test_both_backends_agree() -> None:
    trunk = tagger_beside(embedded_path())
    assert trunk is not None
    pytest.importorskip("mlx_lm")
    text = "She go to the market yesterday, and buy some apple."
    one, other = (Tagger(trunk, loader.load_encoder(trunk, 1)).tag(text) for loader in BACKENDS.values())
    assert one.keep == pytest.approx(other.keep, abs=0.1)


def test_heads_that_are_missing_are_named(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelUnavailable, match="npz"):
        Tagger(tmp_path / "none.gguf", None)  # type: ignore[arg-type]
