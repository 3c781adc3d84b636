package import JSON
package import Primitives
package import Tenancy

// How the contract's values are told.

extension Answer where Value == Money {
  /// `{"amount": "15.00", "currency": "EUR"}`
  package static var money: Answer<Money> {
    Answer(schema: Shape<Money>.money().schema) {
      ["amount": .string($0.decimal), "currency": .string($0.currency.code)]
    }
  }
}

extension Answer where Value == CivilDate {
  /// `2026-11-16`
  package static var date: Answer {
    Answer(schema: ["type": "string", "format": "date"]) { .string($0.description) }
  }
}

extension Answer where Value == Instant {
  /// `2026-11-16T09:00:00Z`
  package static var instant: Answer {
    Answer(schema: ["type": "string", "format": "date-time"]) { .string($0.rfc3339) }
  }
}

extension Answer where Value: PrefixedID {
  /// An id with the prefix of its kind.
  package static var id: Answer {
    Answer(schema: Shape<Value>.id.schema) { .string($0.description) }
  }
}

extension Answer where Value == CalendarInterval {
  package static var interval: Answer {
    Answer(schema: Shape<CalendarInterval>.interval.schema) {
      ["unit": .string($0.unit.rawValue), "count": JSONValue($0.count)]
    }
  }
}

extension Answer where Value == Period {
  /// The end is exclusive.
  package static var period: Answer {
    Answer(schema: Shape<Period>.period.schema) {
      ["from": .string($0.from.description), "until": .string($0.until.description)]
    }
  }
}

extension Answer where Value == VATRate {
  package static var vatRate: Answer {
    Answer(schema: Shape<VATRate>.vatRate.schema) { .string($0.percent) }
  }
}

extension Answer {
  /// A part of a list and the cursor of the next.
  package static func page<Item>(of item: Answer<Item>) -> Answer where Value == Page<Item> {
    let items = item.list
    let next = Answer<String>.text.orNull
      .described("Give it as `after` for the next page; null at the end.")
    return Answer<Page<Item>>.object(
      nil,
      [
        Answer<Page<Item>>.Part("items", items) { $0.items },
        Answer<Page<Item>>.Part("next", next) { $0.next?.description },
      ])
  }
}
