"""The house rules that a machine can hold; import directions are held by import-linter (`make lint`)."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PACKAGES = ("service", "workers", "schemas", "tests", "benchmarks", "examples")
SHIPPED = ("service", "workers", "schemas")
LONGEST = 300
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX|ROLE)|set_config)\b",
    re.DOTALL,
)
# An address of a package index or mirror, whoever runs it.
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted|/simple/?\b|--(extra-)?index-url|--find-links|registry\.npmjs|artifactory|nexus",
    re.IGNORECASE,
)


def tracked(*patterns: str) -> list[Path]:
    """The project's files by git's list; by the folder where there is no git (an unpacked archive)."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z", *patterns],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = listed.stdout.split("\0") if listed.returncode == 0 else []
    files = [PROJECT / name for name in names if name] or [
        path for pattern in patterns for path in PROJECT.rglob(pattern)
    ]
    return [path for path in files if path.is_file() and ".venv" not in path.parts]


def modules(*packages: str) -> list[Path]:
    """The Python files of these top-level packages."""
    return [path for path in tracked("*.py") if path.relative_to(PROJECT).parts[0] in packages]


def name(path: Path) -> str:
    """The path as a reader writes it."""
    return path.relative_to(PROJECT).as_posix()


def strings(path: Path) -> list[str]:
    """The string constants of a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


def environment_readers(source: str) -> bool:
    """Whether a module looks into the process' environment."""
    return bool(re.search(r"\bos\.(environ|getenv)\b|from os import .*\b(environ|getenv)\b", source))


def test_python_lives_in_the_six_folders_only() -> None:
    """Somebody who looks for a line has six places to look."""
    outside = [name(path) for path in tracked("*.py") if path.relative_to(PROJECT).parts[0] not in PACKAGES]
    assert outside == []


def test_no_module_is_longer_than_a_sitting() -> None:
    """A file that grows past the limit has found its second noun."""
    long = {
        name(path): lines
        for path in modules(*PACKAGES)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_no_module_is_called_utils() -> None:
    """A name that says nothing collects everything."""
    vague = [name(path) for path in modules(*PACKAGES) if path.stem in {"utils", "util", "helpers", "common", "misc"}]
    assert vague == []


def test_sql_is_written_in_stores_and_migrations_only() -> None:
    """One function per statement, and one place to look for it."""
    rooms = ("service/store/", "workers/store", "schemas/migrations/", "schemas/roles.py", "schemas/migrate.py")
    outside = [
        name(path)
        for path in modules(*SHIPPED)
        if not name(path).startswith(rooms) and any(SQL.search(text) for text in strings(path))
    ]
    assert outside == []


@pytest.mark.parametrize(
    "statement",
    ["SELECT id FROM claims", "UPDATE claims SET a = 1", "DELETE FROM claims", "INSERT INTO claims VALUES (1)"],
)
def test_the_rule_on_sql_knows_a_statement_when_it_sees_one(statement: str) -> None:
    """The rule above can fail."""
    assert SQL.search(statement)


def test_the_engine_speaks_no_language() -> None:
    """The words of a language are data: the engine's source is ASCII."""
    foreign = [
        name(path)
        for path in modules("workers")
        if "extraction" in path.parts and not path.read_text(encoding="utf-8").isascii()
    ]
    assert foreign == []


def test_the_environment_is_read_in_the_config_modules_only() -> None:
    """Everything else is told what it needs. The places where a process begins hand it on, unread."""
    begins = {"service/wsgi.py", "service/server.py", "service/cli.py", "workers/app.py", "workers/relay.py"}
    allowed = {"service/config.py", "workers/config.py"} | begins
    outside = [
        name(path)
        for path in modules(*SHIPPED)
        if name(path) not in allowed and environment_readers(path.read_text(encoding="utf-8"))
    ]
    assert outside == []


@pytest.mark.parametrize(
    ("source", "reads"), [("import os\nos.environ['A']", True), ("os.getenv('A')", True), ("environment['A']", False)]
)
def test_the_rule_on_the_environment_knows_a_reader(source: str, reads: bool) -> None:  # noqa: FBT001 - a table's column
    """The rule above can fail, and does not cry wolf."""
    assert environment_readers(source) is reads


def test_no_file_names_a_package_registry() -> None:
    """Where packages come from is the machine's business."""
    skip = {"tests/test_architecture.py"}
    naming = [
        name(path)
        for path in tracked("*")
        if name(path) not in skip
        and path.suffix not in {".js", ".css", ".map"}
        and REGISTRY.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert naming == []


@pytest.mark.parametrize("lock", ["service", "local", "otel", "dev", "peers", "release"])
def test_every_locked_package_has_a_version_and_hashes(lock: str) -> None:
    """Installing with --require-hashes would refuse anything else."""
    lines = (PROJECT / "requirements" / f"{lock}.lock").read_text().replace("\\\n", " ").splitlines()
    packages = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    assert packages
    unlocked = [line for line in packages if "==" not in line or "--hash=sha256:" not in line]
    assert unlocked == []


def test_the_locks_agree_on_every_version() -> None:
    """What is tested is what runs."""
    pin = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE | re.IGNORECASE)
    versions: dict[str, set[str]] = {}
    for lock in (PROJECT / "requirements").glob("*.lock"):
        for package, version in pin.findall(lock.read_text()):
            versions.setdefault(package, set()).add(version)
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


def test_every_dependency_of_the_project_is_locked_and_explained() -> None:
    """A library comes in with its reason, in docs/dependencies.md."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    wanted = [
        *project["dependencies"],
        *(item for extra in project["optional-dependencies"].values() for item in extra),
    ]
    packages = {re.split(r"[\[<>=;~! ]", item, maxsplit=1)[0].lower() for item in wanted}
    locked = " ".join(lock.read_text() for lock in (PROJECT / "requirements").glob("*.lock")).lower()
    explained = (PROJECT / "docs" / "dependencies.md").read_text().lower()
    assert {package for package in packages if f"{package}==" not in locked and f"{package}[" not in locked} == set()
    assert {package for package in packages if f"`{package}`" not in explained} == set()


def test_every_exception_from_a_check_gives_its_reason() -> None:
    """`noqa` and `type: ignore` name the rule and say why it does not hold here."""
    bare = re.compile(
        r"#\s*(noqa(?!: [A-Z]+\d+(, ?[A-Z]+\d+)*( - |  # ).{5,})|type: ignore(?!\[[a-z, -]+\]\s+# .{5,}))"
    )
    found = [
        f"{name(path)}:{number}"
        for path in modules(*PACKAGES)
        if path.name != "test_architecture.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []


def test_every_test_says_in_a_line_what_it_is_about() -> None:
    """Test names are sentences; a docstring gives the reason."""
    silent = [
        f"{name(path)}::{node.name}"
        for path in modules("tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []
