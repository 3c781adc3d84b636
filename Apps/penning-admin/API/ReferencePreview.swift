import Invoicing
import JSON
import Tenancy
import Web

/// Whether an account number, VAT number or payment reference is well formed; offline.
enum ReferencePreview {
  static func declare(in api: inout APISurface) {
    api.compute(
      APILinks.previewReference,
      About(
        "Whether a reference is well formed", tag: "previews",
        detail: "Syntax and check digits; whether it exists is not asked."),
      body: request, answer: answer
    ) { _, request in
      Verdict(scheme: request.scheme, normalized: request.scheme.normalized(request.value))
    }
  }

  private struct Request: Sendable {
    let scheme: Scheme
    let value: String
  }

  private struct Verdict: Sendable {
    let scheme: Scheme
    let normalized: String?
  }

  private enum Scheme: String, CaseIterable, Sendable {
    case iban, euVAT, rf

    /// Nil when it is none.
    func normalized(_ text: String) -> String? {
      switch self {
      case .iban: IBAN(text)?.text
      case .euVAT: VATNumber(text)?.text
      case .rf: PaymentReference(text)?.text
      }
    }

    var fault: String {
      switch self {
      case .iban: "Length, country or check digits of an IBAN are wrong."
      case .euVAT: "Form or check digits of a VAT number are wrong."
      case .rf: "Form or check digits of an RF reference (ISO 11649) are wrong."
      }
    }
  }

  private static let request = Shape<Request>.object(
    .required("scheme", Shape<Scheme>.choice()), .required("value", .text(most: 200))
  ) { Request(scheme: $0, value: $1) }

  private static let answer = Answer<Verdict>(
    schema: [
      "title": "ReferencePreview",
      "oneOf": [
        [
          "type": "object",
          "properties": ["valid": ["const": true], "normalized": ["type": "string"]],
          "required": ["valid", "normalized"],
        ],
        [
          "type": "object",
          "properties": ["valid": ["const": false], "detail": ["type": "string"]],
          "required": ["valid", "detail"],
        ],
      ],
    ]
  ) { verdict in
    guard let normalized = verdict.normalized else {
      return ["valid": false, "detail": .string(verdict.scheme.fault)]
    }
    return ["valid": true, "normalized": .string(normalized)]
  }
}
