"""Other languages are left alone, English never is."""

from __future__ import annotations

import pytest

from slm_lsp.english.language_id import english
from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from slm_lsp.text.dialect import AUTO, declared, declared_dialect, dialect_of
from slm_lsp.text.document import Document


@pytest.mark.parametrize(
    "text",
    [
        "Der schnelle braune Fuchs springt in der Nacht über den faulen Hund und läuft so weit er kann.",
        "El rápido zorro marrón salta sobre el perro perezoso y corre por la montaña.",
        "Nous avons pris le train de nuit pour aller voir la mer avec nos enfants.",
        "De trein vertrekt elke dag om zeven uur van het grote station in de stad.",
        "Он пошёл домой и лёг спать, потому что очень устал.",
        "これは日本語の文章です。",
    ],
)
def test_not_english(text: str) -> None:
    assert not english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Fast checks answer between keystrokes.",
        "Kubernetes nodes, pods, services, deployments, secrets, volumes and config maps.",
        "Thiss sentense haz manny erors butt iz Inglish.",
        "Click File, Save As, PDF, Options, Print.",
        "Voilà, a café!",
        "1 2 3 4 5 6 7",
        "",
    ],
)
def test_english(text: str) -> None:
    assert english(text)


def test_front_matter_says_the_language() -> None:
    assert declared("---\ntitle: x\nlang: de\n---\n\nText") == "de"
    assert declared('---\nlanguage: "en_GB"\n---\n') == "en-gb"
    assert declared("---\ntitle: x\n---\n\nlang: de\n") is None
    assert declared("A text.\nlang: de") is None
    assert declared_dialect("---\nlang: en-GB\n---\n") == "british"
    assert declared_dialect("---\nlang: de-DE\n---\n") is None


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("", "american"),
        ("Nothing tells it.", "american"),
        ("The colour of the neighbour’s house.", "british"),
        ("The organisation realised it.", "british"),
        ("The color was gray, and so was the centre.", "american"),
        ("The color and the colour.", "american"),
        ("Labour met at the Harbour Centre.", "american"),  # names tell nothing
        ("The analyses of the promise, the exercise and the parking meter.", "american"),
        ("The favourites were labelled, and one was canceled.", "british"),
        ("---\nlang: en-US\n---\n\nThe colour.", "american"),
    ],
)
def test_the_text_tells_its_dialect(text: str, dialect: str) -> None:
    assert dialect_of(text, AUTO) == dialect


def test_a_wish_goes_before_the_text_and_front_matter_before_a_wish() -> None:
    assert dialect_of("The colour of the grey centre.", "canadian") == "canadian"
    assert dialect_of("---\nlang: en-AU\n---\n\nThe color.", "british") == "australian"


async def test_a_british_text_is_held_to_british_spelling() -> None:
    session = Session()
    british = "The colour of the labelled box was grey, and we finaly saw it in the center."
    checker = session.checker(Settings(grammar=False), None, british)
    assert [p.text for p in await checker.fast(Document("a", 0, "plaintext", british))] == [
        "finaly",
        "center",
    ]
    american = british.replace("our", "or").replace("labelled", "labeled").replace("grey", "gray")
    checker = session.checker(Settings(grammar=False), None, american)
    (slip,) = await checker.fast(Document("a", 0, "plaintext", american))
    assert slip.text == "finaly"
    await session.close()


async def test_a_paragraph_in_another_language_is_left_alone() -> None:
    session = Session()
    checker = session.checker(Settings(grammar=False), None)
    german = "Der Hund läuft schnell durch den dunklen Wald und bellt die Katze an."
    text = f"We saw teh dog.\n\n{german}\n"

    async def flagged(text: str) -> list[str]:
        return [p.text for p in await checker.fast(Document("a", 0, "markdown", text))]

    assert await flagged(text) == ["teh"]
    assert await flagged(f"---\nlang: nl\n---\n\n{text}") == []
    await session.close()
