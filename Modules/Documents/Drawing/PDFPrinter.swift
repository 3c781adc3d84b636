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
  let picture: Picture?

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
    case .text(let text, let point, let style): write(text, at: point, style, on: context)
    case .rule(let start, let end, let thickness, let ink):
      stroke([start, end], thickness, ink, cap: CAIRO_LINE_CAP_BUTT, on: context)
    case .stroke(let points, let thickness, let ink):
      stroke(points, thickness, ink, cap: CAIRO_LINE_CAP_ROUND, on: context)
    case .fill(let box, let corner, let ink):
      use(ink, on: context)
      outline(box, corner, on: context)
      cairo_fill(context)
    case .frame(let box, let corner, let thickness, let ink):
      use(ink, on: context)
      cairo_set_line_width(context, thickness)
      outline(box, corner, on: context)
      cairo_stroke(context)
    case .code(let matrix, let box, let ink): draw(matrix, in: box, ink, on: context)
    case .picture(let box): drawPicture(in: box, on: context)
    }
  }

  /// Each stretch of characters in the first font that has them, one behind the other.
  private func write(
    _ text: String, at point: Point, _ style: TextStyle, on context: OpaquePointer?
  ) {
    use(style.ink, on: context)
    cairo_set_font_size(context, style.size)
    var x = point.x
    for run in type.runs(of: VisualOrder.of(text), in: style) {
      cairo_set_font_face(context, run.font.face)
      cairo_move_to(context, x, point.y)
      cairo_show_text(context, run.text)
      x += run.width
    }
  }

  private func stroke(
    _ points: [Point], _ thickness: Double, _ ink: Ink, cap: cairo_line_cap_t,
    on context: OpaquePointer?
  ) {
    guard let first = points.first else { return }
    use(ink, on: context)
    cairo_set_line_width(context, thickness)
    cairo_set_line_cap(context, cap)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
    cairo_stroke(context)
  }

  /// All squares in one path, so that no light seam shows between them.
  private func draw(
    _ matrix: CodeMatrix, in box: Box, _ ink: Ink, on context: OpaquePointer?
  ) {
    let side = min(box.width, box.height) / Double(matrix.size)
    use(ink, on: context)
    for stretch in matrix.stretches {
      cairo_rectangle(
        context, box.x + Double(stretch.column) * side, box.y + Double(stretch.row) * side,
        Double(stretch.length) * side, side)
    }
    cairo_fill(context)
  }

  private func drawPicture(in box: Box, on context: OpaquePointer?) {
    guard let picture else { return }
    cairo_save(context)
    defer { cairo_restore(context) }
    cairo_translate(context, box.x, box.y)
    let scale = min(box.width / Double(picture.width), box.height / Double(picture.height))
    cairo_scale(context, scale, scale)
    cairo_set_source_surface(context, picture.surface, 0, 0)
    cairo_paint(context)
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
