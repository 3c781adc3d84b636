import Archives
import EInvoices
import Invoicing
import Primitives
import Tenancy

/// A period's documents as a ZIP file: PDF and e-invoice of each, made when their turn comes.
actor DocumentArchive {
  private let exports: Exports
  private let pages: DocumentPages
  private let zip: ZIPWriter
  private var waiting: [ExportedDocument] = []
  private var missing = CSVWriter(columns: ["number", "rule", "reason"])
  private var hasMissing = false
  private var isFinished = false

  /// - Throws: `ArchiveError`.
  init(exports: Exports, period: Period) throws(ArchiveError) {
    self.exports = exports
    pages = DocumentPages(exports: exports, period: period, kinds: [.invoice, .creditNote])
    zip = try ZIPWriter()
  }

  func next() async throws -> [UInt8]? {
    while zip.pending < ExportFile.piece, !isFinished { try await step() }
    let bytes = zip.take()
    return bytes.isEmpty ? nil : bytes
  }

  private func step() async throws {
    if let exported = waiting.popLast() { return try await add(exported) }
    guard let page = try await pages.next() else { return try finish() }
    waiting = page.reversed()
  }

  private func add(_ exported: ExportedDocument) async throws {
    let document = exported.document
    let pdf = try await exports.renderPDF(document)
    let noon = DocumentArchive.noon(of: document.issuedOn)
    try zip.add("\(document.number).pdf", pdf, modified: noon)
    let invoice: EInvoice
    do {
      invoice = try exported.eInvoice()
    } catch {
      return note(error, document)
    }
    try zip.add("\(document.number).xml", invoice.ubl(), modified: noon)
  }

  private func finish() throws {
    if hasMissing {
      try zip.add("without-e-invoice.csv", missing.take(), modified: 0)
    }
    try zip.finish()
    isFinished = true
  }

  private func note(_ refusal: EInvoiceRefusal, _ document: IssuedDocument) {
    hasMissing = true
    let language = exports.scope.language
    guard case .incomplete(let problems) = refusal else { return }
    for problem in problems {
      missing.append([
        .text(document.number), .exact(problem.rule), .text(problem.phrase(language)),
      ])
    }
  }

  /// A file of a ZIP has a time without a zone; noon is the same day nearly everywhere.
  private static func noon(of day: CivilDate) -> Int64 {
    CivilZone.utc.startOfDay(day).milliseconds / 1000 + 43_200
  }
}
