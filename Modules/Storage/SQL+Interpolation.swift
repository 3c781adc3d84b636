extension SQL: ExpressibleByStringInterpolation {
  package init(stringLiteral text: String) { self.init(raw: text) }

  package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

  /// What may stand between `\(` and `)` in a statement.
  package struct StringInterpolation: StringInterpolationProtocol {
    var sql = SQL()

    package init(literalCapacity: Int, interpolationCount: Int) {
      sql.text.reserveCapacity(literalCapacity + 3 * interpolationCount)
      sql.bindings.reserveCapacity(interpolationCount)
    }

    package mutating func appendLiteral(_ literal: String) { sql.text += literal }

    /// Binds a value.
    package mutating func appendInterpolation(_ value: some SQLBindable) {
      sql.bind(value.sqlValue)
    }

    /// Binds a value that may be missing: NULL then.
    package mutating func appendInterpolation(_ value: (some SQLBindable)?) {
      sql.bind(value?.sqlValue ?? .null)
    }

    /// Sets in another statement or a part of one, with its values.
    package mutating func appendInterpolation(_ part: SQL) { sql += part }

    /// Sets in raw text: names of tables and columns that stand in the program, never what a
    /// person typed.
    package mutating func appendInterpolation(sql text: String) { sql.text += text }

    /// Binds a list for `IN (\(list: ids))`, at most some thousands. Of an empty list comes
    /// `NULL`, which is in nothing (and so `NOT IN` must not be used with it). The list is
    /// filled up with its last value to a power of two, so that few texts cover every length
    /// and prepared statements are used again.
    package mutating func appendInterpolation<Values: Sequence>(list values: Values)
    where Values.Element: SQLBindable {
      var count = 0
      var last = SQLValue.null
      for value in values {
        if count > 0 { sql.text += ", " }
        last = value.sqlValue
        sql.bind(last)
        count += 1
      }
      guard count > 0 else {
        sql.text += "NULL"
        return
      }
      while count & (count - 1) != 0 {
        sql.text += ", "
        sql.bind(last)
        count += 1
      }
    }
  }
}
