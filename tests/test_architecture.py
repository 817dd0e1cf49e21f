"""The rules by which the code is laid out, held by reading the code (README.md draws the layers)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from contacts import models

ROOT = Path(__file__).parent.parent

# From the ground up: a module imports from its own layer and from those before it in this list.
LAYERS = [
    {"choices", "replica", "tracing", "validators"},
    {
        "ahead",
        "expressions",
        "fetching",
        "garbage",
        "named",
        "phones",
        "search_index",
        "streams",
        "tags",
        "texts",
        "thumbnails",
        "times",
        "words",
    },
    {"querysets"},
    {"models"},
    {
        "columns",
        "demo",
        "differences",
        "figures",
        "filters",
        "forms",
        "known",
        "matches",
        "paging",
        "reading",
        "services",
        "shapes",
    },
    {"exchange"},
    {"tasks"},
    {"admin", "dialects", "management", "middleware", "pages", "templatetags"},
    {"apps", "site", "urls"},
]
FACES = LAYERS[-2]
KNOWS_HTTP = re.compile(r"(django\.(http|shortcuts|urls|views)|rest_framework)\b")
# Files speak a dialect's names too: one module asks for these, and for nothing else of the dialects.
NAMES_FOR_FILES = (
    "contacts.exchange.dialects",
    re.compile(r"contacts\.dialects\.(base|faults|flat|\w+\.(columns|serializers))\b"),
)
FOREIGN_WORDS = {
    "contacts.dialects.divendo": "surname optoutreason optoutdate contactnumbers customernumber accountnumber "
    "addressline1 addressline2 addressline3 towncity stateprovince postalcode",
    "contacts.dialects.evance": "countryCode registeredNumber taxNumber dateOfBirth startDate leaveDate hasPassword "
    "accessRoles isUser isGuest isBranch isHQ isRecipient isSupplier isPrimary",
}
# Django's own `createsuperuser` makes logins through their manager.
WRITERS = ("contacts.services", "contacts.models.staff")
VAGUE_NAMES = {"common", "helper", "helpers", "lib", "misc", "signals", "tools", "util", "utils"}


def python_files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


TREES = {name_of(path): ast.parse(path.read_text()) for path in python_files("contacts", "project")}


def within(module: str, package: str) -> bool:
    return f"{module}.".startswith(f"{package}.")


def layer_of(module: str) -> int:
    """Give the number of the module's layer; the project folder and the package itself stand above all, -1 is none."""
    top, _, rest = module.partition(".")
    if top == "project" or not rest:
        return len(LAYERS)
    return next((number for number, names in enumerate(LAYERS) if rest.split(".")[0] in names), -1)


def face_of(module: str) -> str:
    """Give `contacts.pages`, `contacts.dialects.evance`…; what both dialects share is `contacts.dialects`."""
    dialects = [dialect for dialect in FOREIGN_WORDS if within(module, dialect)]
    return dialects[0] if dialects else ".".join(module.split(".")[:2])


def is_face(module: str) -> bool:
    return layer_of(module) == LAYERS.index(FACES)


def imports_of(module: str) -> Iterator[str]:
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def asks_for_names(module: str, name: str) -> bool:
    return module == NAMES_FOR_FILES[0] and bool(NAMES_FOR_FILES[1].match(name))


def imports(own: bool) -> Iterator[tuple[str, str]]:
    """Give every (importing module, imported name), of this project or of anything else."""
    for module in TREES:
        for name in imports_of(module):
            if own == (name.split(".")[0] in ("contacts", "project")):
                yield module, name


def calls_in(module: str) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(TREES[module]) if isinstance(node, ast.Call))


def writes_to_the_database(call: ast.Call) -> bool:
    """Tell a model's or a queryset's write from a dict's `update`, a picture's `save`, a cache's `delete`."""
    match call:
        case ast.Call(func=ast.Attribute(attr="bulk_create" | "bulk_update" | "get_or_create" | "update_or_create")):
            return True
        case ast.Call(func=ast.Attribute(attr="save" | "delete", value=ast.Call(func=ast.Name(made))), args=[]):
            return made in models.__all__
        case ast.Call(func=ast.Attribute(attr="save" | "delete"), args=[]):
            return True
        case ast.Call(func=ast.Attribute(attr="update" | "create", value=asked)):
            return ".objects" in ast.unparse(asked) or (not call.args and bool(call.keywords))
    return False


def without_docstrings(tree: ast.AST) -> str:
    """Give the code as text, freed of docstrings and comments, which may speak of anything."""
    text = ast.unparse(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (
            docstring := ast.get_docstring(node, False)
        ):
            text = text.replace(docstring, "", 1)
    return text


def is_one_literal(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell a function that is nothing but a vendor's example, key by key."""
    return isinstance(node.body[-1], ast.Return) and isinstance(node.body[-1].value, ast.Dict) and len(node.body) <= 2


def functions() -> Iterator[tuple[str, int]]:
    """Give each function's name and its lines, from `def` to end; the docstring is free, and so is a mere table."""
    for module, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not is_one_literal(node):
                docstring = node.body[0] if ast.get_docstring(node) else None
                free = docstring.end_lineno - docstring.lineno + 1 if docstring else 0
                yield f"{module}.{node.name}", node.end_lineno - node.lineno + 1 - free


def test_every_module_stands_in_a_layer():
    assert [module for module in TREES if layer_of(module) < 0] == [], "Give it its place in LAYERS."


def test_imports_point_down():
    upwards = [pair for pair in imports(own=True) if layer_of(pair[0]) < layer_of(pair[1])]
    assert [pair for pair in upwards if not asks_for_names(*pair)] == []


def test_no_import_is_relative():
    nodes = [node for tree in TREES.values() for node in ast.walk(tree)]
    assert [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.level] == []


def test_faces_never_import_each_other():
    between = [pair for pair in imports(own=True) if is_face(pair[0]) and is_face(pair[1])]
    strangers = [(module, name) for module, name in between if not within(face_of(module), face_of(name))]
    assert strangers == []


def test_nothing_below_the_faces_knows_http():
    below = [pair for pair in imports(own=False) if layer_of(pair[0]) < LAYERS.index(FACES)]
    assert [pair for pair in below if KNOWS_HTTP.match(pair[1])] == []


def test_foreign_words_stand_in_their_dialect_alone():
    strays = []
    for dialect, words in FOREIGN_WORDS.items():
        foreign = re.compile(rf"\b({'|'.join(words.split())})\b")
        for module in TREES:
            if not within(module, dialect):
                strays += [(module, word) for word in foreign.findall(without_docstrings(TREES[module]))]
    assert strays == []


def test_only_services_write():
    writers = [
        (module, ast.unparse(call)) for module in TREES for call in calls_in(module) if writes_to_the_database(call)
    ]
    assert [pair for pair in writers if not any(within(pair[0], writer) for writer in WRITERS)] == []


def test_no_model_overrides_how_it_is_saved():
    overridden = [
        name for name, _ in functions() if within(name, "contacts.models") and name.endswith((".save", ".delete"))
    ]
    assert overridden == []


def test_nothing_listens_to_signals():
    listened = [pair for pair in imports(own=False) if re.match(r"django\.(dispatch|.*\.signals)", pair[1])]
    assert listened == []


def test_every_module_is_named_for_what_it_holds():
    assert [module for module in TREES if VAGUE_NAMES & set(module.split("."))] == []


def test_no_file_is_long():
    lengths = {
        path: len(path.read_text().splitlines()) for path in python_files("contacts", "project", "tests", "benchmarks")
    }
    limits = {path: 250 if path.is_relative_to(ROOT / "tests") else 200 for path in lengths}
    assert {name_of(path): lines for path, lines in lengths.items() if lines > limits[path]} == {}


def test_functions_are_short():
    lengths = [lines for _, lines in functions()]

    assert [(name, lines) for name, lines in functions() if lines > 25] == []
    assert median(lengths) <= 6
    assert quantiles(lengths, n=10)[-1] <= 16
