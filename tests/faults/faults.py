"""Every fault, in the order in which they are tried."""

from tests.faults.clocks import list_faults_of_clocks
from tests.faults.disks import list_faults_of_disks
from tests.faults.kills import list_kills
from tests.faults.servers import list_faults_of_servers


def list_faults(world):
    """Return the faults that are tried on a database."""
    return [
        *list_faults_of_servers(world),
        *list_faults_of_disks(world),
        *list_faults_of_clocks(world),
        *list_kills(world),
    ]
