/// A table as it stands in the database, for tests of the schema.
package struct TableDescription: Sendable, Hashable {
  package let name: String
  package let columns: [ColumnDescription]
  /// In the order of the key.
  package let primaryKey: [String]
  package let foreignKeys: [ForeignKeyDescription]
  /// Every index, those of keys included.
  package let indexes: [IndexDescription]

  /// The columns of each unique key, the primary one included.
  package var uniqueKeys: [[String]] { indexes.filter(\.isUnique).map(\.columns) }
}

package struct ColumnDescription: Sendable, Hashable {
  package let name: String
  /// As the database names it: `BIGINT` in SQLite is `bigint` in PostgreSQL.
  package let type: String
  package let isNullable: Bool
}

package struct ForeignKeyDescription: Sendable, Hashable {
  package let columns: [String]
  package let table: String
  package let referenced: [String]
}

package struct IndexDescription: Sendable, Hashable {
  package let name: String
  /// In the order of the index; an expression stands as its text on PostgreSQL, empty on SQLite.
  package let columns: [String]
  package let isUnique: Bool
  package let isPrimary: Bool
  /// What stands after WHERE in a partial index.
  package let predicate: String?
}

extension Database {
  /// All tables by name, those of Storage itself included.
  package func tables() async throws -> [TableDescription] {
    let dialect = dialect
    return try await read { transaction in
      switch dialect {
      case .sqlite: try SQLiteCatalog.tables(in: transaction)
      case .postgres: try PostgresCatalog.tables(in: transaction)
      }
    }
  }
}
