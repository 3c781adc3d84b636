/// What PostgreSQL knows of its tables.
enum PostgresCatalog {
  static func tables(in transaction: Transaction) throws -> [TableDescription] {
    let columns = try columns(transaction)
    let foreignKeys = try foreignKeys(transaction)
    let indexes = try indexes(transaction)
    return columns.keys.sorted().map { name in
      let own = indexes[name] ?? []
      return TableDescription(
        name: name, columns: columns[name] ?? [],
        primaryKey: own.first(where: \.isPrimary)?.columns ?? [],
        foreignKeys: foreignKeys[name] ?? [], indexes: own)
    }
  }

  private static func columns(
    _ transaction: Transaction
  ) throws -> [String: [ColumnDescription]] {
    var found: [String: [ColumnDescription]] = [:]
    try transaction.each(
      """
      SELECT class.relname, attribute.attname,
        format_type(attribute.atttypid, attribute.atttypmod), attribute.attnotnull
      FROM pg_class AS class
      JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid
      WHERE class.relnamespace = current_schema()::regnamespace AND class.relkind IN ('r', 'p')
        AND attribute.attnum > 0 AND NOT attribute.attisdropped
      ORDER BY class.relname, attribute.attnum
      """
    ) { row in
      found[try row(0), default: []].append(
        ColumnDescription(
          name: try row(1), type: try row(2), isNullable: !(try row.get(3) as Bool)))
    }
    return found
  }

  private static func foreignKeys(
    _ transaction: Transaction
  ) throws -> [String: [ForeignKeyDescription]] {
    var found: [String: [ForeignKeyDescription]] = [:]
    try transaction.each(
      """
      SELECT class.relname, target.relname,
        (SELECT string_agg(attribute.attname, ',' ORDER BY key.place)
          FROM unnest(con.conkey) WITH ORDINALITY AS key (number, place)
          JOIN pg_attribute AS attribute
            ON attribute.attrelid = con.conrelid AND attribute.attnum = key.number),
        (SELECT string_agg(attribute.attname, ',' ORDER BY key.place)
          FROM unnest(con.confkey) WITH ORDINALITY AS key (number, place)
          JOIN pg_attribute AS attribute
            ON attribute.attrelid = con.confrelid AND attribute.attnum = key.number)
      FROM pg_constraint AS con
      JOIN pg_class AS class ON class.oid = con.conrelid
      JOIN pg_class AS target ON target.oid = con.confrelid
      WHERE con.contype = 'f' AND class.relnamespace = current_schema()::regnamespace
      ORDER BY class.relname, con.conname
      """
    ) { row in
      found[try row(0), default: []].append(
        ForeignKeyDescription(
          columns: names(try row(2)), table: try row(1), referenced: names(try row(3))))
    }
    return found
  }

  private static func indexes(
    _ transaction: Transaction
  ) throws -> [String: [IndexDescription]] {
    var found: [String: [IndexDescription]] = [:]
    try transaction.each(
      """
      SELECT class.relname, index_class.relname, pg_index.indisunique, pg_index.indisprimary,
        pg_get_expr(pg_index.indpred, pg_index.indrelid),
        (SELECT string_agg(pg_get_indexdef(pg_index.indexrelid, place, TRUE), ',' ORDER BY place)
          FROM generate_series(1, pg_index.indnkeyatts) AS place)
      FROM pg_index
      JOIN pg_class AS class ON class.oid = pg_index.indrelid
      JOIN pg_class AS index_class ON index_class.oid = pg_index.indexrelid
      WHERE class.relnamespace = current_schema()::regnamespace
      ORDER BY class.relname, index_class.relname
      """
    ) { row in
      found[try row(0), default: []].append(
        IndexDescription(
          name: try row(1), columns: names(try row(5)), isUnique: try row(2),
          isPrimary: try row(3), predicate: try row(4)))
    }
    return found
  }

  private static func names(_ list: String) -> [String] {
    list.split(separator: ",").map(String.init)
  }
}
