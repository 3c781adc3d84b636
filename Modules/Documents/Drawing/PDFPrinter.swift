import CCairo

/// What a PDF says about itself. The moment is the document's own, so that the same document
/// gives the same bytes whenever it is printed.
struct PDFMetadata: Hashable, Sendable {
  var title: String
  var author: String
  var subject: String
  /// RFC 3339, in UTC.
  var created: String
}

/// Draws sheets into a PDF held in memory, fonts embedded as subsets.
struct PDFPrinter {
  let type: CairoType

  func print(_ sheets: [Sheet], metadata: PDFMetadata) throws(DocumentError) -> [UInt8] {
    let collector = ByteCollector()
    try draw(sheets, metadata: metadata, into: collector)
    return collector.bytes
  }

  private func draw(
    _ sheets: [Sheet], metadata: PDFMetadata, into collector: ByteCollector
  ) throws(DocumentError) {
    let target = Unmanaged.passUnretained(collector).toOpaque()
    let surface = cairo_pdf_surface_create_for_stream(
      appendToCollector, target, Sheet.width, Sheet.height)
    defer { withExtendedLifetime(collector) { cairo_surface_destroy(surface) } }
    try cairoCheck(cairo_surface_status(surface))
    describe(surface, metadata)
    let context = cairo_create(surface)
    defer { cairo_destroy(context) }
    for sheet in sheets {
      for mark in sheet.marks { draw(mark, on: context) }
      cairo_show_page(context)
    }
    try cairoCheck(cairo_status(context))
    cairo_surface_finish(surface)
    try cairoCheck(cairo_surface_status(surface))
  }

  private func describe(_ surface: OpaquePointer?, _ metadata: PDFMetadata) {
    let values: [(cairo_pdf_metadata_t, String)] = [
      (CAIRO_PDF_METADATA_TITLE, metadata.title),
      (CAIRO_PDF_METADATA_AUTHOR, metadata.author),
      (CAIRO_PDF_METADATA_SUBJECT, metadata.subject),
      (CAIRO_PDF_METADATA_CREATOR, "Penning"),
      (CAIRO_PDF_METADATA_CREATE_DATE, metadata.created),
      (CAIRO_PDF_METADATA_MOD_DATE, metadata.created),
    ]
    for (key, value) in values { cairo_pdf_surface_set_metadata(surface, key, value) }
  }

  private func draw(_ mark: Mark, on context: OpaquePointer?) {
    switch mark {
    case .text(let text, let point, let style):
      use(style.ink, on: context)
      cairo_set_font_face(context, type.font(style.face).face)
      cairo_set_font_size(context, style.size)
      cairo_move_to(context, point.x, point.y)
      cairo_show_text(context, text)
    case .rule(let start, let end, let thickness, let ink):
      use(ink, on: context)
      cairo_set_line_width(context, thickness)
      cairo_move_to(context, start.x, start.y)
      cairo_line_to(context, end.x, end.y)
      cairo_stroke(context)
    case .fill(let box, let corner, let ink):
      use(ink, on: context)
      outline(box, corner, on: context)
      cairo_fill(context)
    case .frame(let box, let corner, let thickness, let ink):
      use(ink, on: context)
      cairo_set_line_width(context, thickness)
      outline(box, corner, on: context)
      cairo_stroke(context)
    }
  }

  private func use(_ ink: Ink, on context: OpaquePointer?) {
    cairo_set_source_rgb(
      context, Double(ink.red) / 255, Double(ink.green) / 255, Double(ink.blue) / 255)
  }

  private func outline(_ box: Box, _ corner: Double, on context: OpaquePointer?) {
    guard corner > 0 else {
      cairo_rectangle(context, box.x, box.y, box.width, box.height)
      return
    }
    let right = box.x + box.width - corner
    let bottom = box.y + box.height - corner
    let quarter = Double.pi / 2
    cairo_new_sub_path(context)
    cairo_arc(context, right, box.y + corner, corner, -quarter, 0)
    cairo_arc(context, right, bottom, corner, 0, quarter)
    cairo_arc(context, box.x + corner, bottom, corner, quarter, 2 * quarter)
    cairo_arc(context, box.x + corner, box.y + corner, corner, 2 * quarter, 3 * quarter)
    cairo_close_path(context)
  }
}

/// Takes cairo's stream.
private final class ByteCollector {
  var bytes: [UInt8] = []
}

/// cairo calls this from inside `draw`, on the same thread, while the collector is held there.
private let appendToCollector: cairo_write_func_t = { target, data, count in
  guard let target, let data else { return CAIRO_STATUS_WRITE_ERROR }
  let collector = Unmanaged<ByteCollector>.fromOpaque(target).takeUnretainedValue()
  collector.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
  return CAIRO_STATUS_SUCCESS
}
