import JSON
import Primitives
import Tenancy
import Web

enum AuditResource {
  static func declare(in api: inout APISurface) {
    api.list(
      APILinks.audit, About("Who changed what, the newest first", tag: "audit"), item: answer
    ) { call, page in
      try await call.database.read(as: call.scope) { shop in
        try shop.scope.require(.viewAudit)
        return try shop.audit.page(page)
      }
    }
  }

  private static let answer = Answer<AuditEntry>.object(
    "AuditEntry",
    [
      .init("id", .id) { $0.id }, .init("sequence", Answer<Int64>.integer) { $0.sequence },
      .init("at", .instant) { $0.at }, .init("actor", .text) { $0.actor },
      .init("action", .text) { $0.action }, .init("subject", .text) { $0.subject },
      // Written as JSON by the log itself; a damaged line still shows the rest.
      .init("detail", .any) { (try? JSONValue(parsing: $0.detail)) ?? .null },
    ])
}
