import Catalog
import Primitives

extension Plan {
  /// `per maand`, `eenmalig`, `in 3 termijnen`.
  var rhythm: Phrase {
    if kind == .oneOff { return Phrase(nl: "eenmalig", en: "once") }
    let interval = version.interval
    let each = Phrase(nl: interval.formatted(.nl), en: interval.formatted(.en))
    guard let count = version.instalments else { return each }
    return Phrase(nl: "\(each(.nl)), \(count) keer", en: "\(each(.en)), \(count) times")
  }

  /// What else is agreed: trial, introduction, set-up fee, instalments.
  var specialTerms: [Phrase] { [trial, introduction, setup, instalments].compactMap { $0 } }

  private var trial: Phrase? {
    guard version.trialDays > 0 else { return nil }
    return Phrase(
      nl: "De eerste \(version.trialDays) dagen zijn gratis.",
      en: "The first \(version.trialDays) days are free.")
  }

  private var introduction: Phrase? {
    guard let introduction = version.introduction else { return nil }
    let (price, count) = (introduction.price, introduction.periods)
    if count == 1 {
      return Phrase(
        nl: "De eerste termijn kost \(price.formatted(.nl)).",
        en: "The first period costs \(price.formatted(.en)).")
    }
    return Phrase(
      nl: "De eerste \(count) termijnen kosten \(price.formatted(.nl)) per stuk.",
      en: "The first \(count) periods cost \(price.formatted(.en)) each.")
  }

  private var setup: Phrase? {
    guard let fee = version.setupFee else { return nil }
    return Phrase(
      nl: "Eenmalige kosten: \(fee.formatted(.nl)).", en: "Set-up fee: \(fee.formatted(.en)).")
  }

  private var instalments: Phrase? {
    guard let count = version.instalments else { return nil }
    return Phrase(
      nl: "Na \(count) termijnen is alles betaald en stopt het vanzelf.",
      en: "After \(count) payments all is paid and it stops by itself.")
  }
}
