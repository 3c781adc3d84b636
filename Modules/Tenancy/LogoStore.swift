import Storage

/// The picture on a shop's documents and pages.
package struct LogoStore {
  let shop: ShopTransaction

  /// Bytes of a logo at most.
  package static let mostBytes = 512 * 1024
  /// Pixels of a side at most: a small file may unfold to a huge picture.
  package static let mostPixels = 4000

  /// The PNG as it was put; nil where the shop has none.
  package func current() throws -> [UInt8]? {
    try shop.first("SELECT png FROM shop_logos WHERE tenant_id = \(shop.tenant)") { row in
      try row.get(0)
    }
  }

  /// Puts another logo, with an audit line; nil takes it away.
  /// - Throws: `TenancyRefusal.field("/logo", …)` for what is no PNG, or one too large.
  package func put(_ png: [UInt8]?) throws {
    try shop.scope.require(.manageSettings)
    if let png { try LogoStore.check(png) }
    try shop.execute("DELETE FROM shop_logos WHERE tenant_id = \(shop.tenant)")
    if let png {
      try shop.execute(
        "INSERT INTO shop_logos (tenant_id, png) VALUES (\(shop.tenant), \(png))")
    }
    try shop.audit.record(png == nil ? "logo.removed" : "logo.changed", shop.tenant)
  }

  /// The signature, and the size that its first chunk (IHDR) tells.
  package static func check(_ png: [UInt8]) throws(TenancyRefusal) {
    guard png.count <= mostBytes else { throw .field("/logo", .tooLong(mostBytes)) }
    let head: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52,
    ]
    guard png.count > 33, png.starts(with: head),
      let width = size(in: png, at: 16), let height = size(in: png, at: 20)
    else { throw .field("/logo", .malformed) }
    guard (1...mostPixels).contains(width), (1...mostPixels).contains(height) else {
      throw .field("/logo", .outOfRange(1, mostPixels))
    }
  }

  /// Four bytes, the highest first.
  private static func size(in png: [UInt8], at place: Int) -> Int? {
    guard png.count >= place + 4 else { return nil }
    return png[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
  }
}

extension ShopTransaction {
  package var logo: LogoStore { LogoStore(shop: self) }
}
