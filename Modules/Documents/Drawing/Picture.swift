import CCairo

/// A shop's PNG, decoded once and made as small as it is printed.
final class Picture {
  let surface: OpaquePointer
  /// Pixels of the small one.
  let width: Int
  let height: Int

  /// The room that a picture gets on paper, in points.
  static let room = Box(x: 0, y: 0, width: 168, height: 52)
  /// Pixels a point: 200 an inch.
  private static let density = 200.0 / 72
  /// Pixels of a side that are still decoded: a small file may unfold to a huge picture.
  private static let mostPixels = 4000

  /// Nil when the bytes are no PNG of a sane size.
  init?(png: [UInt8]) {
    guard let size = Picture.size(of: png), let whole = Picture.decode(png) else { return nil }
    defer { cairo_surface_destroy(whole) }
    let scale = min(
      Self.room.width * Self.density / Double(size.width),
      Self.room.height * Self.density / Double(size.height), 1)
    width = max(Int((Double(size.width) * scale).rounded()), 1)
    height = max(Int((Double(size.height) * scale).rounded()), 1)
    guard let small = Picture.shrink(whole, from: size, to: (width, height)) else { return nil }
    surface = small
  }

  deinit { cairo_surface_destroy(surface) }

  /// The size on paper: as its room allows, never larger than its own pixels at 72 an inch.
  var printed: (width: Double, height: Double) {
    let scale = min(
      Self.room.width / Double(width), Self.room.height / Double(height), 1)
    return (Double(width) * scale, Double(height) * scale)
  }

  /// What its first chunk says (IHDR).
  static func size(of png: [UInt8]) -> (width: Int, height: Int)? {
    let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    guard png.count > 33, png.starts(with: head) else { return nil }
    func number(_ place: Int) -> Int { png[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    let (width, height) = (number(16), number(20))
    guard (1...mostPixels).contains(width), (1...mostPixels).contains(height) else { return nil }
    return (width, height)
  }

  private static func decode(_ png: [UInt8]) -> OpaquePointer? {
    let source = ByteSource(png)
    let target = Unmanaged.passUnretained(source).toOpaque()
    let surface = cairo_image_surface_create_from_png_stream(readFromSource, target)
    withExtendedLifetime(source) {}
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
      cairo_surface_destroy(surface)
      return nil
    }
    return surface
  }

  private static func shrink(
    _ whole: OpaquePointer, from size: (width: Int, height: Int), to small: (Int, Int)
  ) -> OpaquePointer? {
    let format =
      cairo_surface_get_content(whole) == CAIRO_CONTENT_COLOR
      ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32
    let surface = cairo_image_surface_create(format, Int32(small.0), Int32(small.1))
    let context = cairo_create(surface)
    defer { cairo_destroy(context) }
    cairo_scale(
      context, Double(small.0) / Double(size.width), Double(small.1) / Double(size.height))
    cairo_set_source_surface(context, whole, 0, 0)
    cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_BEST)
    cairo_paint(context)
    guard cairo_status(context) == CAIRO_STATUS_SUCCESS else {
      cairo_surface_destroy(surface)
      return nil
    }
    cairo_surface_flush(surface)
    return surface
  }
}

/// Gives cairo's reader its bytes.
private final class ByteSource {
  let bytes: [UInt8]
  var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// cairo calls this from inside `decode`, on the same thread, while the source is held there.
private let readFromSource: cairo_read_func_t = { target, data, count in
  guard let target, let data else { return CAIRO_STATUS_READ_ERROR }
  let source = Unmanaged<ByteSource>.fromOpaque(target).takeUnretainedValue()
  guard Int(count) <= source.bytes.count - source.place else { return CAIRO_STATUS_READ_ERROR }
  for offset in 0..<Int(count) { data[offset] = source.bytes[source.place + offset] }
  source.place += Int(count)
  return CAIRO_STATUS_SUCCESS
}
