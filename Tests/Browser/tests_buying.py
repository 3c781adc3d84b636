"""16 November: a monthly plan of 30.00, collected on the 1st, so 15.00 today."""

from cases import WithDemo
from journey import CUSTOMER, Journey
from person import PHONE


class Subscribing(WithDemo):
    def subscribe(self, person, email, name):
        journey = Journey(person, self.demo, email, name)
        journey.choose_plan()
        journey.see_price()
        journey.give_details()
        self.keep(person, "checkout-filled-in")
        journey.order()
        self.keep(person, "sandbox-payment")
        journey.pay()
        journey.see_thanks()
        self.keep(person, "checkout-thanks")

    def test_1_in_dutch(self):
        """A person subscribes on 16 November at 30.00, sees 15.00, pays and is thanked"""
        self.subscribe(self.person(language="nl"), "lukasz@example.org", CUSTOMER)

    def test_2_without_javascript(self):
        """So does one with an English phone without JavaScript"""
        person = self.person(language="en", size=PHONE, scripts=False)
        self.assertFalse(person.runs_scripts(), "this browser runs scripts all the same")
        self.subscribe(person, "noscript@example.org", "Jo Noscript")

    def test_3_mistakes(self):
        """A mistake is marked at its field, and what was typed stays"""
        person = self.person(language="en")
        journey = Journey(person, self.demo, "mistaken@example.org")
        journey.choose_plan()
        journey.give_details()
        person.fill(("Company",), "Bakery Smith")
        person.fill(("VAT number",), "NL123456789B01")
        journey.order()
        person.must_see("Enter a valid VAT number")
        self.keep(person, "checkout-mistake")
        self.assertEqual(person.field(("Name",)).get_attribute("value"), "Kees van Proef")
        self.assertEqual(person.field(("Company",)).get_attribute("value"), "Bakery Smith")
        self.assertEqual(person.field(("VAT number",)).get_attribute("aria-invalid"), "true")
        person.fill(("VAT number",), "")
        journey.order()
        journey.pay()
        journey.see_thanks()

    def test_4_two_pieces(self):
        """The amount follows the quantity before anything is ordered"""
        person = self.person(language="nl")
        journey = Journey(person, self.demo, "twee@example.org")
        journey.choose_plan()
        person.fill(("Aantal",), "2")
        person.press("Bedrag bijwerken")
        person.must_see("15 van 30 dagen x 60,00 = 30,00")
        self.assertTrue(person.has("Bestellen en € 30,00 betalen"))


class Paying(WithDemo):
    """A payment page tells the truth, whatever the bank does."""

    def bought(self, language, email, nl, en):
        journey = Journey(self.person(language=language), self.demo, email)
        journey.buy()
        journey.decide(nl, en)
        return journey

    def test_1_pending(self):
        """A pending payment is called so, until it is paid"""
        journey = self.bought("nl", "later@example.org", "Later (nog in behandeling)", "")
        person = journey.person
        person.must_see("Uw betaling is onderweg")
        person.must_not_see("Bedankt")
        self.assertFalse(person.has("€ 15,00 betalen"), "a second payment is offered")
        self.keep(person, "checkout-pending")
        here = person.url
        person.go(journey.payment_page)
        journey.decide("Betaald", "Paid")
        person.go(here)
        journey.see_thanks()

    def test_2_failed(self):
        """A failed payment can be tried again without ordering twice"""
        journey = self.bought("en", "failed@example.org", "", "Failed")
        person = journey.person
        person.must_see("It was not paid")
        person.must_not_see("Thank you")
        self.keep(person, "checkout-failed")
        person.press("Pay €15.00")
        journey.pay()
        journey.see_thanks()
        journey.sign_in()
        self.assertEqual(person.text.count("Koffie-abonnement"), 1, person.text)

    def test_3_cancelled(self):
        """A cancelled payment took nothing and says so"""
        journey = self.bought("nl", "cancelled@example.org", "Geannuleerd", "")
        journey.person.must_see("De betaling is afgebroken. Er is niets afgeschreven.")
        self.assertTrue(journey.person.has("€ 15,00 betalen"))

    def test_4_expired(self):
        """An expired payment page took nothing and says so"""
        journey = self.bought("en", "expired@example.org", "", "Expired")
        journey.person.must_see("The payment page expired before it was used.")
        self.assertTrue(journey.person.has("Pay €15.00"))
