import Primitives
import Storage
import Testing

@Suite struct SQLTests {
  @Test func `interpolated values become numbered placeholders`() {
    let sql: SQL = "SELECT a FROM t WHERE b = \(7) AND c = \("x' OR 1=1 --")"
    #expect(sql.text == "SELECT a FROM t WHERE b = $1 AND c = $2")
    #expect(sql.values == [.integer(7), .text("x' OR 1=1 --")])
  }

  @Test func `raw text needs its label`() {
    let sql: SQL = "SELECT * FROM \(sql: "accounts") WHERE id = \(1)"
    #expect(sql.text == "SELECT * FROM accounts WHERE id = $1")
  }

  @Test func `appending renumbers the placeholders`() {
    var sql: SQL = "a = \(1) AND b = \(2)"
    sql += " AND (c = \(3) OR d = \("é€") OR e = '$1')"
    let tail: SQL = " LIMIT \(5)"
    #expect((sql + tail).text == "a = $1 AND b = $2 AND (c = $3 OR d = $4 OR e = '$1') LIMIT $5")
    #expect((sql + tail).values.count == 5)
    #expect(("x" + tail).text == "x LIMIT $1")
    #expect((tail + " END").values == [.integer(5)])
  }

  @Test func `a statement within a statement keeps its values in their places`() {
    let inner: SQL = "b = \(2) OR b = \(3)"
    let outer: SQL = "a = \(1) AND (\(inner)) AND c = \(4)"
    #expect(outer.text == "a = $1 AND (b = $2 OR b = $3) AND c = $4")
    #expect(outer.values == [.integer(1), .integer(2), .integer(3), .integer(4)])
  }

  @Test func `ten and more placeholders are cut at the right length`() {
    let twelve = (1...12).map { "x = \($0)" as SQL }.joined(separator: " OR ")
    let sql = "y = \(0) OR " as SQL + twelve
    #expect(sql.text.hasSuffix("x = $12 OR x = $13"))
    #expect(sql.values.last == .integer(12))
  }

  @Test(arguments: [
    ([], "NULL", 0), ([1], "$1", 1), ([1, 2], "$1, $2", 2), ([1, 2, 3], "$1, $2, $3, $4", 4),
    ([1, 2, 3, 4, 5], "$1, $2, $3, $4, $5, $6, $7, $8", 8),
  ])
  func `a list is filled up to a power of two`(values: [Int], text: String, count: Int) {
    let sql: SQL = "\(list: values)"
    #expect(sql.text == text)
    #expect(sql.values.count == count)
    #expect(values.isEmpty || sql.values.last == .integer(Int64(values.count)))
  }

  @Test func `a description holds no bound value`() {
    let sql: SQL = "UPDATE t SET token = \("secret")"
    #expect(!"\(sql)".contains("secret"))
  }
}

@Suite struct DatabaseURLTests {
  @Test(arguments: [
    ("sqlite::memory:", Dialect.sqlite, "sqlite::memory:"),
    ("sqlite:/var/lib/penning.sqlite", .sqlite, "sqlite:/var/lib/penning.sqlite"),
    ("postgres://u:pw@h:5432/d?host=/s", .postgres, "postgres://u:***@h:5432/d?host=/s"),
    ("postgresql://u@h/d?password=pw", .postgres, "postgresql://u@h/d?password=***"),
    ("postgres://u:p@w:x@h/d", .postgres, "postgres://u:***@h/d"),
    (
      "postgres:///d?host=/run/p&sslpassword=x", .postgres,
      "postgres:///d?host=/run/p&password=***"
    ),
  ])
  func `a URL names the database and hides the password`(
    text: String, dialect: Dialect, description: String
  ) throws {
    let url = try DatabaseURL(text)
    #expect(url.dialect == dialect)
    #expect(url.description == description)
    #expect(String(reflecting: url) == description)
  }

  @Test(arguments: ["", "sqlite:", "sqlite", "mysql://h/d", "/a/path", "sqlite:a\0b"])
  func `anything else is refused`(text: String) {
    #expect(throws: StorageError.self) { try DatabaseURL(text) }
  }
}
