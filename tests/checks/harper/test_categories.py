"""Categories: each kind of finding has its page, and every finding is of one of them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlparse

from slm_lsp.checks.harper.categories import CATEGORIES, category_of
from slm_lsp.checks.model.explain import MESSAGES, category
from slm_lsp.server.rule_pages import documentation
from slm_lsp.session import Session
from slm_lsp.settings.schema import Settings
from slm_lsp.text.document import Document

PAGES = Path(__file__).parents[3] / "docs" / "rules"


def test_each_category_has_a_page_and_each_page_is_listed() -> None:
    index = (PAGES / "README.md").read_text("utf-8")
    assert {page.stem for page in PAGES.glob("*.md")} == {*CATEGORIES, "README"}
    for name in CATEGORIES:
        page = documentation(name)
        assert page and Path(unquote(urlparse(page).path)).is_file()
        assert f"({name}.md)" in index
    assert documentation("nonsense") is None


def test_what_the_model_and_the_rules_find_is_of_a_category() -> None:
    assert set(MESSAGES) <= set(CATEGORIES)
    assert category_of("AnA", "Miscellaneous") == "article"
    assert category_of("Anything", "A kind of tomorrow") == "wording"


def test_a_verb_or_a_noun_loses_its_s() -> None:
    assert category("influence", "influences", "It ") == "agreement"
    assert category("grows", "grow", "how plants ") == "agreement"
    assert category("suggests", "suggest", "The results ") == "agreement"
    assert category("variables", "variable", "is a key ") == "noun-number"
    assert category("garden", "gardens", "two ") == "noun-number"
    assert category("plants", "plant", "this ") == "noun-number"
    assert category("build", "built", "We have ") == "verb-form"
    assert category("went", "gone", "We have ") == "verb-form"
    assert category("e-mail", "email", "your ") == "punctuation"


async def test_a_finding_knows_its_category() -> None:
    session = Session()
    checker = session.checker(Settings(rules={"style": True}), None)
    text = "We have an big dog. It was bought in order to gaurd the house. Them was here. Teh teh end."
    found = await checker.deep(Document("a", 0, "plaintext", text))
    await session.close()
    assert {"article", "spelling", "style", "redundancy"} <= {p.finding.category for p in found}
    assert {p.finding.category for p in found} <= set(CATEGORIES)
