package import Primitives

/// The package that a shop rents from the platform.
package enum ShopPackage: String, CaseIterable, Sendable {
  case lite, premium, ultimate

  /// What the package opens; each holds all of the one below.
  package var features: Set<Feature> {
    switch self {
    case .lite: [.directDebit]
    case .premium: [.directDebit, .programInterface, .ownSender, .bankFiles, .webhooks]
    case .ultimate: Set(Feature.allCases)
    }
  }

  package func allows(_ feature: Feature) -> Bool { features.contains(feature) }
}

/// What a shop's package may or may not open.
package enum Feature: String, CaseIterable, Sendable {
  case directDebit, programInterface, ownSender, bankFiles, webhooks, debtorSystem, letters

  package var name: Phrase {
    switch self {
    case .directDebit: Phrase(nl: "automatische incasso", en: "direct debit")
    case .programInterface: Phrase(nl: "de API", en: "the API")
    case .ownSender: Phrase(nl: "een eigen afzender", en: "a sender address of your own")
    case .bankFiles: Phrase(nl: "bankbestanden", en: "bank files")
    case .webhooks: Phrase(nl: "webhooks", en: "webhooks")
    case .debtorSystem: Phrase(nl: "het debiteurensysteem", en: "the debtor system")
    case .letters: Phrase(nl: "brieven", en: "letters")
    }
  }
}

extension Shop {
  /// Refuses with the feature's name where the shop's package does not hold it.
  package func require(_ feature: Feature) throws(TenancyRefusal) {
    guard platformPackage.allows(feature) else { throw .notInPackage(feature) }
  }
}
