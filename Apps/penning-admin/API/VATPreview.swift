import Invoicing
import JSON
import Primitives
import Web

/// The VAT of a document, per rate over the sum of its lines.
enum VATPreview {
  static func declare(in api: inout APISurface) {
    api.compute(
      APILinks.previewVAT,
      About("The VAT of lines", tag: "previews", detail: "As a document of these lines has it."),
      body: request, answer: answer
    ) { _, request in
      try fitting("/lines") {
        try VATCalculation(
          lines: request.lines, pricesIncludeVAT: request.includesVAT, currency: request.currency)
      }
    }
  }

  private struct Request: Sendable {
    let includesVAT: Bool
    let lines: [VATCalculation.Line]
    let currency: Currency
  }

  private static let quantity = Shape<String>.text(most: 20)
    .noting("pattern", "^[0-9]{1,10}(\\.[0-9]{1,6})?$").noting("examples", ["1", "2.5"])
    .refined { (text) throws(ShapeFault) -> Ratio in
      guard let quantity = VATCalculation.quantity(text) else {
        throw ShapeFault(
          "format", "must be a number above 0 in a string, such as \"1\" or \"2.5\"")
      }
      return quantity
    }

  private static let line = Shape<VATCalculation.Line>.object(
    .required("description", .text(most: 500)), .required("quantity", quantity),
    .required("unitPrice", .money()), .required("vatRate", .vatRate)
  ) { _, quantity, price, rate in
    VATCalculation.Line(quantity: quantity, unitPrice: price, rate: rate)
  }.titled("VATLine")

  private static let request = Shape<Request>.object(
    .required("pricesIncludeVAT", .bool),
    .required("lines", .list(of: line, count: APILimits.lines))
  ) { (includesVAT, lines) throws(ShapeFault) in
    let currency = lines.first?.unitPrice.currency ?? .eur
    for (index, line) in lines.enumerated() where line.unitPrice.currency != currency {
      throw ShapeFault(
        "currency", "must be the same on all lines", at: "/lines/\(index)/unitPrice/currency")
    }
    return Request(includesVAT: includesVAT, lines: lines, currency: currency)
  }

  private static let answer = Answer<VATCalculation>.object(
    "VATPreview",
    [
      .init("net", .money) { $0.net }, .init("vat", .money) { $0.vat },
      .init("gross", .money) { $0.gross },
      .init("rates", rate.list) { $0.rates },
    ])

  private static let rate = Answer<IssuedDocument.RateTotal>.object(
    "VATRateTotal",
    [
      .init("vatRate", .vatRate) { $0.rate }, .init("net", .money) { $0.net },
      .init("vat", .money) { $0.vat },
    ])
}

extension Answer<IssuedDocument.RateTotal> {
  static var rateTotal: Answer {
    .object(
      "RateTotal",
      [
        .init("vatRate", .vatRate) { $0.rate }, .init("treatment", .treatment) { $0.treatment },
        .init("net", .money) { $0.net }, .init("vat", .money) { $0.vat },
      ])
  }
}
