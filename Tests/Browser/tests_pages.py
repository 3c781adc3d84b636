"""Every page of checkout, portal and admin server: two languages, two widths."""

from cases import WIDTHS, WithDemo
from journey import Journey
from page_rules import broken_rules, passed_by_tab
from pages import ADMIN, ADMIN_DETAILS, CHECKOUT, PORTAL, PORTAL_DETAILS, with_details
from person import DESKTOP

LANGUAGES = ("nl", "en")


class EveryPage(WithDemo):
    def test_1_checkout(self):
        """The checkout's pages can be read by anyone"""
        home = self.demo.shop
        pages = [(f"checkout-{name}", home + path) for name, path in CHECKOUT]
        self.look_at(self.person(), pages)

    def test_2_portal(self):
        """The portal's pages can be read by anyone"""
        person = self.person()
        Journey(person, self.demo, "lukasz@example.org").sign_in()
        pages = with_details(person, self.demo.shop, PORTAL, PORTAL_DETAILS)
        self.look_at(person, [(f"portal-{name}", url) for name, url in pages])

    def test_3_admin(self):
        """The admin server's pages can be read by anyone"""
        person = self.signed_in()
        pages = with_details(person, self.demo.admin, ADMIN, ADMIN_DETAILS)
        self.look_at(person, [(f"admin-{name}", url) for name, url in pages])

    def test_4_sign_in(self):
        """So can its sign-in"""
        self.look_at(self.person(), [("admin-sign-in", f"{self.demo.admin}/sign-in")])

    def look_at(self, person, pages):
        broken = []
        for language in LANGUAGES:
            person.read_in(language, pages[0][1])
            for name, url in pages:
                broken += [f"{language} {url}: {rule}" for rule in self.look(person, name, url)]
        self.assertFalse(broken, "\n" + "\n".join(broken))

    def look(self, person, name, url):
        broken = []
        for width, size in WIDTHS.items():
            person.resize(size)
            person.go(url)
            broken += [f"{rule} ({width})" for rule in broken_rules(person)]
            self.keep_one(person, name, width)
            # The way by keyboard is the same in both languages; the menu differs by width.
            if (person.language == "nl") == (width == "desktop"):
                broken += [f"Tab passes by {missed} ({width})" for missed in passed_by_tab(person)]
        broken += person.complaints()
        person.resize(DESKTOP)
        return broken
