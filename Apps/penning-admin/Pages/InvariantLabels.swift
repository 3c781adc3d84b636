import Primitives
import Tenancy

extension InvariantCheck {
  /// What was tried, in the reader's language; a check that has no words here is told in English.
  func label(_ language: Language) -> String {
    language == .nl ? InvariantCheck.dutch[name] ?? name : name
  }

  private static let dutch: [String: String] = [
    // Ledger.
    "journal entries balance": "elke boeking is in evenwicht",
    "reversals mirror their entry": "tegenboekingen spiegelen hun boeking",
    "balances equal their lines": "saldi zijn de som van hun regels",
    "days equal their lines": "dagtotalen zijn de som van hun regels",
    "the books sum to zero": "alle rekeningen samen zijn nul",
    "deferred revenue is released to the cent": "uitgestelde omzet valt tot op de cent vrij",
    // Documents.
    "issued documents are unchanged": "uitgegeven documenten zijn ongewijzigd",
    "parties are as they were issued": "partijen staan zoals ze werden uitgegeven",
    "lines, VAT and total agree": "regels, btw en totaal kloppen met elkaar",
    "lines, VAT groups and invoices agree on what is credited":
      "regels, btw-groepen en facturen zijn het eens over wat is gecrediteerd",
    "credit notes add up to what is credited": "creditnota’s tellen op tot wat is gecrediteerd",
    "credited lines add up to credit notes": "gecrediteerde regels tellen op tot creditnota’s",
    "numbers have no gap": "nummers hebben geen gat",
    "dates follow numbers": "datums volgen de nummers",
    "no number twice": "geen nummer komt twee keer voor",
    "settled pro formas have their invoice": "betaalde pro forma’s hebben hun factuur",
    "documents hold what was paid": "op documenten ligt wat is betaald",
    "money received is somewhere": "ontvangen geld ligt ergens",
    "receivables equal open invoices": "debiteuren zijn de openstaande facturen",
    "month totals equal their documents": "maandtotalen zijn de som van hun documenten",
    "only what is open waits for money": "alleen wat openstaat wacht op geld",
    "prepayments equal money on no invoice":
      "vooruitbetaald is het geld dat op geen factuur ligt",
    // Credits.
    "credits are used once": "tegoed wordt één keer gebruikt",
    "customer credits equal their account": "tegoeden van klanten zijn hun rekening",
    // Subscriptions.
    "charged periods tile": "in rekening gebrachte perioden sluiten aan",
    "pro rata is exact": "naar rato is op de dag nauwkeurig",
    "each component is charged once a day": "elk onderdeel wordt per dag één keer gerekend",
    "no period is skipped": "geen periode wordt overgeslagen",
    "nothing is charged after the end": "na het einde wordt niets gerekend",
    "no more bills a day than a person has looked at":
      "niet meer rekeningen op een dag dan een mens heeft bekeken",
    // Payments.
    "clearing equals payments": "de tussenrekening is gelijk aan de betalingen",
    "parts make the amount": "delen vormen samen het bedrag",
    "no more back than in": "er gaat niet meer terug dan er kwam",
    "refunds stand as their payments say": "terugbetalingen staan zoals hun betalingen zeggen",
    "refunds payable and losses equal payments":
      "terug te betalen en verliezen zijn gelijk aan de betalingen",
    "one live attempt": "één lopende poging per document",
    "unknown ends in 7 days": "onbekend duurt hoogstens 7 dagen",
    "nothing planned without mandate": "niets gepland zonder machtiging",
    // Follow-up.
    "each step once, in order": "elke stap één keer, op volgorde",
    "only open amounts are followed": "alleen wat openstaat wordt opgevolgd",
    // All together.
    "amounts are in bounds": "bedragen blijven binnen hun grenzen",
    "no amount meets another currency": "geen bedrag ontmoet een andere munt",
    "credits fit their documents": "tegoed past in het document",
    "documents settled by credits have them": "wat met tegoed is voldaan, heeft dat tegoed",
    "days begin in the shop's zone": "dagen beginnen in de tijdzone van de winkel",
    "the audit log is unbroken": "het logboek is ongeschonden",
  ]
}
