"""What every test starts from."""

import signal


def pytest_configure() -> None:
    """Ctrl-C is heard here and in what tests start, also where whoever started them has it ignored, as shells do behind ``&``."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
