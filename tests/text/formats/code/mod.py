#!/usr/bin/env python
# Copyright 2026 A Writer
"""Rivers, and what they carry.

    >>> teh()
    1

See `flow` for more.
"""


def flow(rate: int) -> str:
    """Says how fast a river is.

    Args:
        rate: The metres it goes each second.
    """
    # This goes on over
    # two lines.
    return "teh not prose"  # noqa: E501


x = 1  # the place it starts from
