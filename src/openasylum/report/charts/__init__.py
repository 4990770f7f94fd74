"""The charts: one definition each for files, report and web."""
