"""The tests, in the order in which they must run: they share one demo, whose time only goes on."""

import os
import unittest
from pathlib import Path

from demo import Demo
from journey import MONEY_NOW, Journey
from page_rules import broken_rules, unreachable_by_keyboard
from person import DESKTOP, PHONE, Person

SCREENSHOTS = os.environ.get("PENNING_SCREENSHOTS")
WIDTHS = {"desktop": DESKTOP, "phone": PHONE}
LANGUAGES = ("nl", "en")


class WithDemo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.demo = Demo()

    def person(self, **how):
        person = Person(**how)
        self.addCleanup(person.leave)
        return person

    def keep(self, person, name):
        """Keeps a picture of the page at both widths, where a folder for them was given."""
        if SCREENSHOTS:
            for width, size in WIDTHS.items():
                person.resize(size)
                person.screenshot(Path(SCREENSHOTS) / f"{name}-{person.language}-{width}.png")
            person.resize(DESKTOP)


class Subscribing(WithDemo):
    """16 November: a monthly plan of 30.00, collected on the 1st."""

    def subscribe(self, person, email):
        journey = Journey(person, self.demo, email)
        journey.open_plan()
        journey.see_price()
        self.keep(person, "checkout-plan")
        journey.give_details()
        self.keep(person, "checkout-details")
        journey.pay()
        journey.see_thanks()
        self.keep(person, "checkout-thanks")

    def test_1_without_javascript(self):
        """A person without JavaScript subscribes and pays 15.00"""
        self.subscribe(self.person(language="en", scripts=False), "noscript@example.org")

    def test_2_as_most_people(self):
        """A person subscribes on 16 November at 30.00, pays 15.00 and is thanked"""
        self.subscribe(self.person(language="nl"), "lukasz@example.org")


class Renewing(WithDemo):
    """December: what was asked is collected, and the numbered invoice waits in the portal."""

    def test_1_time_passes(self):
        """The clock moves to December and the books prove themselves"""
        self.demo.advance_clock("2026-12-15T09:00")
        self.demo.worker("verify")

    def test_2_the_invoice_is_there(self):
        """The portal shows the numbered invoice; its PDF tells number, amount, day of payment"""
        person = self.person(language="nl")
        journey = Journey(person, self.demo, "lukasz@example.org")
        journey.sign_in()
        self.keep(person, "portal")
        numbers = journey.invoices()
        self.assertTrue(numbers, f"no numbered invoice in the portal: {person.text[:1500]}")
        person.press(numbers[-1])
        text = journey.read_invoice()
        self.assertIn(numbers[-1], text)
        self.assertTrue(any(amount in text for amount in MONEY_NOW), text)
        self.assertIn("Betaald op", text)
        self.assertIn("Łukasz Şahin-Đorđević", text)


class EveryPage(WithDemo):
    """The pages of both servers, at two widths and in both languages."""

    # Paths below the two addresses; what a visitor needs to be signed in for follows the sign-in.
    ADMIN = ["/"]
    CHECKOUT = ["/"]

    def look(self, person, url, name):
        broken = []
        for size in WIDTHS.values():
            person.resize(size)
            person.go(url)
            broken += broken_rules(person)
        passed_by = unreachable_by_keyboard(person)
        if passed_by:
            broken.append(f"the Tab key passes by {passed_by}")
        broken += person.complaints()
        self.keep(person, name)
        return [f"{url}: {rule}" for rule in broken]


def suite():
    tests = unittest.TestSuite()
    for case in (EveryPage, Subscribing, Renewing):
        tests.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(case))
    return tests
