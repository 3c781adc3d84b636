import Primitives
import Storage
import Tenancy

/// The rows of a batch of documents, gathered for bulk statements.
struct DocumentRows {
  let shop: ShopTransaction
  private var documents = BulkRows(into: "invoices", documentColumns)
  private var lines = BulkRows(into: "invoice_lines", lineColumns)
  private var rates = BulkRows(into: "invoice_rates", rateColumns)
  private var attachments = BulkRows(into: "invoice_attachments", attachmentColumns)

  init(shop: ShopTransaction) { self.shop = shop }

  mutating func append(_ document: PressedDocument) {
    appendHead(document)
    for (ordinal, line) in document.content.lines.enumerated() {
      lines.append(
        document.head.id, ordinal, shop.tenant, line.description, line.explanation,
        line.period?.from, line.period?.until, line.quantity, line.unitPrice.minorUnits,
        line.amount.minorUnits, line.net.minorUnits, line.treatment.code, line.source,
        line.component, line.creditedOrdinal)
    }
    for (ordinal, attachment) in document.content.attachments.enumerated() {
      attachments.append(
        document.head.id, ordinal, shop.tenant, attachment.file, attachment.name)
    }
    guard document.head.kind != .proForma else { return }
    for rate in document.content.rates {
      rates.append(
        document.head.id, rate.treatment.code, shop.tenant, rate.net.minorUnits,
        rate.vat.minorUnits)
    }
  }

  func insert() throws {
    try shop.insert(documents)
    try shop.insert(lines)
    try shop.insert(rates)
    try shop.insert(attachments)
  }

  private mutating func appendHead(_ document: PressedDocument) {
    let head = document.head
    documents.append(
      head.id, shop.tenant, head.kind.rawValue, document.number.series, document.number.number,
      head.number, head.customer, document.seller.id, document.buyer.id, head.issuedOn,
      head.dueOn, head.collectOn, head.paidOn, head.state.name, head.language,
      head.total.currency, document.content.pricesIncludeVAT, head.total.minorUnits,
      head.paid.minorUnits, head.creditsUsed.minorUnits, head.toPay.minorUnits,
      head.closed.minorUnits, head.reference.text, head.proForma, head.credited, head.source,
      document.hash, shop.now, head.version, document.content.customerReference,
      document.content.note, document.content.attachments.count)
  }

  private static let documentColumns: [Column] = [
    .integer("id"), .integer("tenant_id"), .text("kind"), .text("series"), .integer("number"),
    .text("number_text"), .integer("customer_id"), .integer("seller_id"), .integer("buyer_id"),
    .text("issued_on"), .text("due_on"), .text("collect_on"), .text("paid_on"), .text("state"),
    .text("language"), .text("currency"), .integer("prices_include_vat"), .integer("total"),
    .integer("paid"), .integer("credits"), .integer("open_amount"), .integer("closed_amount"),
    .text("reference"), .integer("pro_forma_id"), .integer("credited_id"), .text("source"),
    .bytes("content_hash"), .integer("issued_at"), .integer("version"),
    .text("customer_reference"), .text("note"), .integer("attachments"),
  ]

  private static let lineColumns: [Column] = [
    .integer("invoice_id"), .integer("ordinal"), .integer("tenant_id"), .text("description"),
    .text("explanation"), .text("period_from"), .text("period_until"), .integer("quantity"),
    .integer("unit_price"), .integer("amount"), .integer("net"), .text("treatment"),
    .text("source"), .text("component"), .integer("credited_ordinal"),
  ]

  private static let rateColumns: [Column] = [
    .integer("invoice_id"), .text("treatment"), .integer("tenant_id"), .integer("net"),
    .integer("vat"),
  ]

  private static let attachmentColumns: [Column] = [
    .integer("invoice_id"), .integer("ordinal"), .integer("tenant_id"), .integer("file_id"),
    .text("name"),
  ]
}
