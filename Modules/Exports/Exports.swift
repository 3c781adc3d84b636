package import AuditFiles
package import Invoicing
import JSON
package import Primitives
package import Storage
package import Tenancy

/// The exports of one shop, asked for by one person or program.
package struct Exports: Sendable {
  let database: Database
  let scope: TenantScope
  let software: (name: String, version: String)
  let renderPDF: @Sendable (IssuedDocument) async throws -> [UInt8]

  /// - Parameters:
  ///   - scope: who asks; needs the right `exportData`.
  ///   - version: of the program, as it stands in audit files.
  package init(
    database: Database, scope: TenantScope, version: String,
    renderPDF: @escaping @Sendable (IssuedDocument) async throws -> [UInt8]
  ) {
    self.database = database
    self.scope = scope
    self.renderPDF = renderPDF
    software = (name: "Penning", version: version)
  }

  /// The invoices and credit notes issued on these days: each as PDF and, where there can be one,
  /// as e-invoice; at the end a table of those that have none, with the reason.
  /// - Throws: `ExportRefusal`, `TenancyRefusal.forbidden`; later storage and drawing errors.
  package func documents(_ period: Period) async throws -> ExportFile {
    try await begin("documents", period)
    let archive = try DocumentArchive(exports: self, period: period)
    return try await ExportFile(name: name("documents", period, "zip"), type: "application/zip") {
      try await archive.next()
    }
  }

  /// A row for each document issued on these days, pro formas too.
  package func documentTable(_ period: Period) async throws -> ExportFile {
    try await begin("documentTable", period)
    return try await table(
      "documents", period, columns: DocumentTable.columns, rows: DocumentTable.rows)
  }

  /// A row for each line of those documents.
  package func lineTable(_ period: Period) async throws -> ExportFile {
    try await begin("lineTable", period)
    return try await table("lines", period, columns: LineTable.columns, rows: LineTable.rows)
  }

  /// The books of a calendar year as XML Auditfile Financieel.
  /// - Throws: also `AuditFileRefusal`.
  package func auditFile(
    _ year: Int, _ version: AuditFileVersion = .xaf32
  ) async throws -> ExportFile {
    try await record("auditFile", ["year": JSONValue(year)])
    let source = AuditSource.books(of: scope, year: year, in: database, software: software)
    let file = AuditFile(source, version: version)
    let name = AuditFile.name(shop: scope.shop, year: year)
    return try await ExportFile(name: name, type: "application/xml") { try await file.next() }
  }

  private func table(
    _ word: String, _ period: Period, columns: [String],
    rows: @escaping @Sendable (ExportedDocument) -> [TableRow]
  ) async throws -> ExportFile {
    let pages = DocumentPages(exports: self, period: period, kinds: DocumentKind.allCases)
    let table = TableStream(columns: columns) {
      try await pages.next().map { $0.flatMap(rows) }
    }
    return try await ExportFile(name: name(word, period, "csv"), type: "text/csv") {
      try await table.next()
    }
  }

  private func begin(_ what: String, _ period: Period) async throws {
    guard period.days <= ExportRefusal.longestDays else { throw ExportRefusal.period }
    try await record(
      what,
      ["from": .string(period.from.description), "until": .string(period.until.description)])
  }

  private func record(_ what: String, _ detail: JSONValue) async throws {
    try scope.require(.exportData)
    try await database.write(as: scope) { shop in
      try shop.audit.record("export.\(what)", shop.tenant, detail)
    }
  }

  /// Names the days as people count them: both are in it.
  private func name(_ word: String, _ period: Period, _ ending: String) -> String {
    "\(scope.shop.slug)-\(word)-\(period.from)-\(period.lastDay).\(ending)"
  }
}
