"""The rule that the tests in a browser wait for what they assert, held by reading them."""

import ast
from collections.abc import Iterator

from tests.test_architecture import ROOT

# These answer at once, whether the page has come or not: `expect` waits.
READS = {"all_inner_texts", "all_text_contents", "get_attribute", "inner_html", "inner_text", "input_value"}
READS |= {"is_checked", "is_disabled", "is_editable", "is_enabled", "is_hidden", "is_visible", "text_content", "title"}
# A pause is too short on some machine, and too long on all others; and what has loaded is the page before, it may be.
PAUSES = {"wait_for_load_state", "wait_for_timeout"}
FILES = sorted((ROOT / "tests" / "browser").glob("test_*.py"))


def reads_at_once(node: ast.AST) -> bool:
    """Tell what asks a page or a part of it and does not wait; a queryset's `count` is none."""
    match node:
        case ast.Attribute(attr=name) if name in READS:
            return True
        case ast.Attribute(attr="count", value=asked):
            return ".objects" not in ast.unparse(asked)
        case ast.Attribute(attr="url", value=ast.Name("page")):
            return True
        case ast.Constant(value=str(script)):
            return "document.activeElement" in script
    return False


def faults_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        # What a function gives is asserted by who calls it.
        if isinstance(node, ast.Assert | ast.Return) and any(reads_at_once(part) for part in ast.walk(node)):
            yield ast.unparse(node)
        if isinstance(node, ast.Attribute) and node.attr in PAUSES:
            yield ast.unparse(node)


def test_tests_in_a_browser_wait_for_what_they_assert():
    assert {path.name: faults for path in FILES if (faults := list(faults_of(path.read_text())))} == {}


def test_what_does_not_wait_is_told_from_what_does():
    hasty = (
        "assert names(page).all_inner_texts() == []",
        "assert page.locator('tr').count() == 2",
        "assert '/bulk/' in page.url",
        "assert page.evaluate('document.activeElement.id') == 'main'",
        "def names(page):\n    return page.locator('a').all_inner_texts()",
        "page.wait_for_timeout(50)",
        "page.wait_for_load_state()",
    )
    patient = (
        "expect(page.locator('tr')).to_have_count(2)\nassert Contact.objects.count() == 2\nassert axe_finds(page) == []"
    )

    assert [len(list(faults_of(source))) for source in hasty] == [1] * len(hasty)
    assert list(faults_of(patient)) == []
