"""Threads that see what whoever began them saw: newer tables laid over the shipped ones belong to the context."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import Any


def thread(name: str, work: Callable[..., Any], *arguments: Any) -> threading.Thread:
    """A daemon thread that will do ``work(*arguments)`` in a copy of the context of now; not begun yet."""
    return threading.Thread(target=copy_context().run, args=(work, *arguments), name=name, daemon=True)
