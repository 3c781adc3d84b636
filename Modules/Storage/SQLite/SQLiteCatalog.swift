/// What SQLite knows of its tables.
enum SQLiteCatalog {
  static func tables(in transaction: Transaction) throws -> [TableDescription] {
    let names: [String] = try transaction.all(
      """
      SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      ORDER BY name
      """
    ) { try $0(0) }
    return try names.map { name in
      TableDescription(
        name: name, columns: try columns(of: name, transaction),
        primaryKey: try transaction.all(
          "SELECT name FROM pragma_table_info(\(name)) WHERE pk > 0 ORDER BY pk"
        ) { try $0(0) },
        foreignKeys: try foreignKeys(of: name, transaction),
        indexes: try indexes(of: name, transaction))
    }
  }

  private static func columns(
    of table: String, _ transaction: Transaction
  ) throws -> [ColumnDescription] {
    try transaction.all(
      "SELECT name, type, \"notnull\" FROM pragma_table_info(\(table)) ORDER BY cid"
    ) { row in
      ColumnDescription(
        name: try row(0), type: try row(1), isNullable: try row.get(2) as Int64 == 0)
    }
  }

  private static func foreignKeys(
    of table: String, _ transaction: Transaction
  ) throws -> [ForeignKeyDescription] {
    let ids: [Int64] = try transaction.all(
      "SELECT DISTINCT id FROM pragma_foreign_key_list(\(table)) ORDER BY id"
    ) { try $0(0) }
    return try ids.map { id in
      let pairs: [(String, String, String?)] = try transaction.all(
        """
        SELECT "table", "from", "to" FROM pragma_foreign_key_list(\(table)) WHERE id = \(id)
        ORDER BY seq
        """
      ) { (try $0(0), try $0(1), try $0(2)) }
      return ForeignKeyDescription(
        columns: pairs.map(\.1), table: pairs.first?.0 ?? "", referenced: pairs.compactMap(\.2))
    }
  }

  private static func indexes(
    of table: String, _ transaction: Transaction
  ) throws -> [IndexDescription] {
    let found: [(name: String, isUnique: Bool, origin: String, sql: String?)] =
      try transaction.all(
        """
        SELECT list.name, list."unique", list.origin, master.sql
        FROM pragma_index_list(\(table)) AS list
        LEFT JOIN sqlite_master AS master ON master.type = 'index' AND master.name = list.name
        ORDER BY list.name
        """
      ) { (try $0(0), try $0(1), try $0(2), try $0(3)) }
    return try found.map { index in
      IndexDescription(
        name: index.name,
        columns: try transaction.all(
          "SELECT COALESCE(name, '') FROM pragma_index_info(\(index.name)) ORDER BY seqno"
        ) { try $0(0) },
        isUnique: index.isUnique, isPrimary: index.origin == "pk",
        predicate: index.sql.flatMap(predicate))
    }
  }

  private static func predicate(_ sql: String) -> String? {
    sql.firstRange(of: " WHERE ").map { String(sql[$0.upperBound...]) }
      ?? sql.firstRange(of: "\nWHERE ").map { String(sql[$0.upperBound...]) }
  }
}
