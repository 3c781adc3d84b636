import Archives
import Invoicing
import Primitives

/// Documents as rows. Columns have the names of the API, so that programs know both.
enum DocumentTable {
  static let columns = [
    "id", "kind", "number", "state", "issuedOn", "dueOn", "paidOn", "collectOn", "proFormaNumber",
    "creditedNumber", "customerId", "customerNumber", "customerName", "customerCountry",
    "customerVatNumber", "customerReference",
    "currency", "net", "vat", "total", "creditsUsed", "paid", "outstanding", "closed",
    "paymentReference",
  ]

  static func rows(_ exported: ExportedDocument) -> [TableRow] {
    let document = exported.document
    return [
      [
        .exact(document.id.description), .exact(document.kind.rawValue), .text(document.number),
        .exact(document.state.name), .date(document.issuedOn), .date(document.dueOn),
        .date(document.paidOn), .date(document.collectOn), .optional(document.proFormaNumber),
        .optional(document.creditedNumber), .exact(exported.customer.description),
        .text(exported.customerNumber), .text(document.buyer.name),
        .text(document.buyer.country), .optional(document.buyer.vatNumber),
        .optional(document.customerReference), .exact(document.total.currency.code),
        .amount(document.net), .amount(document.vat), .amount(document.total),
        .amount(document.creditsUsed), .amount(document.paid), .amount(document.toPay),
        .amount(document.closed), .exact(document.paymentReference),
      ]
    ]
  }
}

/// Lines of documents as rows.
enum LineTable {
  static let columns = [
    "documentId", "documentNumber", "issuedOn", "line", "description", "explanation", "periodFrom",
    "periodUntil", "quantity", "unitPrice", "pricesIncludeVAT", "amount", "net", "vatCategory",
    "vatRate", "currency",
  ]

  static func rows(_ exported: ExportedDocument) -> [TableRow] {
    let document = exported.document
    return document.lines.enumerated().map { index, line in
      [
        .exact(document.id.description), .text(document.number), .date(document.issuedOn),
        .exact("\(index + 1)"), .text(line.description), .optional(line.explanation),
        .date(line.period?.from), .date(line.period?.until), .exact("\(line.quantity)"),
        .amount(line.unitPrice), .exact("\(document.pricesIncludeVAT)"), .amount(line.amount),
        .amount(line.net), line.treatment.map { .exact($0.category.rawValue) } ?? .empty,
        line.treatment.map { .exact($0.rate.percent) } ?? .empty,
        .exact(document.total.currency.code),
      ]
    }
  }
}

extension CSVCell {
  static func optional(_ text: String?) -> CSVCell { text.map(CSVCell.text) ?? .empty }

  static func date(_ day: CivilDate?) -> CSVCell { day.map { .exact($0.description) } ?? .empty }

  static func amount(_ money: Money?) -> CSVCell { money.map { .exact($0.decimal) } ?? .empty }
}
