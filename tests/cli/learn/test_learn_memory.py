import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.learn.logs import combined, seeded, sends, voice_target
from tests.cli.running import CHECKOUT, environment

MEASURED = """
import json, sys
from pathlib import Path
from mock_esms.cli.learn.findings import learn

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

before = peak()
learnt = learn([Path("-")])
print(json.dumps({"kib": peak() - before, "lines": learnt.reader.lines, "ids": learnt.kinds["voice"].deliveries.ids}))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells how much a process ever held")
def test_a_million_lines_take_at_most_64_mib():
    line = combined(next(iter(sends(voice_target("@"), (200,), (1,)))))
    before, after = f"{line}\n".split("@")
    random = seeded(4)
    process = subprocess.Popen(
        [sys.executable, "-c", MEASURED],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        env=environment(PYTHONPATH=str(CHECKOUT)),
    )
    assert process.stdin is not None
    with process, process.stdin as log:
        for _ in range(1_000):
            number = random.getrandbits(64)
            log.write("".join(f"{before}{number:016x}{place:08x}{after}" for place in range(1_000)))
        log.close()
        assert process.stdout is not None
        measured = json.loads(process.stdout.read())
    assert (measured["lines"], measured["ids"]) == (1_000_000, 1_000_000)
    assert measured["kib"] <= 64 * 1024
