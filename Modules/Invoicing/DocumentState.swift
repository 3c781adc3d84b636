package import Primitives

/// How far a pro forma is. It ends by becoming an invoice, or without one.
package enum ProFormaState: String, CaseIterable, Sendable {
  case open, partlySettled
  /// Fully covered: it became the definitive invoice (I-21).
  case settled
  case expired, replaced, cancelled

  package enum Event: String, CaseIterable, Sendable {
    /// Money came in, not yet enough.
    case paidInPart
    /// Nothing is left to pay.
    case covered
    /// A payment bounced and some of the others remain.
    case reopenedInPart
    /// Every payment bounced.
    case reopened
    case expire, replace, cancel
  }

  /// The state after `event`; an event that cannot happen now names both (I-26).
  package func after(_ event: Event) throws(ImpossibleTransition) -> ProFormaState {
    switch (self, event) {
    case (.open, .paidInPart), (.partlySettled, .paidInPart): .partlySettled
    case (.open, .covered), (.partlySettled, .covered): .settled
    case (.partlySettled, .reopenedInPart): .partlySettled
    case (.partlySettled, .reopened): .open
    case (.open, .expire), (.partlySettled, .expire): .expired
    case (.open, .replace), (.partlySettled, .replace): .replaced
    case (.open, .cancel), (.partlySettled, .cancel): .cancelled
    case (.open, _), (.partlySettled, _), (.settled, _), (.expired, _), (.replaced, _),
      (.cancelled, _):
      throw ImpossibleTransition(state: rawValue, event: event.rawValue)
    }
  }
}

/// How far a definitive invoice is. Its content is frozen; only this moves.
package enum InvoiceState: String, CaseIterable, Sendable {
  case open, partlyPaid, paid
  /// Taken back whole, by one credit note or several.
  case credited
  case writtenOff

  package enum Event: String, CaseIterable, Sendable {
    case paidInPart, covered
    /// A payment bounced (storno) and some of the others remain.
    case reopenedInPart
    /// Every payment bounced.
    case reopened
    /// Credit notes took the last of it.
    case credit
    /// A credit note took a part and something is left to pay, or nothing was.
    case creditedInPart
    /// A credit note took the last that was open; what stays is paid.
    case creditedToPaid
    case writeOff
  }

  /// The state after `event`; an event that cannot happen now names both (I-26).
  package func after(_ event: Event) throws(ImpossibleTransition) -> InvoiceState {
    switch (self, event) {
    case (.open, .paidInPart), (.partlyPaid, .paidInPart): .partlyPaid
    case (.open, .covered), (.partlyPaid, .covered): .paid
    case (.partlyPaid, .reopenedInPart), (.paid, .reopenedInPart), (.writtenOff, .reopenedInPart):
      .partlyPaid
    case (.partlyPaid, .reopened), (.paid, .reopened), (.writtenOff, .reopened): .open
    case (.open, .credit), (.partlyPaid, .credit), (.paid, .credit): .credited
    case (.open, .creditedInPart): .open
    case (.partlyPaid, .creditedInPart): .partlyPaid
    case (.open, .creditedToPaid), (.partlyPaid, .creditedToPaid), (.paid, .creditedToPaid): .paid
    case (.open, .writeOff), (.partlyPaid, .writeOff): .writtenOff
    case (.open, _), (.partlyPaid, _), (.paid, _), (.credited, _), (.writtenOff, _):
      throw ImpossibleTransition(state: rawValue, event: event.rawValue)
    }
  }
}

/// An event that the state does not know.
package struct ImpossibleTransition: Refusal, Hashable {
  package let state: String
  package let event: String

  package var kind: RefusalKind { .conflict }
  package var code: String { "document.transition" }
  package var pointer: String? { nil }
  package var phrase: Phrase {
    Phrase(
      nl: "Een document met status \(state) kan dit niet meer (\(event)).",
      en: "A document in state \(state) cannot take this (\(event)).")
  }
}

/// The state of any document.
package enum DocumentState: Hashable, Sendable {
  case proForma(ProFormaState)
  case invoice(InvoiceState)
  /// A credit note is complete once issued.
  case creditNote

  /// Waiting for money.
  package var isOpen: Bool {
    switch self {
    case .proForma(let state): state == .open || state == .partlySettled
    case .invoice(let state): state == .open || state == .partlyPaid
    case .creditNote: false
    }
  }

  /// The stored and API name, such as "partlyPaid".
  package var name: String {
    switch self {
    case .proForma(let state): state.rawValue
    case .invoice(let state): state.rawValue
    case .creditNote: "issued"
    }
  }

  /// The label on page and paper.
  package var label: Phrase {
    switch self {
    case .proForma(let state): state.label
    case .invoice(let state): state.label
    case .creditNote: Phrase(nl: "Creditnota", en: "Credit note")
    }
  }

  init?(kind: DocumentKind, name: String) {
    switch kind {
    case .proForma:
      guard let state = ProFormaState(rawValue: name) else { return nil }
      self = .proForma(state)
    case .invoice:
      guard let state = InvoiceState(rawValue: name) else { return nil }
      self = .invoice(state)
    case .creditNote:
      guard name == "issued" else { return nil }
      self = .creditNote
    }
  }
}

extension ProFormaState {
  package var label: Phrase {
    switch self {
    case .open: Phrase(nl: "Onbetaald", en: "Unpaid")
    case .partlySettled: Phrase(nl: "Deels betaald", en: "Partly paid")
    case .settled: Phrase(nl: "Betaald", en: "Paid")
    case .expired: Phrase(nl: "Verlopen", en: "Expired")
    case .replaced: Phrase(nl: "Vervangen", en: "Replaced")
    case .cancelled: Phrase(nl: "Geannuleerd", en: "Cancelled")
    }
  }
}

extension InvoiceState {
  package var label: Phrase {
    switch self {
    case .open: Phrase(nl: "Onbetaald", en: "Unpaid")
    case .partlyPaid: Phrase(nl: "Deels betaald", en: "Partly paid")
    case .paid: Phrase(nl: "Betaald", en: "Paid")
    case .credited: Phrase(nl: "Gecrediteerd", en: "Credited")
    case .writtenOff: Phrase(nl: "Afgeboekt", en: "Written off")
    }
  }
}
