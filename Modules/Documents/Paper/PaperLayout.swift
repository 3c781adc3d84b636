/// Places a paper on as many A4 sheets as it takes.
struct PaperLayout {
  /// The most pages of one document; about 20,000 lines.
  static let pageLimit = 1_000

  let paper: Paper
  let ruler: any TextRuler
  /// The size of the shop's picture on paper; nil where it has none.
  var logo: (width: Double, height: Double)?

  /// The finished sheets, at least one.
  func sheets() throws(DocumentError) -> [Sheet] {
    var pen = Pen(ruler: ruler)
    writeHead(&pen)
    try writeTable(&pen)
    try writeSums(&pen)
    try writeNotes(&pen)
    for page in pen.sheets.indices { writeFoot(&pen, page: page) }
    return pen.sheets
  }

  /// Goes on to the next page, which carries the shop, the title and the number.
  func turnPage(_ pen: inout Pen) throws(DocumentError) {
    guard pen.sheets.count < Self.pageLimit else { throw .tooManyPages(limit: Self.pageLimit) }
    pen.turnPage()
    writeCarriedHead(&pen)
  }

  /// The shop's colour, dark enough to be read on white.
  var accent: Ink { paper.accent }

  /// The colour of a card or stamp: what is to be paid is asked in the shop's own.
  func ink(of tone: Paper.Tone) -> Ink { tone == .due ? accent : tone.ink }
}
