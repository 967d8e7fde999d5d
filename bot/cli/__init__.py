"""The command `nuanxin`: one module a group of commands; heavy rooms are imported by the command that needs them."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; what the operator can mend is one sentence on stderr and exit code 1."""
    from actions.store.errors import StoreError
    from bot.cli.app import app
    from bot.failures import Failure
    from bot.settings import SettingsError
    from data.node import DataError

    try:
        app()
    except (DataError, SettingsError, StoreError, Failure) as error:
        print(f"nuanxin: {error}", file=sys.stderr)
        sys.exit(1)
