import Catalog
import JSON
import Outbound
import Primitives
import Testing

@testable import penning_admin

/// The previews answer what the contract says, to the letter, with a key that may only read.
@Suite struct PreviewTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let body: JSONValue
    let answer: JSONValue
    var testDescription: String { name }
  }

  static func eur(_ amount: String) -> JSONValue {
    ["amount": .string(amount), "currency": "EUR"]
  }

  @Test func answersEveryExampleOfTheContract() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.readKey)
      for example in Self.examples {
        let seen = try await program.send(.post, "/api/v1/previews/\(example.name)", example.body)
        #expect(seen.status == 200, "\(example.name): \(seen.text)")
        #expect(seen.json == example.answer, "\(example.name): \(seen.text)")
      }
    }
  }

  static let examples: [Example] = [
    Example(
      name: "subscription",
      body: [
        "price": eur("30.00"), "interval": ["unit": "month", "count": 1],
        "purchaseDate": "2026-11-16", "collection": ["policy": "fixedDay", "day": 1],
        "periods": 3,
      ],
      answer: [
        "periods": [
          period("2026-11-16", "2026-12-01", "15.00", true),
          period("2026-12-01", "2027-01-01", "30.00", false),
          period("2027-01-01", "2027-02-01", "30.00", false),
        ]
      ]),
    Example(
      name: "change",
      body: [
        "price": eur("30.00"), "period": ["from": "2026-11-01", "until": "2026-12-01"],
        "changeOn": "2026-11-16", "change": ["kind": "cancel"],
      ],
      answer: [
        "credit": eur("15.00"), "charge": eur("0.00"), "remainingDays": 15, "periodDays": 30,
      ]),
    Example(
      name: "change",
      body: [
        "price": eur("30.00"), "period": ["from": "2026-11-01", "until": "2026-12-01"],
        "changeOn": "2026-11-16", "change": ["kind": "switch", "newPrice": eur("50.00")],
      ],
      answer: [
        "credit": eur("15.00"), "charge": eur("25.00"), "remainingDays": 15, "periodDays": 30,
      ]),
    Example(
      name: "vat",
      body: [
        "pricesIncludeVAT": true,
        "lines": [
          [
            "description": "A", "quantity": "1", "unitPrice": eur("30.00"), "vatRate": "21",
          ]
        ],
      ],
      answer: [
        "net": eur("24.79"), "vat": eur("5.21"), "gross": eur("30.00"),
        "rates": [["vatRate": "21", "net": eur("24.79"), "vat": eur("5.21")]],
      ]),
    Example(
      name: "allocation",
      body: [
        "rule": "oldestFirst", "today": "2026-11-22", "payment": eur("50.00"),
        "invoices": [
          [
            "id": "a", "issuedOn": "2026-10-01", "dueOn": "2026-10-15",
            "outstanding": eur("30.00"), "disputed": eur("0.00"),
          ]
        ],
      ],
      answer: [
        "allocations": [["invoiceId": "a", "amount": eur("30.00")]], "unallocated": eur("20.00"),
      ]),
    // Of the contract's flow the two steps that Dunning knows.
    Example(
      name: "dunning",
      body: [
        "outstanding": eur("100.00"), "dueOn": "2026-11-22", "debtorSystemSince": "2026-01-01",
        "flow": [
          "steps": [
            ["daysAfterDue": -3, "channel": "email", "kind": "memoryAid"],
            ["daysAfterDue": 7, "channel": "email", "kind": "reminder"],
          ]
        ],
      ],
      answer: [
        "followed": true,
        "steps": [
          [
            "on": "2026-11-19", "kind": "memoryAid", "channel": "email", "fee": nil,
            "outstandingAfter": eur("100.00"),
          ],
          [
            "on": "2026-11-29", "kind": "reminder", "channel": "email", "fee": nil,
            "outstandingAfter": eur("100.00"),
          ],
        ], "completedOn": "2026-11-29", "warnings": [],
      ]),
    Example(
      name: "reference", body: ["scheme": "iban", "value": "NL91ABNA0417164300"],
      answer: ["valid": true, "normalized": "NL91ABNA0417164300"]),
    Example(
      name: "reference", body: ["scheme": "iban", "value": "nl91 abna 0417 1643 00"],
      answer: ["valid": true, "normalized": "NL91ABNA0417164300"]),
    Example(
      name: "reference", body: ["scheme": "rf", "value": "rf18 5390 0754 7034"],
      answer: ["valid": true, "normalized": "RF18539007547034"]),
    Example(
      name: "reference", body: ["scheme": "euVAT", "value": "NL123456789B01"],
      answer: ["valid": false, "detail": "The check digits are wrong; is a character mistyped?"]),
  ]

  static func period(
    _ from: String, _ until: String, _ amount: String, _ isProRata: Bool
  ) -> JSONValue {
    [
      "from": .string(from), "until": .string(until), "collectOn": .string(from),
      "amount": eur(amount), "proRata": .bool(isProRata),
    ]
  }

  /// Price, interval, purchase date, fixed day or none → first days and amounts of the periods.
  struct Row: Sendable {
    let rule: String
    let price: String
    let unit: String
    let count: Int
    let bought: String
    let day: Int?
    let periods: [(String, String)]
  }

  static let rows: [Row] = [
    Row(
      rule: "R-02 on the purchase date", price: "40.00", unit: "month", count: 1,
      bought: "2026-02-17", day: nil,
      periods: [("2026-02-17", "40.00"), ("2026-03-17", "40.00"), ("2026-04-17", "40.00")]),
    Row(
      rule: "R-03 bought on the 31st", price: "40.00", unit: "month", count: 1,
      bought: "2026-01-31", day: nil,
      periods: [("2026-01-31", "1.29"), ("2026-02-01", "40.00"), ("2026-03-01", "40.00")]),
    Row(
      rule: "R-03 bought on 29 February", price: "29.00", unit: "month", count: 1,
      bought: "2028-02-29", day: nil, periods: [("2028-02-29", "1.00"), ("2028-03-01", "29.00")]),
    Row(
      rule: "28 February is no month end", price: "28.00", unit: "month", count: 1,
      bought: "2027-02-28", day: nil,
      periods: [("2027-02-28", "28.00"), ("2027-03-28", "28.00")]),
    Row(
      rule: "a stub belongs to its whole period", price: "31.00", unit: "month", count: 1,
      bought: "2026-02-10", day: 15, periods: [("2026-02-10", "5.00"), ("2026-02-15", "31.00")]),
    Row(
      rule: "bought on the fixed day", price: "30.00", unit: "month", count: 1,
      bought: "2026-11-01", day: 1, periods: [("2026-11-01", "30.00"), ("2026-12-01", "30.00")]),
    Row(
      rule: "a quarter follows the purchase", price: "90.00", unit: "month", count: 3,
      bought: "2026-01-31", day: 1,
      periods: [("2026-01-31", "90.00"), ("2026-04-30", "90.00"), ("2026-07-31", "90.00")]),
    Row(
      rule: "weeks are seven days", price: "7.00", unit: "week", count: 2, bought: "2026-12-28",
      day: 1, periods: [("2026-12-28", "7.00"), ("2027-01-11", "7.00")]),
    Row(
      rule: "years keep 29 February", price: "99.00", unit: "year", count: 1,
      bought: "2024-02-29", day: nil,
      periods: [
        ("2024-02-29", "99.00"), ("2025-02-28", "99.00"), ("2026-02-28", "99.00"),
        ("2027-02-28", "99.00"), ("2028-02-29", "99.00"),
      ]),
  ]

  @Test func followsTheRulesOfTheSchedule() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.readKey)
      for row in Self.rows {
        let policy: JSONValue =
          row.day.map { ["policy": "fixedDay", "day": JSONValue($0)] }
          ?? ["policy": "purchaseDate"]
        let seen = try await program.send(
          .post, "/api/v1/previews/subscription",
          [
            "price": Self.eur(row.price),
            "interval": ["unit": .string(row.unit), "count": JSONValue(row.count)],
            "purchaseDate": .string(row.bought), "collection": policy,
            "periods": JSONValue(row.periods.count),
          ])
        let periods = seen.json["periods"]?.arrayValue ?? []
        #expect(
          periods.map { $0["from"]?.stringValue } == row.periods.map { $0.0 }, "\(row.rule)")
        #expect(
          periods.map { $0["amount"]?["amount"]?.stringValue } == row.periods.map { $0.1 },
          "\(row.rule)")
      }
    }
  }

  @Test func takesPriceIntervalAndPolicyFromAPlan() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.readKey)
      let seen = try await program.send(
        .post, "/api/v1/previews/subscription",
        [
          "planId": .string(bench.demo.plan.id.description), "purchaseDate": "2026-11-16",
          "quantity": 2,
        ])
      let first = seen.json["periods"]?[0]
      #expect(first?["amount"]?["amount"]?.stringValue == "60.00")
      #expect(first?["until"]?.stringValue == "2026-12-16")
    }
  }

  @Test func writesNothingAndNeedsOnlyTheRightToRead() async throws {
    try await withAdmin { bench in
      let before = try await bench.rowCounts()
      let program = bench.program(bench.demo.readKey)
      for example in Self.examples {
        _ = try await program.send(.post, "/api/v1/previews/\(example.name)", example.body)
      }
      #expect(try await bench.rowCounts() == before)
    }
  }
}
