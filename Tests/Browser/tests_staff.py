"""The shop's owner at the admin server."""

from cases import WithDemo
from demo import amounts, pdf_text
from person import Lost, plain


class Owning(WithDemo):
    def test_1_wrong_password(self):
        """A wrong password opens nothing and does not say what was wrong"""
        person = self.person(language="en")
        person.go(f"{self.demo.admin}/customers")
        person.fill(("E-mail",), self.demo.login("owner")["email"])
        person.fill(("Password",), "not the password")
        person.press("Sign in")
        person.must_see("password")
        self.keep(person, "admin-refused")
        person.go(f"{self.demo.admin}/customers")
        self.assertTrue(person.has("Sign in"))

    def test_2_customer_and_invoice(self):
        """The owner finds the customer, the invoice with its payment, and the PDF"""
        person = self.signed_in(language="nl")
        person.must_see("Overzicht")
        person.press("Klanten")
        person.fill(("Naam, bedrijf of e-mailadres",), "lukasz@example.org")
        person.press("Zoeken")
        person.press("Łukasz Şahin-Đorđević")
        person.must_see("lukasz@example.org")
        person.must_see("Koffie-abonnement")
        row = next((row for row in person.rows() if "€ 30,00" in row and "Factuur" in row), None)
        if row is None:
            raise Lost(f"no invoice of 30.00 at the customer: {person.rows()}")
        number = row.split()[0]
        person.press(number)
        person.must_see("Betaald")
        self.assertRegex(person.fact("Betaald op"), r"december 2026$")
        text = plain(pdf_text(person.download("PDF downloaden")))
        self.assertIn(number, text)
        self.assertIn(3000, amounts(text))

    def test_3_audit_log(self):
        """A change of the settings stands in the audit log with the owner's name"""
        person = self.signed_in(language="en", scripts=False)
        person.press("Settings")
        person.fill(("Colour",), "#114477")
        person.press("Save")
        person.must_see("saved")
        person.go(f"{self.demo.admin}/audit")
        latest = person.rows()[0]
        self.assertIn("Sanne de Wit", latest)
        self.assertIn("settings", latest.lower())

    def test_4_out(self):
        """Signed out, nothing can be seen any more"""
        person = self.signed_in(language="en")
        person.press("Sign out")
        person.go(f"{self.demo.admin}/customers")
        self.assertTrue(person.has("Sign in"))
