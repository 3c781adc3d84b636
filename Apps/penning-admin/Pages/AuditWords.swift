import JSON
import Primitives

/// What the audit log says, in words.
enum AuditWords {
  /// "Klant gewijzigd" for `customer.changed`; the code itself where a word is missing.
  static func action(_ code: String) -> Phrase {
    let parts = code.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, let thing = things[parts[0]], let deed = deeds[parts[1]] else {
      return Phrase(verbatim: code)
    }
    return Phrase(nl: "\(thing.nl) \(deed.nl)", en: "\(thing.en) \(deed.en)")
  }

  /// The values before and after, each with its name: "Prijs: 30.00 → 35.00". Never raw JSON.
  static func details(_ text: String, _ language: Language) -> [String] {
    guard let value = try? JSONValue(parsing: Array(text.utf8)),  // no JSON: shown as it is
      let object = value.objectValue
    else { return text.isEmpty ? [] : [text] }
    if let from = object["from"], let to = object["to"] {
      let rest = object.filter { $0.key != "from" && $0.key != "to" }
      return ["\(scalar(from, language)) → \(scalar(to, language))"]
        + rest.map { line($0.key, $0.value, language) }
    }
    return object.map { line($0.key, $0.value, language) }
  }

  private static func line(_ key: String, _ value: JSONValue, _ language: Language) -> String {
    let name = names[key]?(language) ?? spaced(key)
    if let from = value["from"], let to = value["to"] {
      return "\(name): \(scalar(from, language)) → \(scalar(to, language))"
    }
    return "\(name): \(scalar(value, language))"
  }

  private static func scalar(_ value: JSONValue, _ language: Language) -> String {
    switch value {
    case .null: "–"
    case .bool(let isOn): isOn ? yes(language) : no(language)
    case .integer(let number): "\(number)"
    case .number(let text), .string(let text): text
    case .array(let items): items.map { scalar($0, language) }.joined(separator: ", ")
    case .object(let object):
      object.map { "\(spaced($0.key)) \(scalar($0.value, language))" }.joined(separator: ", ")
    }
  }

  private static let yes = Phrase(nl: "ja", en: "yes")
  private static let no = Phrase(nl: "nee", en: "no")

  /// `paymentTermDays` as "payment term days".
  private static func spaced(_ key: String) -> String {
    var words = ""
    for character in key {
      if character.isUppercase, words.last?.isLowercase == true { words.append(" ") }
      words.append(character.isUppercase ? Character(character.lowercased()) : character)
    }
    return words
  }

  private static let names: [String: Phrase] = [
    "price": Phrase(nl: "Prijs", en: "Price"), "amount": Phrase(nl: "Bedrag", en: "Amount"),
    "name": Phrase(nl: "Naam", en: "Name"), "version": Phrase(nl: "Versie", en: "Version"),
    "reason": Phrase(nl: "Reden", en: "Reason"), "code": Phrase(nl: "Code", en: "Code"),
    "number": Phrase(nl: "Nummer", en: "Number"), "label": Phrase(nl: "Naam", en: "Label"),
    "offers": Phrase(nl: "Aangeboden", en: "Offered"), "mode": Phrase(nl: "Wijze", en: "Mode"),
    "expiresOn": Phrase(nl: "Vervalt op", en: "Expires on"),
    "moved": Phrase(nl: "Verhuisd", en: "Moved"), "role": Phrase(nl: "Rol", en: "Role"),
    "collectionPolicy": Phrase(nl: "Incassodag", en: "Collection day"),
    "email": Phrase(nl: "E-mailadres", en: "E-mail address"),
  ]

  private static let things: [String: Phrase] = [
    "account": Phrase(nl: "Account", en: "Account"),
    "apiKey": Phrase(nl: "API-sleutel", en: "API key"),
    "coupon": Phrase(nl: "Kortingscode", en: "Coupon"),
    "credit": Phrase(nl: "Tegoed", en: "Credit"),
    "customer": Phrase(nl: "Klant", en: "Customer"),
    "customerUser": Phrase(nl: "Gebruiker van klant", en: "Customer's user"),
    "draft": Phrase(nl: "Concept", en: "Draft"), "export": Phrase(nl: "Export", en: "Export"),
    "gateway": Phrase(nl: "Betaaldienst", en: "Payment service"),
    "inbox": Phrase(nl: "Melding", en: "Event"), "invoice": Phrase(nl: "Factuur", en: "Invoice"),
    "ledgerAccount": Phrase(nl: "Grootboekrekening", en: "Ledger account"),
    "ledgerCode": Phrase(nl: "Grootboekcode", en: "Ledger code"),
    "logo": Phrase(nl: "Logo", en: "Logo"), "money": Phrase(nl: "Geld", en: "Money"),
    "outbox": Phrase(nl: "Bericht", en: "Message"), "plan": Phrase(nl: "Aanbod", en: "Plan"),
    "priceRise": Phrase(nl: "Prijsverhoging", en: "Price rise"),
    "proForma": Phrase(nl: "Pro forma", en: "Pro forma"),
    "product": Phrase(nl: "Product", en: "Product"),
    "refund": Phrase(nl: "Terugbetaling", en: "Refund"),
    "revenue": Phrase(nl: "Omzet", en: "Revenue"),
    "settings": Phrase(nl: "Instellingen", en: "Settings"),
    "shop": Phrase(nl: "Winkel", en: "Shop"), "staff": Phrase(nl: "Medewerker", en: "Staff"),
    "subscription": Phrase(nl: "Abonnement", en: "Subscription"),
    "subscriptions": Phrase(nl: "Abonnementen", en: "Subscriptions"),
    "upsell": Phrase(nl: "Aanbod na betaling", en: "Offer after payment"),
  ]

  private static let deeds: [String: Phrase] = [
    "added": Phrase(nl: "toegevoegd", en: "added"),
    "allocated": Phrase(nl: "toegewezen", en: "allocated"),
    "announced": Phrase(nl: "aangekondigd", en: "announced"),
    "archived": Phrase(nl: "gearchiveerd", en: "archived"),
    "changed": Phrase(nl: "gewijzigd", en: "changed"),
    "connected": Phrase(nl: "gekoppeld", en: "connected"),
    "created": Phrase(nl: "gemaakt", en: "created"),
    "credited": Phrase(nl: "gecrediteerd", en: "credited"),
    "deleted": Phrase(nl: "verwijderd", en: "deleted"),
    "drafted": Phrase(nl: "voorbereid", en: "drafted"),
    "ended": Phrase(nl: "beëindigd", en: "ended"),
    "expiryChanged": Phrase(nl: "krijgt andere einddatum", en: "given another last day"),
    "founded": Phrase(nl: "opgericht", en: "founded"),
    "granted": Phrase(nl: "toegekend", en: "granted"),
    "issued": Phrase(nl: "uitgegeven", en: "issued"),
    "labelled": Phrase(nl: "benoemd", en: "labelled"),
    "migrated": Phrase(nl: "verhuisd", en: "moved"),
    "offers": Phrase(nl: "met aanbiedingen", en: "given offers"),
    "paidOut": Phrase(nl: "uitbetaald", en: "paid out"),
    "passwordChanged": Phrase(nl: "kreeg ander wachtwoord", en: "given another password"),
    "planned": Phrase(nl: "gepland", en: "planned"),
    "released": Phrase(nl: "vrijgevallen", en: "released"),
    "removed": Phrase(nl: "weggehaald", en: "removed"),
    "renamed": Phrase(nl: "hernoemd", en: "renamed"),
    "reopened": Phrase(nl: "weer te koop", en: "on sale again"),
    "requested": Phrase(nl: "aangevraagd", en: "requested"),
    "resumed": Phrase(nl: "hervat", en: "resumed"),
    "revised": Phrase(nl: "met nieuwe voorwaarden", en: "given new terms"),
    "revived": Phrase(nl: "opnieuw aangeboden", en: "tried again"),
    "revoked": Phrase(nl: "ingetrokken", en: "revoked"),
    "roleChanged": Phrase(nl: "kreeg andere rol", en: "given another role"),
    "sentAgain": Phrase(nl: "opnieuw verstuurd", en: "sent again"),
    "signedIn": Phrase(nl: "ingelogd", en: "signed in"),
    "stopped": Phrase(nl: "gestopt", en: "stopped"),
    "taken": Phrase(nl: "genomen", en: "taken"),
    "vatNumberChecked": Phrase(nl: "btw-nummer nagevraagd", en: "VAT number checked"),
    "withdrawn": Phrase(nl: "ingetrokken", en: "withdrawn"),
    "writtenOff": Phrase(nl: "afgeboekt", en: "written off"),
  ]
}
