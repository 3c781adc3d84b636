/// Foreign keys that say nothing new.
///
/// PostgreSQL checks each key of each row by a query of its own, which is half of what a billing
/// run costs. That a row's shop exists follows where the row must have an owner of the same shop,
/// whose own key (or its owner's) points to the shop.
enum PostgresKeys {
  private static let shops = "tenants"
  private static let shop = "tenant_id"

  /// Drops the keys to the shop that follow from others.
  static func dropImplied(in transaction: Transaction) throws {
    for table in implied(in: try PostgresCatalog.tables(in: transaction)) {
      let names: [String] = try transaction.all(
        """
        SELECT con.conname FROM pg_constraint AS con
        JOIN pg_class AS class ON class.oid = con.conrelid
        JOIN pg_class AS target ON target.oid = con.confrelid
        WHERE con.contype = 'f' AND con.confdeltype = 'a' AND target.relname = \(shops)
          AND class.relname = \(table) AND array_length(con.conkey, 1) = 1
          AND class.relnamespace = current_schema()::regnamespace
        """
      ) { try $0(0) }
      for name in names {
        try transaction.run(script: "ALTER TABLE \(table) DROP CONSTRAINT \"\(name)\"")
      }
    }
  }

  /// The tables with a key to the shop that have an owner whose shop is known to exist.
  static func implied(in tables: [TableDescription]) -> [String] {
    let direct = Set(tables.filter(pointsToShop).map(\.name))
    var known = Set(
      tables.filter { direct.contains($0.name) && owners(of: $0).isEmpty }.map(\.name))
    let roots = known
    while let next = tables.first(where: {
      !known.contains($0.name) && !owners(of: $0).isDisjoint(with: known)
    }) {
      known.insert(next.name)
    }
    return known.subtracting(roots).intersection(direct).sorted()
  }

  private static func pointsToShop(_ table: TableDescription) -> Bool {
    table.foreignKeys.contains { $0.table == shops && $0.columns == [shop] }
  }

  /// The tables of which every row must have a row of its own shop.
  private static func owners(of table: TableDescription) -> Set<String> {
    let optional = Set(table.columns.filter(\.isNullable).map(\.name))
    let keys = table.foreignKeys.filter { key in
      key.table != table.name && optional.isDisjoint(with: key.columns)
        && zip(key.columns, key.referenced).contains { $0 == (shop, shop) }
    }
    return Set(keys.map(\.table))
  }
}
