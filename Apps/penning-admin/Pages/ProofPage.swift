import HTML
import HTTPServer
import Primitives
import Synchronization
import Tenancy
import Web
import Workflows

/// Books that prove themselves: every invariant of the shop, tried at the moment the page is
/// asked for, with what was counted. The page grows as the proof does: each part is sent when it
/// is done, and a large shop is not kept in memory.
enum ProofPage {
  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    let whole = visit.page(visit(LedgerTab.proof.label), in: .ledger) {
      LedgerTab.proof.head(
        visit,
        lead: visit(
          "Alles wordt nu nagerekend, rij voor rij.", "Everything is being checked now, row by row."
        ))
      gap
    }
    guard case .bytes(let bytes) = whole.body, let place = split(bytes) else { return whole }
    let proof = Proof(visit, head: place.head, tail: place.tail)
    var response = whole
    response.body = .stream { try await proof.next() }
    return response
  }

  /// Where the parts of the proof come: a mark of our own that no text of a page can hold.
  private static let mark = "<!--proof-->"
  private static var gap: Markup { Markup(trustedBytes: Array(mark.utf8)) }

  private static func split(_ bytes: [UInt8]) -> (head: [UInt8], tail: [UInt8])? {
    guard let range = bytes.firstRange(of: Array(mark.utf8)) else { return nil }
    return (Array(bytes[..<range.lowerBound]), Array(bytes[range.upperBound...]))
  }

  /// A part's checks as a table.
  static func markup(
    _ part: Verification.Part, _ checks: [InvariantCheck], _ visit: StaffVisit
  ) -> Markup {
    DataTable<InvariantCheck>(
      visit(part.name),
      columns: [
        .init(visit("Wat", "What"), .rowHeader) { check in
          Markup {
            check.label(visit.language)
            if !check.holds {
              ul { for broken in check.breaks { li { code { broken } } } }
            }
          }
        },
        .init(visit("Regel", "Rule")) { check in Markup(check.invariant) },
        .init(visit("Nagekeken", "Checked"), .number) { check in
          Markup(grouped(check.checked, visit.language))
        },
        .init(visit("Uitkomst", "Outcome")) { check in
          check.holds
            ? badge(visit("Klopt", "Holds"), .good)
            : badge(visit("Klopt niet", "Broken"), .bad)
        },
      ]
    ).markup(checks)
  }

  static func summary(_ checks: [InvariantCheck], at now: Instant, _ visit: StaffVisit) -> Markup {
    let rows = grouped(checks.reduce(0) { $0 + $1.checked }, visit.language)
    let broken = checks.filter { !$0.holds }.count
    let text =
      broken == 0
      ? visit(
        "Alles klopt: \(checks.count) controles over \(rows) rijen.",
        "Everything holds: \(checks.count) checks over \(rows) rows.")
      : visit(
        "\(broken) van \(checks.count) controles kloppen niet.",
        "\(broken) of \(checks.count) checks do not hold.")
    return Markup {
      notice(text, broken == 0 ? .good : .bad)
      p {
        small {
          visit("Nagekeken op ", "Checked on ")
          visit.show(now)
        }
      }
    }
  }

  /// 1234567 as "1.234.567".
  static func grouped(_ number: Int64, _ language: Language) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) {
        text += language == .nl ? "." : ","
      }
      text.append(digit)
    }
    return text
  }
}

/// The pieces of one page, asked for one after the other.
private final class Proof: Sendable {
  private struct State {
    var head: [UInt8]?
    var left: [Verification.Part]
    var checks: [InvariantCheck] = []
    var tail: [UInt8]?
  }

  private enum Step {
    case ready([UInt8])
    case prove(Verification.Part)
    case finish([InvariantCheck], [UInt8])
    case ended
  }

  private let visit: StaffVisit
  private let state: Mutex<State>

  init(_ visit: StaffVisit, head: [UInt8], tail: [UInt8]) {
    self.visit = visit
    state = Mutex(State(head: head, left: Verification.Part.allCases, tail: tail))
  }

  func next() async throws -> [UInt8]? {
    switch step() {
    case .ready(let bytes): return bytes
    case .prove(let part):
      let checks = try await Verification(visit.app.platform).verify(part, as: visit.scope)
      state.withLock { $0.checks += checks }
      return ProofPage.markup(part, checks, visit).bytes
    case .finish(let checks, let tail):
      let now = try await visit.read { $0.now }
      return ProofPage.summary(checks, at: now, visit).bytes + tail
    case .ended: return nil
    }
  }

  private func step() -> Step {
    state.withLock { state in
      if let head = state.head {
        state.head = nil
        return .ready(head)
      }
      if !state.left.isEmpty { return .prove(state.left.removeFirst()) }
      guard let tail = state.tail else { return .ended }
      state.tail = nil
      return .finish(state.checks, tail)
    }
  }
}
