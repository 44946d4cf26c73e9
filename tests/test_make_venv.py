"""What is missing on a machine is said in one sentence with the remedy."""

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "make-venv"


def run(python: str, venv: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SCRIPT, python, venv, "no.lock"], capture_output=True, text=True, check=False)  # noqa: S603  our own script


def stand_in(folder: Path, body: str) -> str:
    """A program in python's place."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    return str(program)


def test_no_python(tmp_path):
    told = run("python-that-is-not-there", tmp_path / "venv")
    assert told.returncode == 1
    assert "请安装 Python 3.11" in told.stderr


def test_an_old_python(tmp_path):
    old = stand_in(tmp_path, 'case "$1" in -V) echo "Python 3.9.2" ;; *) exit 1 ;; esac')
    told = run(old, tmp_path / "venv")
    assert told.returncode == 1
    assert told.stderr.strip() == f"需要 Python 3.11 或更新，{old} 是 Python 3.9.2：请用 make PYTHON=python3.11 指定"


def test_no_venv_module(tmp_path):
    bare = stand_in(tmp_path, 'case "$2" in *ensurepip*) exit 1 ;; *) exit 0 ;; esac')
    told = run(bare, tmp_path / "venv")
    assert told.returncode == 1
    assert "apt install python3-venv" in told.stderr


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    told = run("python3", tmp_path / "file" / "venv")
    assert told.returncode == 1
    assert "请在有写权限的目录中运行" in told.stderr


@pytest.mark.parametrize("name", ["make-venv", "check"])
def test_scripts_can_be_executed(name):
    assert os.access(SCRIPT.parent / name, os.X_OK)
