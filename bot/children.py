"""What programs that the desk starts are given of its environment."""

from __future__ import annotations

import os


def harmless() -> dict[str, str]:
    """The environment without the desk's settings: no child needs a secret, and none gets one."""
    return {name: value for name, value in os.environ.items() if not name.startswith("NUANXIN_")}
