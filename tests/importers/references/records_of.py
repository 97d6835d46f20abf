"""Files of records as Zotero exports them, and what is read of them."""

import json

from claims.importers.references.read import read_records

RIS = """TY  - NEWS
TI  - Moscow names its price
AU  - Lee, Ann
AU  - Reuters
A2  - Orr, Bob
T2  - The Times
DA  - 2022/01/10/
LA  - en-GB
UR  - https://example.org/price;a=1
AB  - It names
its price.
KW  - talks
KW  - prices
ER  - 

TY  - RPRT
TI  - A report
PB  - Think Tank
PY  - 2021
SN  - 978-1
IS  - 7
SP  - 3
EP  - 9
Y2  - 2022/02/03/10:00:00
L1  - /home/a/report.pdf
ER  - 
"""
BIBTEX = r"""@article{lee2022,
  title = {The {NATO} talks \& {M\"u}nchen: 10\% more},
  author = {M{\"u}ller, Anna and {Green Party of X} and van Beethoven, Ludwig},
  journaltitle = {Survival},
  date = {2022-01-10},
  volume = {64},
  number = {2},
  pages = {45--67},
  doi = {10.1080/00396338.2022.1},
  url = {https://example.org/a\_b\#c%20d},
  langid = {english},
  file = {paper.pdf:/home/a/paper.pdf},
}

@misc{site,
  title = "A " # "site",
  year = 2021,
  month = dec,
  url = {https://example.org/site},
}
"""
ITEMS = [
    {
        "id": "http://zotero.org/users/1/items/ABCD",
        "type": "speech",
        "title": "Address <i>to</i> the Duma",
        "author": [{"family": "Weizsäcker", "given": "Carl", "non-dropping-particle": "von"}, {"literal": "Duma"}],
        "issued": {"date-parts": [["2022", 1, 10]]},
        "accessed": {"date-parts": [[2022, 2, 3]]},
        "language": "ru-RU",
        "URL": "https://example.org/duma",
        "event-place": "Moscow",
        "volume": 3,
        "custom": {"origin": "TASS", "theirs": 1},
    }
]
CSL_JSON = json.dumps(ITEMS)


def read(text):
    return read_records(text.encode()).records
