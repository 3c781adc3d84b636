package import Primitives

/// What of a subscription is charged: a period is charged once for each (I-13).
package indirect enum ChargeComponent: Hashable, Sendable {
  case plan
  case addOn(AddOn.ID)
  /// The setup fee, once, with the first bill.
  case setup
  /// What a discount takes off one other component, so that each keeps its own VAT.
  case discount(RunningDiscount.ID, of: ChargeComponent)

  /// The text that is stored and that document lines carry: "plan", "addon:adn_…", "setup",
  /// "discount:dsc_…/plan".
  package var code: String {
    switch self {
    case .plan: "plan"
    case .addOn(let id): "addon:\(id)"
    case .setup: "setup"
    case .discount(let id, let component): "discount:\(id)/\(component.code)"
    }
  }

  /// Reads what `code` wrote; nil for anything else.
  package init?(code: String) {
    if code == "plan" {
      self = .plan
    } else if code == "setup" {
      self = .setup
    } else if code.hasPrefix("addon:"), let id = AddOn.ID(String(code.dropFirst(6))) {
      self = .addOn(id)
    } else if let discount = ChargeComponent.discount(code: code) {
      self = discount
    } else {
      return nil
    }
  }

  private static func discount(code: String) -> ChargeComponent? {
    let parts = code.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2, parts[0].hasPrefix("discount:"), !parts[1].hasPrefix("discount:"),
      let id = RunningDiscount.ID(String(parts[0].dropFirst(9))),
      let component = ChargeComponent(code: parts[1])
    else { return nil }
    return .discount(id, of: component)
  }

  /// The component that is sold: itself, or the one that a discount lowers. What belongs together
  /// is given back and charged anew together.
  package var sold: ChargeComponent {
    if case .discount(_, let component) = self { component } else { self }
  }

  package var isDiscount: Bool { sold != self }
}
