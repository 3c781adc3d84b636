import CCairo

/// DejaVu Sans through cairo's own text calls: measured unhinted, so that a width at one size is
/// that width at every size, scaled, and equals what the PDF shows.
final class CairoFont {
  static let family = "DejaVu Sans"

  let face: OpaquePointer
  private let scaled: OpaquePointer
  private var advances: [Unicode.Scalar: Double] = [:]

  /// One em of the measuring font, in points.
  private static let em = 100.0

  init(_ cut: Face) throws(DocumentError) {
    let weight = cut == .bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
    guard let face = cairo_toy_font_face_create(Self.family, CAIRO_FONT_SLANT_NORMAL, weight)
    else { throw .drawing("no font face") }
    var size = cairo_matrix_t()
    var identity = cairo_matrix_t()
    cairo_matrix_init_scale(&size, Self.em, Self.em)
    cairo_matrix_init_identity(&identity)
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    defer { cairo_font_options_destroy(options) }
    guard let scaled = cairo_scaled_font_create(face, &size, &identity, options) else {
      cairo_font_face_destroy(face)
      throw .drawing("no scaled font")
    }
    self.face = face
    self.scaled = scaled
    try cairoCheck(cairo_scaled_font_status(scaled))
  }

  deinit {
    cairo_scaled_font_destroy(scaled)
    cairo_font_face_destroy(face)
  }

  /// The width of the text in points at the size. The text calls know no kerning, so widths add.
  func width(of text: String, size: Double) -> Double {
    var sum = 0.0
    for scalar in text.unicodeScalars { sum += advance(of: scalar) }
    return sum * size / Self.em
  }

  private func advance(of scalar: Unicode.Scalar) -> Double {
    if let known = advances[scalar] { return known }
    var extents = cairo_text_extents_t()
    cairo_scaled_font_text_extents(scaled, String(scalar), &extents)
    advances[scalar] = extents.x_advance
    return extents.x_advance
  }
}

/// The fonts of one print run.
final class CairoType: TextRuler {
  private let regular: CairoFont
  private let bold: CairoFont

  init() throws(DocumentError) {
    regular = try CairoFont(.regular)
    bold = try CairoFont(.bold)
  }

  func font(_ face: Face) -> CairoFont {
    switch face {
    case .regular: regular
    case .bold: bold
    }
  }

  func width(of text: String, in style: TextStyle) -> Double {
    font(style.face).width(of: text, size: style.size)
  }
}

/// Turns cairo's status into an error with cairo's own words.
func cairoCheck(_ status: cairo_status_t) throws(DocumentError) {
  guard status != CAIRO_STATUS_SUCCESS else { return }
  throw .drawing(cairo_status_to_string(status).map { String(cString: $0) } ?? "unknown")
}
