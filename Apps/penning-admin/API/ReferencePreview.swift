import JSON
import Primitives
import Web

/// Whether an account number, VAT number or payment reference is well formed; offline.
enum ReferencePreview {
  static func declare(in api: inout APISurface) {
    api.compute(
      APILinks.previewReference,
      About(
        "Whether a reference is well formed", tag: "previews",
        detail: "Form and check digits; whether it exists is not asked."),
      body: request, answer: answer
    ) { _, request in Verdict(request) }
  }

  private struct Request: Sendable {
    let scheme: ReferenceScheme
    let value: String
  }

  private enum Verdict: Sendable {
    case valid(normalized: String)
    case invalid(ReferenceFault)

    init(_ request: Request) {
      do { self = .valid(normalized: try request.scheme.normalized(request.value)) } catch {
        self = .invalid(error)
      }
    }
  }

  private static let request = Shape<Request>.object(
    .required("scheme", Shape<ReferenceScheme>.choice()),
    .required("value", .text(most: 200, least: 0))
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
    switch verdict {
    case .valid(let normalized): ["valid": true, "normalized": .string(normalized)]
    case .invalid(let fault): ["valid": false, "detail": .string(fault.phrase(.en))]
    }
  }
}
