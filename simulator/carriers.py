"""The carriers that the simulated Amazon knows.

Amazon has no list that a program could ask for. `carriers.txt` holds the names that the schema of
its feeds knows as ``CarrierCode`` (amzn-base.xsd), each once, without mistakes of spelling and
words of other languages for « other ». Amazon takes a code only as it is written there
(announcement of May 2021, amzn/selling-partner-api-docs #772). Seller Central shows each
marketplace a list of its own; here all codes hold everywhere, but for « Other » in India, where it
is refused (#712 there).
"""

from pathlib import Path

OTHER = "Other"
CARRIER_CODES = frozenset(
    Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
)
