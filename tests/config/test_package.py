import subprocess
import sys

import mgkd.config

PROBE = """
import sys
import mgkd.config
rooms = {name.split(".")[1] for name in sys.modules if name.startswith("mgkd.")}
print(sorted(rooms), sorted({"torch", "transformers", "numpy"} & sys.modules.keys()))
"""


def test_needs_no_other_room_and_nothing_heavy():
    probe = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=True
    )
    assert probe.stdout.strip() == "['config'] []"


def test_every_public_name_is_documented():
    for name in mgkd.config.__all__:
        public = getattr(mgkd.config, name)
        if isinstance(public, type) or callable(public):
            assert public.__doc__, name
