import Primitives
import Synchronization
import Tenancy

/// The register of VAT numbers, as a test wants it: it knows every number until it is told.
final class ScriptedRegister: VATRegister {
  private struct State {
    var isDown = false
    var nobodys: Set<String> = []
    var asked: [String] = []
  }

  private let state = Mutex(State())

  /// While down it answers nothing.
  func setDown(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }

  /// From now on nobody has this number.
  func forget(_ number: String) { _ = state.withLock { $0.nobodys.insert(number) } }

  /// Every number that it was asked about, with who asked.
  var asked: [String] { state.withLock { $0.asked } }

  func check(_ number: VATNumber, for requester: VATNumber?) async -> VATAnswer {
    state.withLock { state in
      state.asked.append("\(number) for \(requester?.text ?? "nobody")")
      if state.isDown { return .unavailable(reason: "MS_UNAVAILABLE") }
      if state.nobodys.contains(number.text) { return .invalid(answerHash: [1]) }
      return .valid(
        VATEntry(
          name: "Firma \(number)", address: "Straat 1", consultation: "WAPI\(state.asked.count)",
          answerHash: [2]))
    }
  }
}
