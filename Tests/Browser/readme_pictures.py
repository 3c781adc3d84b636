"""The pictures of the README, made anew from a fresh demo."""

from pathlib import Path

from cases import WithDemo
from journey import Journey

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
LARGEST = 200_000


class ReadmePictures(WithDemo):
    def keep_as(self, person, name, height):
        person.resize((1280, height))
        file = PICTURES / name
        person.screenshot(file, whole=False)
        self.assertLess(file.stat().st_size, LARGEST, f"{name} is large for a README")

    def test_1_dashboard(self):
        """docs/screenshots/dashboard.png"""
        self.keep_as(self.signed_in(language="en"), "dashboard.png", 860)

    def test_2_checkout(self):
        """docs/screenshots/checkout.png"""
        person = self.person(language="en")
        Journey(person, self.demo, "").choose_plan()
        self.keep_as(person, "checkout.png", 860)
