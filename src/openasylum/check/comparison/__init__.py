"""Several texts on one event: what they share, what one adds, drops or rounds, and where they disagree."""
