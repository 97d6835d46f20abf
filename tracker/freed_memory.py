"""Memory that is free again goes back to the system, as far as the C library of Linux (glibc) can be told so.

By itself it keeps a heap for each few threads, and whoever once freed an array of some megabytes lets it keep all that
are smaller: a worker that served sixty people 870,000 claims held 940 MB, of which a third was free.
"""

import ctypes

MEGABYTES = 1_000_000
# What mallopt(3) sets: how many heaps there are; from which size on something is no part of them, and goes back as soon
# as it is freed; how much stays free at the end of one.
SETTINGS = {-8: 2, -3: 4 * MEGABYTES, -1: 8 * MEGABYTES}


def give_back_memory() -> bool:
    """Have freed memory go back to the system, in this process from now on; return whether its C library can."""
    set_up = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_up is None:
        return False
    taken = [set_up(name, number) for name, number in SETTINGS.items()]
    return all(taken)
