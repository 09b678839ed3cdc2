"""A hostile list is refused quickly and in little memory, and the process that took it goes on working."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.data.bad.catalogue import FILES

HOSTILE = [bad for bad in FILES if bad.number in {f"B{number}" for number in range(1, 15)} and bad.refused]
_SCRIPT = """
import json, os, resource, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from core.errors import DomainError
from mentorship.imports.reading import read_tables

def peak():
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

good = open(sys.argv[1], "rb").read()
read_tables(good, "good.xlsx", base="mentees")
data = open(sys.argv[2], "rb").read()
before, began, refused = peak(), time.process_time() + sum(os.times()[2:4]), ""
try:
    read_tables(data, "list.xlsx", base="mentees")
except DomainError as error:
    refused = error.message
spent = time.process_time() + sum(os.times()[2:4]) - began
after = peak()
alive = len(read_tables(good, "good.xlsx", base="mentees"))
growth = [(late - early) // 1024 for late, early in zip(after, before)]
print(json.dumps({"refused": refused, "seconds": spent, "growth": growth, "alive": alive}))
"""


@pytest.mark.slow
@pytest.mark.parametrize("bad", [pytest.param(bad, id=bad.number) for bad in HOSTILE])
def test_a_hostile_list_costs_little(bad, tmp_path):
    """practice.md C.2 № 18: at most two seconds of work and 150 MB of growth, in the worker and in its reader."""
    good, hostile = tmp_path / "good.xlsx", tmp_path / "hostile.xlsx"
    from tests.data.bad.catalogue import HEADER, row, sheet

    good.write_bytes(sheet(row(), header=HEADER)())
    hostile.write_bytes(bad.build())
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(good), str(hostile)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert bad.refused in told["refused"]
    assert told["seconds"] <= 2, told
    assert max(told["growth"]) <= 150, told
    assert told["alive"] == 1
