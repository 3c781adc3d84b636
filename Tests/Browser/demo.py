"""The running demo: where it is, how its time is moved, what its mailbox got."""

import json
import os
import re
import subprocess
import time
import urllib.parse
import urllib.request
from pathlib import Path


class Demo:
    def __init__(self):
        self.facts = json.loads(Path(os.environ["PENNING_DEMO_JSON"]).read_text())
        self.data = Path(os.environ["PENNING_DEMO_DATA"])
        self.bin = Path(os.environ["PENNING_BUILT"])

    @property
    def admin(self):
        return self.facts["adminURL"]

    @property
    def sandbox(self):
        return self.facts["sandboxURL"]

    @property
    def shop(self):
        """The shop's own address at the checkout server."""
        return f"{self.facts['checkoutURL']}/{self.facts['shop']['slug']}"

    def login(self, role):
        return next(login for login in self.facts["logins"] if login["role"] == role)

    def worker(self, *arguments):
        """Runs a verb of penning-worker on the demo's database and gives its output."""
        command = '. "$0" && exec "$@"'
        program = self.bin / "penning-worker"
        done = subprocess.run(
            ["bash", "-c", command, self.data / "environment", program, *arguments],
            capture_output=True, text=True, timeout=300)
        if done.returncode != 0:
            raise AssertionError(f"penning-worker {arguments}: {done.stdout}\n{done.stderr}")
        return done.stdout

    def advance_clock(self, to):
        return self.worker("advance-clock", "--to", to)

    def mails(self, to, holding=""):
        """What the sandbox caught for a mailbox with a text in it, the newest first."""
        query = urllib.parse.urlencode({"to": to})
        with urllib.request.urlopen(f"{self.sandbox}/sandbox/mails?{query}", timeout=10) as answer:
            return [mail for mail in json.load(answer)["mails"] if holding in mail["text"]]

    def wait_for_mail(self, to, holding, than):
        """The newest mail with a text in it, once there are more of them; the worker sends them."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            mails = self.mails(to, holding)
            if len(mails) > than:
                return mails[0]
            time.sleep(0.2)
        raise AssertionError(f"no mail with {holding} came to {to}")


def pdf_text(path):
    """What a reader of the PDF can select and copy."""
    return subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def amounts(text):
    """Every amount of money in a text, in cents."""
    return {
        int(re.sub(r"\D", "", amount))
        for amount in re.findall(r"€\s?[\d.,]*\d[.,]\d\d(?!\d)", text)
    }
