"""What the documents promise is what the code has."""

import re
from pathlib import Path

import click
import pytest

from app import config
from app.cli import main

ROOT = Path(__file__).parent.parent
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
READMES = ("README.md", "README.zh-CN.md")


def commands(group: click.Group, prefix: str = "") -> set[str]:
    found = set()
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            found |= commands(command, f"{prefix}{name} ")
        else:
            found.add(prefix + name)
    return found


def test_every_setting_is_documented_and_no_other():
    settings = set(re.findall(r"BIAOLIAN_[A-Z_]+", Path(config.__file__).read_text()))
    documented = set(re.findall(r"\| `(BIAOLIAN_[A-Z_]+)", OPERATIONS))
    assert documented - {"BIAOLIAN_REFERENCE_DATA"} == settings


@pytest.mark.parametrize("document", [*READMES, "docs/operations.md"])
def test_commands_in_the_documents_exist(document):
    known = commands(main)
    text = (ROOT / document).read_text()
    for words in re.findall(r"biaolian ((?:[a-z]+(?: |$))*[a-z]+)", text):
        assert any(words == name or words.startswith(f"{name} ") or name.startswith(f"{words} ") for name in known), words


@pytest.mark.parametrize("document", READMES)
def test_every_command_is_in_the_readme(document):
    text = (ROOT / document).read_text()
    missing = [name for name in sorted(commands(main)) if f"biaolian {name}" not in text]
    assert not missing


@pytest.mark.parametrize("document", READMES)
def test_files_and_targets_named_in_the_readme_exist(document):
    text = (ROOT / document).read_text()
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"make ([a-z]+)", text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_rooms_named_in_the_architecture_exist():
    text = (ROOT / "docs" / "architecture.md").read_text()
    for path in re.findall(r"`((?:app/|registry/|queries/|statistics/|search/)[a-z_/]+(?:\.py)?)`", text):
        inside = [ROOT / path, ROOT / "app" / path, ROOT / "app" / "registry" / path]
        assert any(place.exists() for place in inside), path
