"""The portal's settings as tests run them, also when pytest is started by hand."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import hypothesis

os.environ.setdefault("PORTAL_ENV", "test")
if "PORTAL_DATA_DIR" not in os.environ:
    os.environ["PORTAL_DATA_DIR"] = tempfile.mkdtemp(prefix="portal-test-")
    atexit.register(shutil.rmtree, os.environ["PORTAL_DATA_DIR"], ignore_errors=True)

from config.settings import *  # noqa: F403 - the environment above is what it reads
from config.settings import STATIC_ROOT

# A busy machine must not fail a property; the quick run tries fewer examples, the full one hypothesis' own number.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.register_profile("fast", deadline=None, max_examples=10)

Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing folder
