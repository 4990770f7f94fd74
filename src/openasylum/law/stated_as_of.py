"""The day as of which the rulebook states the law."""

from __future__ import annotations

from datetime import date
from typing import Final

#: Justice Canada's consolidation that every provision was read in; nothing later was seen.
STATED_AS_OF: Final = date(2026, 7, 23)
