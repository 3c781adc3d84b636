"""What all tests stand on: one demo for the run, browsers that close, pictures where wanted."""

import os
import shutil
import unittest
from pathlib import Path

from demo import Demo
from person import DESKTOP, PHONE, Person

SCREENSHOTS = os.environ.get("PENNING_SCREENSHOTS")
WIDTHS = {"desktop": DESKTOP, "phone": PHONE}


class WithDemo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.demo = Demo()

    def person(self, **how):
        person = Person(**how)
        self.addCleanup(person.leave)
        return person

    def signed_in(self, role="owner", **how):
        """A person of the shop's staff, signed in at the admin server."""
        person, login = self.person(**how), self.demo.login(role)
        person.go(f"{self.demo.admin}/sign-in")
        person.fill(("E-mail",), login["email"])
        person.fill(person.say("Wachtwoord", "Password"), login["password"])
        person.press(*person.say("Inloggen", "Sign in"))
        person.must_see(*person.say("Uitloggen", "Sign out"))
        return person

    def keep(self, person, name):
        """Keeps a picture of the page at both widths, where a folder for them was given."""
        if SCREENSHOTS:
            size = person.size
            for width in WIDTHS:
                person.resize(WIDTHS[width])
                self.keep_one(person, name, width)
            person.resize(size)

    def keep_one(self, person, name, width):
        if SCREENSHOTS:
            person.screenshot(Path(SCREENSHOTS) / f"{name}-{person.language}-{width}.png")

    def keep_file(self, file, name):
        if SCREENSHOTS:
            Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
            shutil.copy(file, Path(SCREENSHOTS) / name)
