import HTTPServer
import Invoicing
import JSON
import Outbound
import Primitives
import Tenancy
import Testing

@testable import penning_admin

/// What programs do with documents.
@Suite struct DocumentAPITests {
  private func body(_ bench: AdminBench, _ vat: String = "S21") -> JSONValue {
    [
      "customerId": .string("\(bench.demo.customer.id)"), "pricesIncludeVAT": false,
      "customerReference": "PO 7",
      "lines": [
        [
          "description": "Advies", "quantity": 2, "vat": .string(vat),
          "unitPrice": ["amount": "25.00", "currency": "EUR"],
        ],
        [
          "description": "Boek", "vat": "S9",
          "unitPrice": ["amount": "12.50", "currency": "EUR"],
        ],
      ],
    ]
  }

  @Test func makesAnInvoiceOncePerKey() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let body = body(bench)
      let before = try await bench.rowCounts()
      let preview = try await program.send(.post, "/api/v1/invoice-preview", body)
      #expect(preview.status == 200 && preview.json["vat"]?["amount"] == "11.63")
      #expect(try await bench.rowCounts() == before)
      let first = try await program.send(.post, "/api/v1/invoices", body, idempotency: "one")
      let again = try await program.send(.post, "/api/v1/invoices", body, idempotency: "one")
      #expect(first.status == 201 && again.status == 201 && first.json == again.json)
      #expect(first.json["head"]?["total"]?["amount"] == "74.13")
      #expect(first.json["head"]?["isManual"] == true)
      #expect(
        first.json["rates"]?.arrayValue?.map { $0["treatment"]?.stringValue } == ["S21", "S9"])
      let found = try await program.get("/api/v1/invoices?text=PO%207")
      #expect(found.json["items"]?.arrayValue?.count == 1)
    }
  }

  @Test(arguments: ["AE", "S22x", "E:none", "", "S101"])
  func refusesATreatmentThatCannotBe(code: String) async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let seen = try await program.send(.post, "/api/v1/invoices", body(bench, code))
      #expect(seen.status == 422)
      let pointers = seen.json["errors"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue }
      #expect(pointers == [code == "AE" ? "/customer" : "/lines/0/vat"], "\(seen.text)")
    }
  }

  @Test func preparesADraftAndIssuesItOnce() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let made = try await program.send(
        .post, "/api/v1/invoice-drafts",
        [
          "customerId": .string("\(bench.demo.customer.id)"), "pricesIncludeVAT": true,
          "lines": [["vat": "S21"]],
        ])
      #expect(made.status == 201 && made.json["version"] == 1)
      let path = "/api/v1/invoice-drafts/\(made.json["id"]?.stringValue ?? "")"
      let empty = try await program.send(.post, path + "/issue", [:])
      #expect(empty.status == 422)
      var whole = body(bench).objectValue ?? [:]
      whole["version"] = 1
      let changed = try await program.send(.put, path, .object(whole))
      #expect(changed.status == 200 && changed.json["version"] == 2)
      #expect(try await program.send(.put, path, .object(whole)).status == 409)
      let issued = try await program.send(.post, path + "/issue", ["version": 2])
      #expect(issued.status == 201 && issued.json["head"]?["customerReference"] == "PO 7")
      #expect(try await program.send(.post, path + "/issue", [:]).status == 409)
      #expect(try await program.send(.delete, path, [:]).status == 409)
      let told = try await program.get(path)
      #expect(told.json["invoiceId"] == issued.json["head"]?["id"])
      let other = "/api/v1/invoice-drafts/\(bench.demo.draft)"
      #expect(try await program.send(.delete, other, [:]).status == 200)
      #expect(try await program.get(other).status == 404)
    }
  }

  @Test func creditsByTheLine() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let path = "/api/v1/invoices/\(bench.demo.invoice.id)"
      let left = try await program.get(path + "/creditable")
      #expect(left.json["rest"]?["amount"] == "30.00")
      let wish: JSONValue = [
        "lines": [["ordinal": 0, "amount": ["amount": "12.00", "currency": "EUR"]]],
        "reason": "Te laat", "version": left.json["version"] ?? .null,
      ]
      let before = try await bench.rowCounts()
      let preview = try await program.send(.post, path + "/credit-notes/preview", wish)
      #expect(preview.status == 200 && preview.json["lowered"]?["amount"] == "12.00")
      #expect(try await bench.rowCounts() == before)
      let made = try await program.send(.post, path + "/credit-notes", wish, idempotency: "one")
      #expect(made.status == 201 && made.json["invoice"]?["outstanding"]?["amount"] == "18.00")
      #expect(made.json["creditNote"]?["vat"]?["amount"] == "2.08")
      let again = try await program.send(.post, path + "/credit-notes", wish, idempotency: "one")
      #expect(again.json == made.json)
      #expect(try await program.send(.post, path + "/credit-notes", wish).status == 409)
      let notes = try await program.get(path + "/credit-notes")
      #expect(notes.json["items"]?.arrayValue?.count == 1)
      let beyond = try await program.send(
        .post, path + "/credit-notes",
        [
          "lines": [["ordinal": 0, "amount": ["amount": "18.01", "currency": "EUR"]]],
          "reason": "x",
        ])
      #expect(beyond.status == 422)
      #expect(beyond.json["errors"]?[0]?["pointer"] == "/lines/0/amount")
      let rest = try await program.send(.post, path + "/credit-notes", ["reason": "Alles"])
      #expect(rest.status == 201 && rest.json["invoice"]?["state"] == "credited")
      #expect(rest.json["creditNote"]?["vat"]?["amount"] == "3.13")
      let state = try await program.get("/api/v1/invoices?state=credited")
      #expect(state.json["items"]?.arrayValue?.count == 1)
    }
  }

  /// Another shop's documents and drafts are unknown to every act (I-41).
  @Test func knowsNothingOfAnotherShop() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let reason: JSONValue = ["reason": "x"]
      let acts: [(String, JSONValue)] = [
        ("credit-notes", reason), ("credit-notes/preview", reason), ("write-off", reason),
        ("withdraw", [:]), ("send-again", [:]),
      ]
      let before = try await bench.rowCounts()
      for (act, body) in acts {
        let (known, unknown) = (
          try await program.send(.post, "/api/v1/invoices/\(bench.other.invoice.id)/\(act)", body),
          try await program.send(.post, "/api/v1/invoices/inv_0000000000001/\(act)", body)
        )
        #expect(known.status == 404 && unknown.status == 404, "\(act)")
        #expect(known.json["detail"] == unknown.json["detail"], "\(act)")
      }
      let draft = "/api/v1/invoice-drafts/\(bench.other.draft)"
      #expect(try await program.get(draft).status == 404)
      #expect(try await program.send(.post, draft + "/issue", [:]).status == 404)
      #expect(try await program.send(.delete, draft, [:]).status == 404)
      let money = "/api/v1/customers/\(bench.other.customer.id)/allocations"
      #expect(try await program.send(.post, money, [:]).status == 404)
      #expect(try await bench.rowCounts() == before)
      var browser = try await bench.signedIn(as: .owner)
      for path in [
        "/drafts/\(bench.other.draft)", "/drafts/\(bench.other.draft)/issue",
        "/drafts/\(bench.other.draft)/delete", "/invoices/\(bench.other.invoice.id)/credit",
        "/invoices/\(bench.other.invoice.id)/write-off",
        "/invoices/\(bench.other.proForma.id)/files/0",
        "/customers/\(bench.other.customer.id)/money",
      ] { #expect(try await browser.get(path).status == 404, "\(path)") }
    }
  }

  @Test func givesUpSendsAndLays() async throws {
    try await withAdmin { bench in
      let program = bench.program(bench.demo.writeKey)
      let path = "/api/v1/invoices/\(bench.demo.invoice.id)"
      for count in 1...2 {
        let sent = try await program.send(.post, path + "/send-again", [:])
        #expect(sent.status == 200 && sent.json["count"]?.intValue == count)
      }
      let customer = bench.demo.customer.id
      _ = try await bench.database.write(as: bench.demo.scope) { shop in
        try shop.invoicing.settle(
          IncomingMoney(
            payment: "pay_test", customer: customer, amount: .eur(1000), paidOn: shop.today),
          on: [])
      }
      let lay = "/api/v1/customers/\(customer)/allocations"
      let beyond = try await program.send(
        .post, lay,
        [
          "parts": [
            [
              "invoiceId": .string("\(bench.demo.invoice.id)"),
              "amount": ["amount": "10.01", "currency": "EUR"],
            ]
          ]
        ])
      #expect(beyond.status == 422)
      let laid = try await program.send(
        .post, lay,
        [
          "parts": [
            [
              "invoiceId": .string("\(bench.demo.invoice.id)"),
              "amount": ["amount": "10.00", "currency": "EUR"],
            ]
          ]
        ])
      #expect(laid.status == 200 && laid.json["left"]?["amount"] == "0.00")
      let gone = try await program.send(.post, path + "/write-off", ["reason": "Failliet"])
      #expect(gone.status == 200 && gone.json["state"] == "writtenOff")
      #expect(gone.json["closed"]?["amount"] == "20.00")
      #expect(try await program.send(.post, path + "/write-off", ["reason": "x"]).status == 409)
      let withdraw = "/api/v1/invoices/\(bench.demo.proForma.id)/withdraw"
      #expect(try await program.send(.post, withdraw, [:]).status == 409)
    }
  }
}
