"""A relay that dies at a numbered step: `relaying.py STEP`, with the environment of any relay."""

import os
import sys

DIED = 9


def main(step: str) -> None:
    """Relay; leave without a word when `step` is reached."""
    from workers import config, relay  # noqa: PLC0415 - they read the settings, which whoever wants DIED has not

    def reached(now: str) -> None:
        if now == step:
            os._exit(DIED)

    relay.main(config.load(), reached)


if __name__ == "__main__":
    main(*sys.argv[1:])
