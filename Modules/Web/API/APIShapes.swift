package import JSON
package import Primitives
package import Tenancy

// What the contract's values look like in a request.

/// Which amounts a field takes.
package enum MoneySign: Sendable {
  case any
  case notNegative
  case positive
}

extension Shape where Value == Money {
  /// `{"amount": "15.00", "currency": "EUR"}`, at most 1,000,000,000.00 either way.
  package static func money(_ sign: MoneySign = .any) -> Shape {
    Shape.object(
      .required("amount", moneyAmount),
      .required("currency", Shape<Currency>.choice())
    ) { (amount, currency) throws(ShapeFault) in
      let value = try read(amount, currency)
      switch sign {
      case .positive where !value.isPositive:
        throw ShapeFault("range", "must be more than zero", at: "/amount")
      case .notNegative where value.isNegative:
        throw ShapeFault("range", "must not be negative", at: "/amount")
      default: return value
      }
    }.titled("Money")
  }

  private static func read(_ amount: String, _ currency: Currency) throws(ShapeFault) -> Money {
    let value: Money
    do throws(MoneyError) { value = try Money(decimal: amount, currency: currency) } catch {
      throw ShapeFault(
        "format", "must have at most \(currency.minorDigits) decimals in \(currency.code)",
        at: "/amount")
    }
    let limit = Money.inputLimitUnits * currency.minorUnitsPerUnit
    guard value.minorUnits.magnitude <= limit.magnitude else {
      throw ShapeFault("range", "must be from -1000000000.00 to 1000000000.00", at: "/amount")
    }
    return value
  }
}

/// The text of an amount in a request; one schema for all, whatever the currency.
let moneyAmount = Shape<String>.decimal(fraction: 3).noting("examples", ["15.00"])

extension Shape where Value == CivilDate {
  /// `2026-11-16`, from 1900 to 2199.
  package static var date: Shape {
    Shape<String>.text(most: 10).noting("format", "date").refined { (text) throws(ShapeFault) in
      guard let date = CivilDate(text) else {
        throw ShapeFault("format", "must be an existing date, such as \"2026-11-16\"")
      }
      guard (1900...2199).contains(date.year) else {
        throw ShapeFault("range", "must be a date from 1900 to 2199")
      }
      return date
    }
  }
}

extension Shape where Value == Instant {
  /// `2026-11-16T09:00:00Z`
  package static var instant: Shape {
    Shape<String>.text(most: 40).noting("format", "date-time").refined {
      (text) throws(ShapeFault) in
      guard let instant = Instant(rfc3339: text) else {
        throw ShapeFault("format", "must be a moment, such as \"2026-11-16T09:00:00Z\"")
      }
      return instant
    }
  }
}

/// The ids that have a prefix of their kind; their types need not be named again.
package protocol PrefixedID: Sendable, CustomStringConvertible {
  static var prefix: String { get }
  init?(_ text: String)
}

extension EntityID: PrefixedID {
  package static var prefix: String { Owner.idPrefix }
}

extension Shape where Value: PrefixedID {
  /// An id with the prefix of its kind: `inv_…`.
  package static var id: Shape {
    let prefix = Value.prefix
    return Shape<String>.text(most: 40)
      .noting("pattern", .string("^\(prefix)_[0-9a-hjkmnp-tv-z]{13}$"))
      .refined { (text) throws(ShapeFault) in
        guard let id = Value(text) else {
          throw ShapeFault("format", "must be an id that begins with \"\(prefix)_\"")
        }
        return id
      }
  }
}

extension Shape where Value == CalendarInterval {
  /// `{"unit": "month", "count": 1}`
  package static var interval: Shape {
    let most = CalendarInterval.Unit.allCases.map(CalendarInterval.maximum).max() ?? 1
    return Shape.object(
      .required("unit", Shape<CalendarInterval.Unit>.choice()),
      .required("count", Shape<Int>.integer(in: 1...most))
    ) { (unit, count) throws(ShapeFault) in
      guard let interval = CalendarInterval(unit: unit, count: count) else {
        let most = CalendarInterval.maximum(unit)
        throw ShapeFault("range", "must be from 1 to \(most) for a \(unit.rawValue)", at: "/count")
      }
      return interval
    }.titled("Interval")
  }
}

extension Shape where Value == Period {
  /// `{"from": "2026-11-01", "until": "2026-12-01"}`, the end exclusive.
  package static var period: Shape {
    Shape.object(
      .required("from", Shape<CivilDate>.date), .required("until", Shape<CivilDate>.date)
    ) { (from, until) throws(ShapeFault) in
      guard let period = Period(from: from, until: until) else {
        throw ShapeFault("order", "must be after from", at: "/until")
      }
      return period
    }.titled("Period")
  }
}

extension Shape where Value == VATRate {
  /// `"21"`, `"5.5"`: a percentage from 0 to 100 in a string.
  package static var vatRate: Shape {
    Shape<String>.text(most: 6).noting("pattern", "^[0-9]{1,3}(\\.[0-9]{1,2})?$")
      .refined { (text) throws(ShapeFault) in
        guard let rate = VATRate(percent: text) else {
          throw ShapeFault("format", "must be a percentage in a string, such as \"21\"")
        }
        return rate
      }
  }
}

extension Shape where Value == EmailAddress {
  package static var email: Shape<EmailAddress> {
    Shape<String>.text(most: EmailAddress.maxLength).noting("format", "email")
      .refined { (text) throws(ShapeFault) in
        guard let address = EmailAddress(text) else {
          throw ShapeFault("format", "must be a plain e-mail address")
        }
        return address
      }
  }
}

extension Shape where Value == Void {
  /// A body that has no fields; it may be left out.
  package static var nothing: Shape {
    Shape.object { () throws(ShapeFault) in () }
  }
}

// Queries come as text, whatever they mean.
extension Shape where Value == Int {
  /// A whole number in a query.
  package static func queryInteger(in range: ClosedRange<Int>) -> Shape {
    let shape = Shape<String>.text(most: 20).refined { (text) throws(ShapeFault) -> Int in
      guard let number = Int(text), "\(number)" == text, range.contains(number) else {
        throw ShapeFault(
          "range", "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
    return Shape(schema: Shape.integer(in: range).schema) { shape.read($0, at: $1, into: &$2) }
  }
}

extension Shape where Value == Bool {
  /// `true` or `false` in a query.
  package static var queryBool: Shape {
    let shape = Shape<Bool>.choice([("true", true), ("false", false)])
    return Shape(schema: ["type": "boolean"]) { shape.read($0, at: $1, into: &$2) }
  }
}

extension Shape where Value == PageRequest {
  /// `limit` and `after` of every list.
  static var page: Shape {
    Shape.object(
      .optional("limit", Shape<Int>.queryInteger(in: PageRequest.limits), default: 50),
      .optional("after", cursor)
    ) { (limit, after) throws(ShapeFault) in
      do throws(TenancyRefusal) { return try PageRequest(limit: limit, after: after) } catch {
        throw ShapeFault("range", error.phrase(.en), at: error.pointer ?? "/limit")
      }
    }
  }

  private static var cursor: Shape<Cursor> {
    Shape<String>.text(most: 40).described("The `next` of the page before.")
      .refined { (text) throws(ShapeFault) in
        guard let cursor = Cursor(text) else {
          throw ShapeFault("format", "must be the \"next\" of an earlier page")
        }
        return cursor
      }
  }
}
