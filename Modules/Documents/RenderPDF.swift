package import Invoicing
import Synchronization

/// The document as an A4 PDF in its own language, fonts embedded. The same
/// document gives the same bytes. Takes one to five milliseconds a page; any thread may call it.
///
/// - Throws: `DocumentError` when cairo refuses or the document has absurdly many lines.
package func renderPDF(_ document: IssuedDocument) throws(DocumentError) -> [UInt8] {
  let paper = Paper(document)
  return try press.withLock { _ throws(DocumentError) in
    let type = try CairoType()
    let sheets = try PaperLayout(paper: paper, ruler: type).sheets()
    return try PDFPrinter(type: type).print(sheets, metadata: paper.metadata)
  }
}

/// One at a time: cairo's text calls share fontconfig and FreeType between all threads.
private let press = Mutex(())
