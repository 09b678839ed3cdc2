"""The portal's settings as tests run them, also when pytest is started by hand."""

import os
import tempfile

os.environ.setdefault("PORTAL_ENV", "test")
os.environ.setdefault("PORTAL_DATA_DIR", tempfile.mkdtemp(prefix="portal-test-"))

from config.settings import *  # noqa: F403 - the environment above is what it reads
