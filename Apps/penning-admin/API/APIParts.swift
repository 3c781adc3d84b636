import JSON
import Primitives
import Tenancy
import Web

// What several resources of the API share.

/// The count of periods or lines that one request may ask for.
enum APILimits {
  static let periods = 1...1000
  static let lines = 1...200
  static let invoices = 0...1000
}

/// Amounts that each fit can still grow beyond the bounds together: told as the field's fault,
/// for no rule of the domain refuses it by name.
func fitting<Value>(_ pointer: String, _ compute: () throws -> Value) throws -> Value {
  do {
    return try compute()
  } catch is MoneyError {
    throw FieldProblems([
      FieldProblem(pointer: pointer, code: "range", detail: "leads to an amount that is too large")
    ])
  }
}

/// Writes through a workflow that opens its own transaction, at most once per `Idempotency-Key`.
///
/// The answer is kept after the effect; should the process stop in between, the effect's own
/// natural key refuses a second one. Two at once: the later finds the answer or that refusal.
func once<Output: Sendable>(
  _ call: APICall, _ answer: Answer<Output>, status: Int = 200,
  _ work: () async throws -> Output
) async throws -> APIReply {
  if let kept = try await kept(call, status) { return kept }
  do {
    let output = try await work()
    return try await call.once(answer, status: status) { _ in output }
  } catch let refusal as any Refusal where refusal.kind == .conflict {
    if let kept = try await kept(call, status) { return kept }
    throw refusal
  }
}

private struct NotAnswered: Error {}

/// The answer that the key's request got before; the attempt to find it changes nothing.
private func kept(_ call: APICall, _ status: Int) async throws -> APIReply? {
  guard call.idempotent != nil else { return nil }
  do {
    let (answer, isReplay) = try await call.database.write(
      as: call.scope, once: call.idempotent
    ) { _ in throw NotAnswered() }
    return APIReply(answer, isReplay: isReplay)
  } catch is NotAnswered {
    return nil
  }
}

extension Answer<Phrase> {
  /// In both languages: `{"nl": "…", "en": "…"}`.
  static var phrase: Answer {
    .object("Phrase", [.init("nl", .text) { $0.nl }, .init("en", .text) { $0.en }])
  }
}

extension Answer<PostalAddress> {
  static var address: Answer {
    .object(
      "Address",
      [
        .init("street", .text) { $0.street }, .init("postalCode", .text) { $0.postalCode },
        .init("city", .text) { $0.city }, .init("country", .text) { $0.country.code },
      ])
  }
}

extension Shape where Value == PostalAddress {
  static var address: Shape {
    .object(
      .optional("street", .text(most: 120, least: 0), default: ""),
      .optional("postalCode", .text(most: 16, least: 0), default: ""),
      .optional("city", .text(most: 80, least: 0), default: ""), .required("country", .country)
    ) { street, postalCode, city, country in
      PostalAddress(street: street, postalCode: postalCode, city: city, country: country)
    }.titled("Address")
  }
}

extension Shape where Value == Country {
  static var country: Shape {
    Shape<String>.text(most: 2, least: 2).noting("pattern", "^[A-Z]{2}$").refined {
      (text) throws(ShapeFault) in
      guard let country = Country(text) else {
        throw ShapeFault("format", "must be a country code of two capitals, such as \"NL\"")
      }
      return country
    }
  }
}

extension Shape where Value == VATNumber {
  static var vatNumber: Shape {
    Shape<String>.text(most: 40).refined { (text) throws(ShapeFault) in
      guard let number = VATNumber(text) else {
        throw ShapeFault("format", "must be a VAT number with its country, check digits right")
      }
      return number
    }
  }
}

extension Shape where Value == Slug {
  static var slug: Shape {
    Shape<String>.text(most: 40, least: 2).noting("pattern", "^[a-z0-9]+(-[a-z0-9]+)*$").refined {
      (text) throws(ShapeFault) in
      guard let slug = Slug(text) else {
        throw ShapeFault(
          "format", "must be 2 to 40 of a-z, 0-9 and single hyphens, and no reserved word")
      }
      return slug
    }
  }
}
