"""One customer's way through Penning, in the words of the pages (Dutch and English)."""

import re

from demo import pdf_text
from person import Lost, plain

MONEY_NOW = ("€ 15,00", "€15.00")
MONEY_LATER = ("€ 30,00", "€30.00")
PRO_RATA = re.compile(r"15 (van|of) 30 (dagen|days) [x×] .*30[.,]00 = .*15[.,]00")


class Journey:
    def __init__(self, person, demo, email):
        self.person = person
        self.demo = demo
        self.email = email

    def open_plan(self):
        """Goes to the shop's plan of 30.00 a month."""
        self.person.go(f"{self.demo.checkout}/{self.demo.shop}")
        if not self.person.has("Abonneren", "Subscribe", "Verder", "Continue"):
            self.person.press("30,00", "30.00")

    def see_price(self):
        """What is paid today, from when on it is the full price, and why."""
        self.person.must_see(*MONEY_NOW)
        self.person.must_see(*MONEY_LATER)
        self.person.must_see("1 december 2026", "1 December 2026")
        if not PRO_RATA.search(self.person.text):
            raise Lost(f"no pro rata in words\n{self.person.text[:1500]}")

    def give_details(self):
        person = self.person
        if person.has("Abonneren", "Subscribe"):
            person.press("Abonneren", "Subscribe")
        person.fill(("Naam", "Name"), "Łukasz Şahin-Đorđević")
        person.fill(("E-mailadres", "E-mail address", "E-mail"), self.email)
        for labels, value in [
            (("Straat en huisnummer", "Street and number", "Straat", "Street"), "Kerkstraat 1"),
            (("Postcode", "Postal code"), "1017 GA"),
            (("Plaats", "City", "Town"), "Amsterdam"),
        ]:
            person.fill(labels, value)
        for labels in [("Ik ga akkoord", "I agree")]:
            if person.sees(*labels):
                person.choose(*labels)

    def pay(self):
        self.person.press(
            "Betalen", "Naar betalen", "Pay", "Bestellen en betalen", "Order and pay")
        self.person.must_see("Sandbox")
        self.person.press("paid", "betaald")

    def see_thanks(self):
        self.person.must_see("Bedankt", "Thank you")
        self.person.must_see("betaald", "paid")

    def sign_in(self):
        """Asks for a link by mail and follows it from the sandbox's mailbox."""
        person = self.person
        person.go(f"{self.demo.checkout}/{self.demo.shop}/portal")
        person.fill(("E-mailadres", "E-mail address", "E-mail"), self.email)
        person.press("Stuur", "Send")
        person.must_see("verstuurd", "sent")
        person.go(self.newest_mail_link())

    def newest_mail_link(self):
        """The link to the portal in the newest mail to this customer."""
        self.demo.worker("run-until-idle")
        person = self.person
        person.go(f"{self.demo.sandbox}/mail?to={self.email}")
        person.press(self.email, "inloggen", "sign in")
        found = re.search(re.escape(self.demo.checkout) + r"\S+", person.driver.page_source)
        if not found:
            raise Lost("no link to the checkout server in the mail")
        return found.group().split('"')[0].split("<")[0].replace("&amp;", "&")

    def invoices(self):
        """The paid invoices of the portal, as their numbers stand there."""
        return re.findall(r"\b\d{4}-\d{3,}\b", self.person.text)

    def read_invoice(self):
        file = self.person.download("PDF")
        if file.read_bytes()[:5] != b"%PDF-":
            raise Lost("the download is no PDF")
        return plain(pdf_text(file))
