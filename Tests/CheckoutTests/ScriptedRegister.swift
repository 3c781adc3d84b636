import Synchronization
import Tenancy

/// A register of VAT numbers that knows what the test tells it, and counts the questions.
final class ScriptedRegister: VATRegister {
  private let answers: [String: VATAnswer]
  private let count = Mutex(0)

  /// Numbers that are not told about are nobody's.
  init(_ answers: [String: VATAnswer]) { self.answers = answers }

  /// One valid number.
  convenience init(valid number: String) {
    self.init([
      number: .valid(
        VATEntry(name: "Bakker BV", address: "Gent", consultation: "W1", answerHash: [1]))
    ])
  }

  var questions: Int { count.withLock { $0 } }

  func check(_ number: VATNumber, for requester: VATNumber?) async -> VATAnswer {
    count.withLock { $0 += 1 }
    return answers[number.text] ?? .invalid(answerHash: [0])
  }
}
