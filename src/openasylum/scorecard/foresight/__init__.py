"""How well claims can be foreseen: rolling-origin forecasts against the standard ones, and rule changes."""
