import Primitives

/// What stands on a document, in words and in order, ready to be placed: every amount, date and
/// label already written out in the reader's language. Decided by `Paper(_:)` from the issued
/// document; placed by `PaperLayout`, which knows nothing of invoices.
struct Paper: Hashable, Sendable {
  /// Told apart by the bar over the page before a word is read.
  enum Bar: Hashable, Sendable {
    /// A definitive invoice.
    case whole
    /// A pro forma: not yet an invoice.
    case dashed
    /// A credit note: the other way round.
    case hollow
  }

  /// What the colours of a stamp or card say.
  enum Tone: Hashable, Sendable { case due, settled, ended, returned }

  /// A label with its value: "Factuurdatum" with "16 november 2026".
  struct Fact: Hashable, Sendable {
    var label: String
    var value: String
    var isStrong = false
  }

  /// What the reader must see first.
  struct Stamp: Hashable, Sendable {
    var text: String
    var tone: Tone
  }

  /// The card that tells at one glance what is asked or what was done, and how to pay it.
  struct Card: Hashable, Sendable {
    var tone: Tone
    var headline: String
    var amount: String
    var rows: [String] = []
    /// Account, name and reference for a transfer.
    var transfer: [Fact] = []
    var code: CodeMatrix?
    /// What the code is for.
    var caption = ""
  }

  /// One row of the table; `details` stand small below the description.
  struct Line: Hashable, Sendable {
    var description: String
    var details: [String] = []
    /// The cells right of the description, one for each of `Table.columns`.
    var cells: [String]
    /// The sums of this line and all before it, in the columns that have sums.
    var carried: [String] = []
  }

  struct Table: Hashable, Sendable {
    var description: String
    /// Titles of the cells right of the description; all are set flush right.
    var columns: [String]
    var lines: [Line]
  }

  struct Total: Hashable, Sendable {
    enum Weight: Hashable, Sendable { case plain, strong, asked }
    var label: String
    var amount: String
    var weight: Weight = .plain
  }

  /// A name over an address.
  struct Address: Hashable, Sendable {
    var name: String
    var rows: [String]
  }

  struct Note: Hashable, Sendable {
    var heading: String?
    var text: String
  }

  var bar: Bar
  var title: String
  var number: String
  /// Nil where there is nothing to be paid, as on a credit note.
  var stamp: Stamp?
  var accent: Ink
  /// The shop's PNG.
  var logo: [UInt8]?
  var seller: Address
  var buyerHeading: String
  var buyer: Address
  var facts: [Fact]
  var card: Card?
  var table: Table
  var totals: [Total]
  /// What the law wants said, beside the totals.
  var mentions: [String]
  var notes: [Note]
  /// The seller's legal details at the foot of every page, joined by dots.
  var legal: [String]
  /// Of the words that the layout adds, such as the page numbers.
  var language: Language
  var metadata: PDFMetadata
}
