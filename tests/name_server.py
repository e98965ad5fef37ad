"""A name server that knows the two names of eSMS and no other, as the one of a Docker network knows its aliases.

    python3 tests/name_server.py 127.0.0.1

leads both names to that address, on port 53 of this machine, and says ``ready`` when it listens.
"""

import socket
import struct
import sys
from ipaddress import IPv4Address

NAMES = {"voiceapi.esms.vn", "rest.esms.vn"}
A, IN = 1, 1
ANSWERS, UNKNOWN = 0x8180, 0x8183
"""The flags of an answer, and of one that says that there is no such name."""
FIRST_NAME = 12
"""Where the question begins, behind a header of fixed length."""


def answer_to(query: bytes, address: IPv4Address) -> bytes:
    """The address to a question for one, no record to any other question for these names (RFC 1035, 4.1)."""
    labels, at = [], FIRST_NAME
    while length := query[at]:
        labels.append(query[at + 1 : at + 1 + length].decode())
        at += 1 + length
    question = query[FIRST_NAME : at + 5]
    (kind,) = struct.unpack_from(">H", query, at + 1)
    known = ".".join(labels).lower() in NAMES
    found = known and kind == A
    header = query[:2] + struct.pack(">HHHHH", ANSWERS if known else UNKNOWN, 1, int(found), 0, 0)
    # 0xC000 points back to the name in the question; one second is how long the answer may be kept.
    record = struct.pack(">HHHIH", 0xC000 | FIRST_NAME, A, IN, 1, 4) + address.packed if found else b""
    return header + question + record


if __name__ == "__main__":
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 53))
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            query, client = listener.recvfrom(512)
            listener.sendto(answer_to(query, IPv4Address(sys.argv[1])), client)
