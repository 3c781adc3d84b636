import CPostgres
import Synchronization

extension StorageError {
  /// The error in an answer of the server.
  init(postgres answer: OpaquePointer, _ keys: UniqueKeys) {
    let state = Self.field(answer, .state) ?? ""
    let message = Self.field(answer, .message) ?? "PostgreSQL gave no reason"
    // The messages of class 22 quote the value that did not fit.
    let safe = state.hasPrefix("22") ? "a value that does not fit its type" : message
    self.init(
      Self.kind(state, message) ?? Self.constraint(state, answer, keys), message: safe, code: state)
  }

  /// The connection is broken.
  init(lost connection: OpaquePointer) {
    self.init(
      .connectionLost, message: String(cString: PQerrorMessage(connection)).trimmingLines)
  }

  private static func kind(_ state: String, _ message: String) -> Kind? {
    switch state {
    case "40001", "40P01": .serializationFailure
    case "55P03": .busy
    case "57014", "25P03": .timeout
    case "57P01", "57P02", "57P03", "57P05": .connectionLost
    // A prepared statement that no longer fits the schema or is gone: a new connection helps.
    case "26000": .connectionLost
    case "0A000" where message.contains("cached plan"): .connectionLost
    case "25006": .readOnly
    case "53100": .diskFull
    case "42501" where message.contains("row-level security"): .fenceCrossed
    case "22021", "22P05": .unstorable
    case "XX001", "XX002": .corrupt
    default: nil
    }
  }

  private static func constraint(
    _ state: String, _ answer: OpaquePointer, _ keys: UniqueKeys
  ) -> Kind {
    let name = field(answer, .constraint)
    let table = field(answer, .table) ?? ""
    switch state {
    case "23505":
      let columns = name.flatMap { keys.columns(of: $0) } ?? []
      return .uniqueViolation(Key(table: table, columns: columns, constraint: name))
    case "23503": return .foreignKeyViolation(constraint: name)
    case "23514": return .checkViolation(constraint: name ?? "")
    case "23502":
      return .notNullViolation(table: table, column: field(answer, .column) ?? "")
    default:
      if state.hasPrefix("08") { return .connectionLost }
      return state.hasPrefix("42") || state.hasPrefix("22") ? .invalidSQL : .other
    }
  }

  /// The parts of an error by libpq's letters, which it defines as macros.
  private enum Field: Unicode.Scalar {
    case state = "C"
    case message = "M"
    case table = "t"
    case column = "c"
    case constraint = "n"
  }

  private static func field(_ answer: OpaquePointer, _ field: Field) -> String? {
    PQresultErrorField(answer, Int32(field.rawValue.value)).map { String(cString: $0) }
  }
}

/// The columns of each unique key by its name. PostgreSQL tells only the name when a key is
/// violated, and nothing can be asked before the transaction is rolled back.
final class UniqueKeys: Sendable {
  private let columnsByName = Mutex<[String: [String]]>([:])

  func columns(of name: String) -> [String]? { columnsByName.withLock { $0[name] } }

  /// Learns the keys of the schema as it is now.
  func learn(in transaction: Transaction) throws {
    var learned: [String: [String]] = [:]
    try transaction.each(
      """
      SELECT class.relname, pg_get_indexdef(class.oid, place, TRUE)
      FROM pg_index
      JOIN pg_class AS class ON class.oid = pg_index.indexrelid
      CROSS JOIN generate_series(1, pg_index.indnkeyatts) AS place
      WHERE pg_index.indisunique AND class.relnamespace = current_schema()::regnamespace
      ORDER BY class.relname, place
      """
    ) { row in
      learned[try row(0), default: []].append(try row(1))
    }
    columnsByName.withLock { [learned] in $0 = learned }
  }
}
