import Primitives

/// The register of the member states' VAT numbers, such as VIES. The module Gateways implements it;
/// nothing here touches a network.
package protocol VATRegister: Sendable {
  /// Asks whether a number is in use.
  ///
  /// - Parameters:
  ///   - number: the customer's, with its country prefix.
  ///   - requester: the shop's own number: with it the register gives the question a number of its
  ///     own, which is the proof that it was asked.
  func check(_ number: VATNumber, for requester: VATNumber?) async -> VATAnswer
}

/// What the register said. It never throws: each way in which it gives no answer is one case,
/// since a number that could not be asked about is not relied on.
package enum VATAnswer: Hashable, Sendable {
  case valid(VATEntry)
  /// Nobody has this number. The hash is of the answer as it came.
  case invalid(answerHash: [UInt8])
  /// The register, or the state behind it, does not answer now.
  case unavailable(reason: String)
}

/// A number in the register.
package struct VATEntry: Hashable, Sendable {
  /// Empty where the state keeps them to itself.
  package let name: String
  package let address: String
  /// The number under which the register keeps the question.
  package let consultation: String?
  /// SHA-256 of the answer as it came.
  package let answerHash: [UInt8]

  package init(name: String, address: String, consultation: String?, answerHash: [UInt8]) {
    self.name = VATEntry.kept(name, most: 200)
    self.address = VATEntry.kept(address, most: 400)
    self.consultation = consultation.map { VATEntry.kept($0, most: 100) }
    self.answerHash = answerHash
  }

  /// Foreign text, fit for a column and a page: one line, no longer than it may be.
  private static func kept(_ text: String, most: Int) -> String {
    let plain = text.unicodeScalars.prefix(most).map { scalar -> Unicode.Scalar in
      scalar.properties.generalCategory == .control ? " " : scalar
    }
    let line = String(String.UnicodeScalarView(plain))
    // Registers write --- for what they do not tell.
    return line.allSatisfy { $0 == "-" } ? "" : line
  }
}

extension VATNumber {
  /// Of a member state, or of Northern Ireland: what the register can be asked about.
  package var isInRegister: Bool { ReferenceScheme.vatPrefixes.contains(country) }
}

/// Where no register is at hand: no number is ever relied on.
package struct NoVATRegister: VATRegister {
  package init() {}

  package func check(_ number: VATNumber, for requester: VATNumber?) async -> VATAnswer {
    .unavailable(reason: "no register is set up")
  }
}
