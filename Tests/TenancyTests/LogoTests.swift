import Primitives
import Storage
import TestSupport
import Testing

@testable import Tenancy

@Suite struct LogoTests {
  /// The head of a PNG of this size; what follows is not looked at.
  static func png(width: UInt32, height: UInt32, bytes: Int = 64) -> [UInt8] {
    let head: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52,
    ]
    let sizes = [width, height].flatMap { size in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) }
    }
    return head + sizes + [UInt8](repeating: 0, count: max(bytes - 24, 0))
  }

  static let cases: [(bytes: [UInt8], isLogo: Bool)] = [
    (png(width: 1, height: 1), true),
    (png(width: 4000, height: 4000), true),
    (png(width: 4001, height: 10), false),
    (png(width: 10, height: 0), false),
    (png(width: 10, height: 0x8000_0000), false),
    ([], false),
    (Array("<svg onload=alert(1)>".utf8), false),
    (png(width: 9, height: 9, bytes: 30), false),
    (png(width: 9, height: 9, bytes: LogoStore.mostBytes), true),
    (png(width: 9, height: 9, bytes: LogoStore.mostBytes + 1), false),
  ]

  @Test(arguments: cases)
  func onlyAPictureOfAFitSizeIsALogo(bytes: [UInt8], isLogo: Bool) {
    if isLogo {
      #expect(throws: Never.self) { try LogoStore.check(bytes) }
    } else {
      #expect(throws: TenancyRefusal.self) { try LogoStore.check(bytes) }
    }
  }

  @Test(arguments: TestDatabase.kinds)
  func aLogoIsPutReplacedAndTakenAway(kind: DatabaseKind) async throws {
    try await kind.withShop { bench in
      let first = LogoTests.png(width: 10, height: 10)
      let second = LogoTests.png(width: 20, height: 10)
      for logo in [first, second, nil] {
        let stored = try await bench.database.write(as: bench.scope) { shop in
          try shop.logo.put(logo)
          return try shop.logo.current()
        }
        #expect(stored == logo)
      }
    }
  }
}
