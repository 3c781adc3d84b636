/// One step of the schema: run once, in one transaction, in the order of the manifest; never
/// edited afterwards and never undone.
package struct Migration: Sendable, Hashable {
  /// `module.NNN-what`, unique over the platform.
  package let name: String
  /// Statements separated by semicolons, in the subset that both databases take.
  package let sql: String
  /// Tables made here that have a `tenant_id` but belong to the platform: they get no row-level
  /// security, since they are read before the shop is known.
  package let platformTables: Set<String>

  package init(_ name: String, _ sql: String, platformTables: Set<String> = []) {
    self.name = name
    self.sql = sql
    self.platformTables = platformTables
  }

  /// Tells an edited migration from the one that was run (FNV-1a; no secret is kept by it).
  var checksum: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in sql.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }
}
