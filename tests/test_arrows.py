"""The arrows between the rooms: the contract in setup.cfg holds."""

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_the_import_contract_is_kept():
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS
