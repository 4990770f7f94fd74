"""Work that takes too long, where a process started by a test can import it."""

from __future__ import annotations

import time
from typing import Any


def sleep_a_minute(*_: Any) -> None:
    """Whatever is asked."""
    time.sleep(60)
