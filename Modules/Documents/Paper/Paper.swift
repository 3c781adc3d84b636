import Primitives

/// What stands on a document, in words and in order, ready to be placed: every amount, date and
/// label already written out in the reader's language. Decided by `Paper(_:)` from the issued
/// document; placed by `PaperLayout`, which knows nothing of invoices.
struct Paper: Hashable, Sendable {
  /// A label with its value: "Factuurdatum" with "16 november 2026".
  struct Fact: Hashable, Sendable {
    var label: String
    var value: String
    var isStrong = false
  }

  /// What the reader must see first.
  struct Stamp: Hashable, Sendable {
    enum Tone: Hashable, Sendable { case due, settled, ended }
    var text: String
    var tone: Tone
  }

  /// The band that tells at one glance what is asked or what was done.
  struct Banner: Hashable, Sendable {
    var headline: String
    var amount: String
    var rows: [String] = []
  }

  /// One row of the table; `details` stand small below the description.
  struct Line: Hashable, Sendable {
    var description: String
    var details: [String] = []
    /// The cells right of the description, one for each of `Table.columns`.
    var cells: [String]
  }

  struct Table: Hashable, Sendable {
    var description: String
    /// Titles of the cells right of the description; all are set flush right.
    var columns: [String]
    var lines: [Line]
  }

  /// A small table of amounts, such as the VAT for each rate.
  struct Grid: Hashable, Sendable {
    var columns: [String]
    var rows: [[String]]
  }

  struct Total: Hashable, Sendable {
    enum Weight: Hashable, Sendable { case plain, strong }
    var label: String
    var amount: String
    var weight: Weight = .plain
  }

  /// A name over an address.
  struct Address: Hashable, Sendable {
    var name: String
    var rows: [String]
  }

  var title: String
  var number: String
  /// Nil where there is nothing to be paid, as on a credit note.
  var stamp: Stamp?
  var accent: Ink
  var seller: Address
  var buyerHeading: String
  var buyer: Address
  var facts: [Fact]
  var banner: Banner?
  var table: Table
  var totals: [Total]
  var grid: Grid?
  var notes: [String]
  /// The seller's legal details at the foot of every page, joined by dots.
  var legal: [String]
  /// Of the words that the layout adds, such as the page numbers.
  var language: Language
  var metadata: PDFMetadata
}
