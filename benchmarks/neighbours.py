"""The negotiation as a file of the Discourse Network Analyzer, which is imported."""

from claims.exporters.dna.database import write_database
from claims.exporters.dna.statements import collect_network
from claims.importers.progress import hide_progress

DAY = "2022-01-17"


def write_dna(negotiation, path):
    """Write the positions of a negotiation to a new file of DNA 3, but for those that say the contrary in the same
    words of one document: both cannot be claims, and the import refuses them."""
    network = collect_network(negotiation, hide_progress)
    texts = {document.id: document.text for document in network.documents}
    first, statements = {}, []
    for one in network.statements:
        words = texts[one.document][one.start : one.stop]
        same = one.document, words, one.person, one.organization, one.concept
        if first.setdefault(same, one.value) == one.value:
            statements.append(one)
    write_database(path, network._replace(statements=statements), DAY)
