import HTTPServer
import JSON
import Primitives
import Tenancy
import Web
import Workflows

enum VATCheckResource {
  static func declare(in api: inout APISurface, _ platform: Platform) {
    api.get(
      APILinks.vatChecks,
      About(
        "What the register said of a customer's VAT number, the newest first", tag: "customers",
        detail: "A reverse charge stands on the newest answer about the number as it is now."),
      answer: list
    ) { call, id in
      try await call.database.read(as: call.scope) { shop in
        _ = try shop.customers.find(id)
        return try shop.vatChecks.history(of: id)
      }
    }
    api.perform(
      .post, APILinks.vatChecks,
      About(
        "Asks the register about a customer's VAT number now", tag: "customers", scope: .write,
        detail: "An answer is kept as proof. Where the register does not answer, nothing is relied "
          + "on and it is asked again by itself."),
      body: .nothing, answer: told
    ) { call, _, id in
      try await once(call, told) { try await ask(id, call, platform) }
    }
  }

  private struct Told: Sendable {
    let outcome: String
    let reason: String?
    let checks: [VATCheck]
  }

  private static func ask(
    _ id: Customer.ID, _ call: APICall, _ platform: Platform
  ) async throws -> Told {
    let answer = try await VATNumberCheck(platform).check(id, as: call.scope)
    let checks = try await call.database.read(as: call.scope) { try $0.vatChecks.history(of: id) }
    switch answer {
    case .valid: return Told(outcome: "valid", reason: nil, checks: checks)
    case .invalid: return Told(outcome: "invalid", reason: nil, checks: checks)
    case .unavailable(let reason):
      return Told(outcome: "unavailable", reason: reason, checks: checks)
    case nil: return Told(outcome: "noNumber", reason: nil, checks: checks)
    }
  }

  private static let told = Answer<Told>.object(
    "VATNumberAnswer",
    [
      .init("outcome", outcome) { $0.outcome },
      .init("reason", Answer<String>.text.orNull) { $0.reason },
      .init("checks", check.list) { $0.checks },
    ])

  private static let outcome = Answer<String>.text.noting(
    "enum", ["valid", "invalid", "unavailable", "noNumber"])

  private static let list = Answer<[VATCheck]>.object(
    "VATNumberChecks", [.init("items", check.list) { $0 }])

  private static let check = Answer<VATCheck>.object(
    "VATNumberCheck",
    [
      .init("id", .id) { $0.id }, .init("number", .text) { $0.number },
      .init("outcome", Answer<VATCheck.Outcome>.choice()) { $0.outcome },
      .init("checkedAt", .instant) { $0.checkedAt }, .init("name", .text) { $0.name },
      .init("address", .text) { $0.address },
      .init("consultation", Answer<String>.text.orNull) { $0.consultation },
    ])
}
