package import Primitives
package import Tenancy

/// Which documents of the archive are wanted.
package struct DocumentFilter: Hashable, Sendable {
  package enum Status: Hashable, Sendable {
    /// Waiting for money.
    case open
    /// Waiting for money, the due date past.
    case overdue
    case state(DocumentState)
  }

  package var kind: DocumentKind?
  package var status: Status?
  package var customer: Customer.ID?
  /// What a person typed: a document's number or id, a payment reference, a customer's own
  /// reference, or the beginning of a customer's name or e-mail address.
  package var text: String?
  /// The first day of issue wanted.
  package var issuedFrom: CivilDate?
  /// The first day of issue not wanted any more.
  package var issuedUntil: CivilDate?

  package init(
    kind: DocumentKind? = nil, status: Status? = nil, customer: Customer.ID? = nil,
    text: String? = nil, issuedFrom: CivilDate? = nil, issuedUntil: CivilDate? = nil
  ) {
    self.kind = kind
    self.status = status
    self.customer = customer
    self.text = text
    self.issuedFrom = issuedFrom
    self.issuedUntil = issuedUntil
  }
}

extension DocumentFilter {
  /// The states that the filter lets through; nil where it says nothing of state or kind.
  var states: [DocumentState]? {
    let all = DocumentState.all
    let ofKind = all.filter { kind == nil || $0.kind == kind }
    switch status {
    case .open?, .overdue?: return ofKind.filter(\.isOpen)
    case .state(let state)?: return ofKind.filter { $0 == state }
    case nil: return kind == nil ? nil : ofKind
    }
  }
}

extension DocumentState {
  static let all: [DocumentState] =
    ProFormaState.allCases.map(proForma) + InvoiceState.allCases.map(invoice) + [creditNote]

  var kind: DocumentKind {
    switch self {
    case .proForma: .proForma
    case .invoice: .invoice
    case .creditNote: .creditNote
    }
  }
}
