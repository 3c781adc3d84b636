import CCairo

/// One font through cairo's own text calls: measured unhinted, so that a width at one size is that
/// width at every size, scaled, and equals what the PDF shows.
final class CairoFont {
  let face: OpaquePointer
  private let scaled: OpaquePointer

  /// One em of the measuring font, in points.
  static let em = 100.0

  init(family: String, _ cut: Face) throws(DocumentError) {
    let weight = cut == .bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
    guard let face = cairo_toy_font_face_create(family, CAIRO_FONT_SLANT_NORMAL, weight)
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

  /// Whether the font has a picture of the character at all, and how wide it stands at one em.
  func glyph(of scalar: Unicode.Scalar) -> (isThere: Bool, advance: Double) {
    var glyphs: UnsafeMutablePointer<cairo_glyph_t>?
    var count: Int32 = 0
    let text = String(scalar)
    let status = cairo_scaled_font_text_to_glyphs(
      scaled, 0, 0, text, Int32(text.utf8.count), &glyphs, &count, nil, nil, nil)
    defer { cairo_glyph_free(glyphs) }
    guard status == CAIRO_STATUS_SUCCESS, count > 0, let glyph = glyphs else { return (false, 0) }
    var extents = cairo_text_extents_t()
    cairo_scaled_font_glyph_extents(scaled, glyph, 1, &extents)
    return (glyph.pointee.index != 0, extents.x_advance)
  }
}

/// Turns cairo's status into an error with cairo's own words.
func cairoCheck(_ status: cairo_status_t) throws(DocumentError) {
  guard status != CAIRO_STATUS_SUCCESS else { return }
  throw .drawing(cairo_status_to_string(status).map { String(cString: $0) } ?? "unknown")
}
