"""The running demo: where it is, how its time is moved, what its mailbox got."""

import json
import os
import re
import subprocess
from pathlib import Path


class Demo:
    def __init__(self):
        self.facts = json.loads(Path(os.environ["PENNING_DEMO_JSON"]).read_text())
        self.data = Path(os.environ["PENNING_DEMO_DATA"])
        self.bin = Path(os.environ["PENNING_BIN"])

    @property
    def admin(self):
        return self.facts["adminURL"]

    @property
    def checkout(self):
        return self.facts["checkoutURL"]

    @property
    def sandbox(self):
        return self.facts["sandboxURL"]

    @property
    def shop(self):
        return self.facts["shop"]["slug"]

    def login(self, role):
        return next(login for login in self.facts["logins"] if login["role"] == role)

    def worker(self, *arguments):
        """Runs a verb of penning-worker on the demo's database and gives its output."""
        command = '. "$0" && exec "$@"'
        done = subprocess.run(
            ["bash", "-c", command, self.data / "environment", self.bin / "penning-worker", *arguments],
            capture_output=True, text=True, timeout=300)
        if done.returncode != 0:
            raise AssertionError(f"penning-worker {arguments}: {done.stdout}\n{done.stderr}")
        return done.stdout

    def advance_clock(self, to):
        return self.worker("advance-clock", "--to", to)


def pdf_text(path):
    """What a reader of the PDF can select and copy."""
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"[ \u00a0]+", " ", text)
