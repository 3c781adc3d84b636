import Invoicing
import Primitives

@testable import EInvoices

/// Documents of every kind by name: each is written to a file and held against the official
/// schemas and rules too (Tests/Standards/run).
enum Samples {
  static let all: [(name: String, sample: Sample)] = [
    ("plain", Sample()),
    ("net-prices-two-rates", twoRates),
    ("gross-prices-that-do-not-divide", undivided),
    ("discounts-in-two-rates", discounts),
    ("everything-off", free),
    ("reverse-charge-belgium", reverseCharge(Sample.belgianBusiness)),
    ("reverse-charge-germany", reverseCharge(Sample.germanBusiness)),
    ("exempt-education", exempt([.education])),
    ("exempt-on-three-grounds", exempt([.education, .healthcare, .other])),
    ("exempt-culture", exempt([.culture])),
    ("exempt-insurance", exempt([.insurance])),
    ("small-business", exempt([.smallBusiness])),
    ("exempt-beside-taxed", exemptBesideTaxed),
    ("outside-scope", outsideScope),
    ("zero-rate", zeroRate),
    ("credit-note", Sample.creditNote()),
    ("credit-note-with-discount", creditedDiscount),
    ("credit-note-reverse-charge", creditedReverseCharge),
    ("consumer", changed { $0.buyer = Sample.consumer }),
    ("consumer-credit-note", changed(Sample.creditNote()) { $0.buyer = Sample.consumer }),
    ("collected", changed { $0.collectOn = Sample.day("2026-12-06") }),
    (
      "paid",
      changed {
        $0.isPaid = true; $0.proFormaNumber = "PF000123"
      }
    ),
    ("partly-by-credits", changed { $0.creditsUsed = 1_250 }),
    ("payment-link", changed { $0.iban = nil }),
    ("belgian-shop", belgianShop),
    ("order-number-and-note", ordered),
    (
      "english",
      changed {
        $0.language = .en; $0.note = "Thank you."
      }
    ),
    ("periods-and-units", periods),
    ("one-cent", changed { $0.items = [Sample.Item(price: 1)] }),
    ("most", changed { $0.items = [Sample.Item(price: 100_000_000_000)] }),
    ("most-of-most", changed { $0.items = [Sample.Item(quantity: 2_147, price: 100_000_000)] }),
    ("hundred-percent", changed { $0.items = [Sample.Item(price: 999, treatment: hundred)] }),
    ("fraction-of-a-percent", changed { $0.items = [Sample.Item(price: 999, treatment: halves)] }),
    (
      "dollars",
      changed {
        $0.currency = .usd; $0.iban = nil
      }
    ),
    ("discounts-alone", changed { $0.items = [Sample.Item(price: -500)] }),
    ("many-lines", manyLines),
    ("hostile", hostile),
  ]

  static let hundred = VATTreatment.taxed(VATRate(percent: "100") ?? .standard)
  static let halves = VATTreatment.taxed(VATRate(percent: "5.5") ?? .standard)
  static let nine = VATTreatment.taxed(.reducedNL)

  static func changed(_ sample: Sample = Sample(), _ change: (inout Sample) -> Void) -> Sample {
    var sample = sample
    change(&sample)
    return sample
  }

  /// The example of facts/einvoice.md 4: 74.13, of which 11.63 VAT.
  static let twoRates = changed {
    $0.pricesIncludeVAT = false
    $0.items = [
      Sample.Item(quantity: 2, price: 2_500), Sample.Item(price: 1_250, treatment: nine),
    ]
  }

  static let undivided = changed {
    $0.items = [
      Sample.Item(quantity: 3, price: 99), Sample.Item(quantity: 7, price: 1_001),
      Sample.Item(quantity: 3, price: 333, treatment: nine), Sample.Item(price: 1),
    ]
  }

  static let discounts = changed {
    $0.items = [
      Sample.Item(price: 3_000), Sample.Item(price: 2_000, treatment: nine),
      Sample.Item(description: "Korting 10 %", price: -300),
      Sample.Item(description: "Korting 10 %", price: -200, treatment: nine),
    ]
  }

  static let free = changed {
    $0.items = [
      Sample.Item(price: 3_000), Sample.Item(description: "Proefmaand", price: -3_000),
      Sample.Item(description: "Cadeau", price: 0),
    ]
  }

  static func reverseCharge(_ buyer: Party) -> Sample {
    changed {
      $0.buyer = buyer
      $0.pricesIncludeVAT = false
      $0.items = [Sample.Item(quantity: 3, price: 4_999, treatment: .reverseCharge)]
    }
  }

  static func exempt(_ grounds: [VATExemption]) -> Sample {
    changed { sample in
      sample.items = grounds.map { Sample.Item(price: 12_345, treatment: .exempt($0)) }
    }
  }

  static let exemptBesideTaxed = changed {
    $0.items = [
      Sample.Item(price: 5_000), Sample.Item(price: 7_500, treatment: .exempt(.education)),
      Sample.Item(price: 1_000, treatment: nine), Sample.Item(price: 200, treatment: .zero),
    ]
  }

  static let outsideScope = changed {
    $0.buyer = Sample.american
    $0.language = .en
    $0.items = [Sample.Item(price: 9_900, treatment: .outsideScope)]
  }

  static let zeroRate = changed { $0.items = [Sample.Item(price: 9_900, treatment: .zero)] }

  static let creditedDiscount = changed(Sample.creditNote()) {
    $0.items = discounts.items
  }

  static let creditedReverseCharge = changed(Sample.creditNote()) {
    $0.buyer = Sample.belgianBusiness
    $0.items = [Sample.Item(price: 4_999, treatment: .reverseCharge)]
  }

  static let belgianShop = changed {
    $0.seller = Sample.belgianShop
    $0.buyer = Sample.belgianBusiness
    $0.iban = nil
    $0.items = [
      Sample.Item(price: 1_210), Sample.Item(price: 1_120, treatment: twelve),
      Sample.Item(price: 1_060, treatment: six),
    ]
  }

  static let twelve = VATTreatment.taxed(VATRate(percent: "12") ?? .standard)
  static let six = VATTreatment.taxed(VATRate(percent: "6") ?? .standard)

  static let ordered = changed {
    $0.customerReference = "PO-2026/881"
    $0.note = "Graag het ordernummer vermelden.\nDank u wel."
  }

  static let periods = changed {
    $0.items = [
      Sample.Item(price: 3_000, period: Sample.period("2026-11-01", "2026-12-01")),
      Sample.Item(
        explanation: "15 van 30 dagen x 30,00 = 15,00", price: 1_500,
        period: Sample.period("2026-11-16", "2026-12-01")),
      Sample.Item(quantity: 5, price: 700, period: Sample.period("2026-11-01", "2026-12-01")),
      Sample.Item(price: 12_000, period: Sample.period("2026-11-01", "2027-11-01")),
      Sample.Item(price: 900, period: Sample.period("2026-11-02", "2026-11-09")),
    ]
  }

  static let manyLines = changed { sample in
    sample.items = (1...300).map { index in
      Sample.Item(
        description: "Regel \(index)", quantity: Int64(index % 7 + 1), price: Int64(index * 13),
        treatment: index.isMultiple(of: 3) ? nine : .taxed(.standard))
    }
  }

  static let hostileText =
    "<img src=x onerror=alert(1)> =cmd|' /C calc'!A0 {{7*7}} ]]> &amp; \"'\u{0} שלום \u{202E} 👩‍👩‍👧\r\nX: y"

  static let hostile = changed { sample in
    sample.number = "2026-<&>-00042"
    sample.seller.name = hostileText
    sample.seller.email = hostileText
    sample.buyer = Party(
      name: hostileText, contact: hostileText, street: hostileText, postalCode: hostileText,
      city: hostileText, country: "NL", email: hostileText, vatNumber: "NL001234567B13",
      registrationNumber: "87654321")
    sample.customerReference = hostileText
    sample.note = hostileText
    sample.items = [
      Sample.Item(description: hostileText, explanation: hostileText, price: 3_000),
      Sample.Item(description: hostileText, price: -1_000),
      Sample.Item(description: String(repeating: "é", count: 10_000), price: 1),
    ]
  }
}
