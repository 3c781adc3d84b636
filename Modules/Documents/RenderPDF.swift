package import Invoicing
import Synchronization

/// The document as an A4 PDF in its own language, fonts embedded. The same
/// document gives the same bytes. Takes one to five milliseconds a page; any thread may call it.
///
/// - Throws: `DocumentError` when cairo refuses or the document has absurdly many lines.
package func renderPDF(_ document: IssuedDocument) throws(DocumentError) -> [UInt8] {
  let paper = Paper(document)
  return try press.withLock { press throws(DocumentError) in
    let standing = if let press { press } else { try PrintingPress() }
    press = standing
    return try standing.print(paper)
  }
}

/// One at a time: cairo's text calls share fontconfig and FreeType between all threads. Made with
/// the first document and kept, for fonts take longer to open than a page to draw.
private let press = Mutex<PrintingPress?>(nil)

/// The fonts and the pictures of the shops that print most.
final class PrintingPress {
  private let type: CairoType
  /// The latest last; nil for bytes that are no picture.
  private var pictures: [(png: [UInt8], picture: Picture?)] = []

  /// Small pictures that are kept: some 200 kB each.
  private static let mostPictures = 32

  init() throws(DocumentError) {
    type = try CairoType()
  }

  func print(_ paper: Paper) throws(DocumentError) -> [UInt8] {
    let picture = paper.logo.flatMap(picture)
    let layout = PaperLayout(paper: paper, ruler: type, logo: picture?.printed)
    return try PDFPrinter(type: type, picture: picture)
      .print(try layout.sheets(), metadata: paper.metadata)
  }

  private func picture(_ png: [UInt8]) -> Picture? {
    if let index = pictures.firstIndex(where: { $0.png == png }) {
      let known = pictures.remove(at: index)
      pictures.append(known)
      return known.picture
    }
    let picture = Picture(png: png)
    if pictures.count >= Self.mostPictures { pictures.removeFirst() }
    pictures.append((png, picture))
    return picture
  }
}
