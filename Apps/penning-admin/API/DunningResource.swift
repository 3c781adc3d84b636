import Dunning
import HTTPServer
import Invoicing
import JSON
import Primitives
import Tenancy
import Web

enum DunningResource {
  static func declare(in api: inout APISurface) {
    api.list(
      APILinks.dunningCases,
      About(
        "Cases that are not closed, by the last step taken", tag: "dunning",
        detail: "Without `step`, those before their first step."),
      filter: filter, item: answer
    ) { call, page, step in
      try await call.database.read(as: call.scope) { shop in
        try shop.dunning.page(page, at: step)
      }
    }
    api.get(
      APILinks.dunningCase, About("One case with what was sent", tag: "dunning"), answer: whole
    ) { call, id in
      try await call.database.read(as: call.scope) { shop in
        Whole(item: try shop.dunning.get(id), history: try shop.dunning.history(of: id))
      }
    }
  }

  private struct Whole: Sendable {
    let item: DunningCase
    let history: [TakenStep]
  }

  private static let filter = Shape<DunningStep?>.object(
    .optional("step", Shape<DunningStep>.choice())
  ) { $0 }

  private static let answer = Answer<DunningCase>.object(
    "DunningCase",
    [
      .init("id", .id) { $0.id }, .init("customerId", .id) { $0.customer },
      .init("invoiceId", .id) { $0.document }, .init("flowVersion", .integer) { $0.flow.version },
      .init("openedOn", .date) { $0.openedOn }, .init("dueOn", .date) { $0.dueOn },
      .init("state", state) { $0.state.name },
      .init("steps", Answer<DunningStep>.choice().list) { item in
        DunningStep.allCases.filter(item.taken.contains)
      },
      .init("nextLookAt", Answer<Instant>.instant.orNull) { $0.dueAt },
    ])

  private static let state = Answer<String>.text.noting("enum", ["active", "parked", "closed"])

  private static let whole = Answer<Whole>.object(
    "DunningCaseWhole",
    [.init("case", answer) { $0.item }, .init("history", taken.list) { $0.history }])

  private static let taken = Answer<TakenStep>.object(
    "TakenStep",
    [
      .init("step", Answer<DunningStep>.choice()) { $0.step },
      .init("outstanding", .money) { $0.outstanding }, .init("at", .instant) { $0.at },
    ])
}

extension DunningCase.State {
  /// The word by which programs know it.
  var name: String {
    switch self {
    case .active: "active"
    case .parked: "parked"
    case .closed: "closed"
    }
  }
}
