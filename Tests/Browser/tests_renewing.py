"""From November to December: what is asked is collected, and the numbered invoice waits."""

import re

from cases import WithDemo
from demo import amounts, pdf_text
from journey import CUSTOMER, Journey
from person import plain

EMAIL = "lukasz@example.org"


class Renewing(WithDemo):
    """The customer of the first test, some weeks on."""

    # What one test saw and the next looks for.
    request = None
    invoice_url = None

    def portal(self):
        person = self.person(language="nl")
        Journey(person, self.demo, EMAIL).sign_in()
        return person

    def test_1_request(self):
        """A week before, the pro forma of 30.00 waits in the portal with its day of collection"""
        self.demo.advance_clock("2026-11-25T09:00")
        person = self.portal()
        person.must_see("Te betalen")
        person.must_see("Wordt afgeschreven op 1 december 2026")
        found = re.search(r"(\S*\d{3,}) · € 30,00", person.text)
        self.assertTrue(found, person.text[:1500])
        Renewing.request = found.group(1)
        self.keep(person, "portal-request")
        person.press(f"Details van {self.request}")
        person.must_see(f"Pro forma {self.request}", f"Betaalverzoek {self.request}")
        self.keep(person, "portal-pro-forma")

    def test_2_invoice(self):
        """In December it has become a numbered invoice, whose PDF tells number, amount, payment"""
        self.demo.advance_clock("2026-12-05T09:00")
        self.demo.worker("verify")
        person = self.portal()
        person.must_see("alles is betaald")
        row = next((row for row in person.rows() if "€ 30,00" in row), None)
        self.assertTrue(row, f"no invoice of 30.00 in the portal: {person.rows()}")
        number = row.split()[0]
        self.assertNotEqual(number, self.request)
        self.assertIn("Betaald", row)
        person.press(number)
        person.must_see(f"Factuur {number}")
        Renewing.invoice_url = person.url
        self.assertEqual(person.fact("Betaalverzoek"), self.request)
        paid_on = person.fact("Betaald op")
        self.assertRegex(paid_on, r"^[1-5] december 2026$")
        self.keep(person, "portal-invoice")
        self.check_pdf(person, number, paid_on)

    def check_pdf(self, person, number, paid_on):
        file = person.download("PDF downloaden")
        self.assertEqual(file.read_bytes()[:5], b"%PDF-")
        text = plain(pdf_text(file))
        self.keep_file(file, "invoice.pdf")
        self.assertIn(number, text)
        self.assertIn(3000, amounts(text), text)
        self.assertIn(paid_on, text)
        self.assertIn(CUSTOMER, text)

    def test_3_mail(self):
        """The invoice also came by mail, with its PDF"""
        mails = self.demo.mails(EMAIL)
        files = [file["type"] for mail in mails for file in mail["attachments"]]
        subjects = [mail["subject"] for mail in mails]
        self.assertGreaterEqual(files.count("application/pdf"), 2, subjects)
        person = self.person(language="nl")
        person.go(f"{self.demo.sandbox}/mailbox?to={EMAIL}")
        self.keep(person, "sandbox-mailbox")

    def test_4_other_customers(self):
        """Another customer's invoice is a page that does not exist"""
        self.assertTrue(self.invoice_url, "there was no invoice")
        person = self.person(language="nl")
        Journey(person, self.demo, "noscript@example.org").sign_in()
        person.go(self.invoice_url)
        person.must_see("Niet gevonden")
        person.must_not_see("30,00")
