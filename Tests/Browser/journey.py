"""A customer's way through Penning, in the words of the pages."""

from person import Lost

CUSTOMER = "Łukasz Şahin-Đorđević"


class Journey:
    def __init__(self, person, demo, email, name="Kees van Proef"):
        self.person = person
        self.demo = demo
        self.email = email
        self.name = name
        # Where the sandbox asks how the payment went, once the order brought the person there.
        self.payment_page = None

    # Buying

    def choose_plan(self):
        """Goes to the shop and takes the plan of 30.00 a month, slug koffie."""
        person = self.person
        person.go(self.demo.shop)
        person.press(*person.say("Kies € 30,00", "Choose €30.00"))
        if not person.url.endswith("/koffie"):
            raise Lost(f"the plan of 30.00 led to {person.url}")

    def see_price(self):
        """What is paid today and why, and from when on it is the full price."""
        person = self.person
        person.must_see(*person.say("€ 15,00", "€15.00"))
        person.must_see(
            *person.say("15 van 30 dagen x 30,00 = 15,00", "15 of 30 days x 30.00 = 15.00"))
        person.must_see(
            *person.say("1 december 2026 € 30,00", "1 December 2026 €30.00"))

    def give_details(self):
        person = self.person
        person.fill(person.say("Naam", "Name"), self.name)
        person.fill(person.say("E-mailadres", "E-mail address"), self.email)
        person.fill(person.say("Straat en huisnummer", "Street and number"), "Kerkstraat 1")
        person.fill(person.say("Postcode", "Postal code"), "1017 GA")
        person.fill(person.say("Plaats", "City"), "Amsterdam")
        person.choose("iDEAL")

    def order(self):
        person = self.person
        person.press(*person.say("Bestellen en € 15,00 betalen", "Order and pay €15.00"))

    def decide(self, nl, en):
        """Presses the sandbox's button for an outcome."""
        person = self.person
        if not person.url.startswith(self.demo.sandbox):
            raise Lost(f"not at the payment page but at {person.url}: {person.text[:500]}")
        self.payment_page = person.url
        person.press(*person.say(nl, en))

    def pay(self):
        self.person.must_see("€ 15,00", "€15.00")
        self.decide("Betaald", "Paid")

    def see_thanks(self):
        person = self.person
        person.must_see(*person.say("Bedankt, er is betaald", "Thank you, it is paid"))
        person.must_see(*person.say("betaling van € 15,00", "payment of €15.00"))
        person.must_see(*person.say("1 december 2026", "1 December 2026"))

    def buy(self):
        """Up to the payment page."""
        self.choose_plan()
        self.give_details()
        self.order()

    # The portal

    def sign_in(self):
        """Asks for a link by mail and follows it from the sandbox's mailbox."""
        person = self.person
        person.go(f"{self.demo.shop}/portal")
        link = f"{self.demo.shop}/portal/sign-in/"
        before = len(self.demo.mails(self.email, link))
        person.fill(person.say("E-mailadres", "E-mail address"), self.email)
        person.press(*person.say("Stuur mij een inloglink", "Send me a sign-in link"))
        person.must_see(*person.say("De link is verstuurd", "The link was sent"))
        mail = self.demo.wait_for_mail(self.email, link, than=before)
        person.go(f"{self.demo.sandbox}/mailbox?to={self.email}")
        person.press(mail["subject"])
        person.press(link)
        person.must_see(*person.say("Druk op de knop", "Press the button"))
        person.press(*person.say("Inloggen", "Sign in"))
        person.must_see(*person.say("Welkom", "Welcome"))
