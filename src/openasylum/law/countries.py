"""Country codes as small numbers: every pair of capital letters, in order (ISO 3166-1 alpha-2 is a part of these)."""

from __future__ import annotations

from string import ascii_uppercase
from typing import Final

CODES: Final = tuple(first + second for first in ascii_uppercase for second in ascii_uppercase)
