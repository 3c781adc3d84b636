import JSON
import Primitives
import Storage

/// A shop's settings: read as one value, changed key by key, every change in the audit log.
package struct SettingsStore {
  let shop: ShopTransaction

  /// What holds now; defaults where the shop set nothing.
  package func current() throws -> ShopSettings {
    try load().settings
  }

  /// Changes the settings and writes the keys that differ.
  ///
  /// Refuses without the right, with values that cannot hold, and as `.stale` when `expected` is
  /// given and someone else was first.
  @discardableResult
  package func change(
    expecting expected: Int64? = nil, _ edit: (inout ShopSettings) throws -> Void
  ) throws -> ShopSettings {
    try shop.scope.require(.manageSettings)
    let (old, versions) = try load()
    if let expected, expected != old.version { throw TenancyRefusal.stale(.setting) }
    var new = old
    try edit(&new)
    try new.validate()
    for key in SettingKey.all {
      let (before, after) = (key.json(old), key.json(new))
      guard before != after else { continue }
      try write(key.name, after, over: versions[key.name] ?? 0)
      new.version += 1
      try shop.audit.record(
        "settings.changed", key.name, ["from": before, "to": after])
    }
    return new
  }

  private func load() throws -> (settings: ShopSettings, versions: [String: Int64]) {
    var settings = ShopSettings()
    var versions: [String: Int64] = [:]
    try shop.each(
      "SELECT name, value, version FROM settings WHERE tenant_id = \(shop.tenant)"
    ) { row in
      let (name, text, version): (String, String, Int64) = (try row(0), try row(1), try row(2))
      versions[name] = version
      settings.version += version
      // A key of a newer version of the program is left as it is.
      guard let key = SettingKey.all.first(where: { $0.name == name }) else { return }
      var problems: [FieldProblem] = []
      key.read(try JSONValue(parsing: text), &settings, &problems)
      guard problems.isEmpty else {
        throw TenancyDamage.unreadable(
          table: "settings", id: shop.tenant.rawValue, column: name)
      }
    }
    return (settings, versions)
  }

  /// Compare-and-set on the key's version.
  private func write(_ name: String, _ value: JSONValue, over version: Int64) throws {
    let changed =
      if version == 0 {
        try shop.execute(
          """
          INSERT INTO settings (tenant_id, name, value, version)
          VALUES (\(shop.tenant), \(name), \(value.text), 1) ON CONFLICT DO NOTHING
          """)
      } else {
        try shop.execute(
          """
          UPDATE settings SET value = \(value.text), version = version + 1
          WHERE tenant_id = \(shop.tenant) AND name = \(name) AND version = \(version)
          """)
      }
    guard changed == 1 else { throw TenancyRefusal.stale(.setting) }
  }
}

extension ShopTransaction {
  package var settings: SettingsStore { SettingsStore(shop: self) }
}
