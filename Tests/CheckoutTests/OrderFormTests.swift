import Outbound
import Payments
import Primitives
import TestSupport
import Testing

/// Whatever a form holds, the answer names the field, keeps what was typed, and nothing happens.
@Suite struct OrderFormTests {
  @Test(arguments: [
    ("name", "", "f-name"), ("name", "a\u{0}b", "f-name"), ("name", "a\r\nBcc: x@y.nl", "f-name"),
    ("email", "piet", "f-email"), ("email", "piet@", "f-email"),
    ("email", String(repeating: "a", count: 5000) + "@example.nl", "f-email"),
    ("quantity", "0", "f-quantity"), ("quantity", "-1", "f-quantity"),
    ("quantity", "2147483648", "f-quantity"), ("quantity", "1e3", "f-quantity"),
    ("quantity", "٣", "f-quantity"), ("quantity", "1.5", "f-quantity"),
    ("vatNumber", "NL123", "f-vatNumber"), ("street", "", "f-street"), ("city", "  ", "f-city"),
    ("postalCode", String(repeating: "1", count: 17), "f-postalCode"),
    ("country", "XX", "f-country"), ("country", "nl", "f-country"),
    ("language", "fr", "f-language"),
    ("method", "paypal", "f-method"), ("method", "cash", "f-method"),
  ])
  func aWrongFieldIsMarked(_ name: String, _ value: String, _ id: String) async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      let page = try await browser.order(Buyer().with(name, value))
      // NUL is refused before any field is read.
      #expect(page.status == (value.contains("\u{0}") ? 400 : 422))
      if page.status == 422 {
        #expect(page.html.contains("href=\"#\(id)\""))
        #expect(page.html.contains("id=\"errors\""))
        if name != "street" { #expect(page.value(of: "street") == "Dorpsstraat 1") }
      }
      #expect(try await bench.subscriptions() == 0)
    }
  }

  @Test(arguments: ["name", "email", "street", "postalCode", "city", "country", "method"])
  func aMissingFieldIsMarked(_ name: String) async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      let page = try await browser.order(Buyer().with(name, nil))
      #expect(page.status == 422)
      #expect(page.html.contains("href=\"#f-\(name)\""))
      #expect(try await bench.subscriptions() == 0)
    }
  }

  @Test(arguments: ["price", "total", "tenant_id", "status", "shownToday"])
  func aFieldThatNobodyAskedForIsRefused(_ name: String) async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      let page = try await browser.order(Buyer().with(name, "0.01"))
      #expect(page.status == 422)
      #expect(page.text.contains("een veld dat hier niet hoort"))
      #expect(try await bench.subscriptions() == 0)
    }
  }

  @Test func aFieldThatComesTwiceIsMarked() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      var buyer = Buyer()
      buyer.fields.append(("email", "other@example.nl"))
      let page = try await browser.order(buyer)
      #expect(page.status == 422)
      #expect(page.text.contains("meer dan één keer"))
      #expect(try await bench.subscriptions() == 0)
    }
  }

  @Test func whatWasTypedIsEscaped() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      let evil = "\"><img src=x onerror=alert(1)>"
      let page = try await browser.order(Buyer(email: evil).with("city", evil))
      #expect(page.status == 422)
      #expect(!page.html.contains("<img"))
      #expect(page.html.contains("&lt;img src=x"))
    }
  }

  @Test func anAmountThatIsNoLongerTrueIsShownAndNotCharged() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      let page = try await browser.get("/demo/basis")
      let fields = try Buyer(quantity: "2").filledIn(page)
      let refused = try await browser.post("/demo/basis", fields)
      #expect(refused.status == 422)
      #expect(refused.text.contains("het is nu € 30,00"))
      #expect(refused.value(of: "shown") == "30.00")
      #expect(try await bench.subscriptions() == 0)
      let agreed = try await browser.post("/demo/basis", try Buyer(quantity: "2").filledIn(refused))
      #expect(agreed.status == 303)
      #expect(bench.bank.requests.last?.amount.minorUnits == 3000)
    }
  }

  @Test func theAmountIsUpdatedWithoutOrderingAndNothingTypedIsLost() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      let page = try await browser.get("/demo/basis")
      var fields = try Buyer(quantity: "3").with("street", "").filledIn(page)
      fields.append(("step", "quote"))
      let quoted = try await browser.post("/demo/basis", fields)
      #expect(quoted.status == 200)
      #expect(quoted.text.contains("45 dagen") == false)
      #expect(quoted.value(of: "shown") == "45.00")
      #expect(quoted.value(of: "name") == "Piet Jansen")
      #expect(!quoted.html.contains("id=\"errors\""))
      #expect(try await bench.subscriptions() == 0)
    }
  }

  @Test func hugeBrokenAndForeignBodiesAreRefused() async throws {
    try await withCheckout { bench in
      var browser = bench.browser()
      _ = try await browser.get("/demo/basis")
      let form = OutboundHeader("Content-Type", "application/x-www-form-urlencoded")
      let own = OutboundHeader("Origin", bench.base)
      let bodies: [([UInt8], [OutboundHeader], Int)] = [
        (Array(repeating: 97, count: 70_000), [form, own], 413),
        (Array("name=%FF%FE".utf8), [form, own], 400),
        (Array("name=%".utf8), [form, own], 400), ([0xFF, 0xFE, 0x3D], [form, own], 400),
        (Array("{}".utf8), [OutboundHeader("Content-Type", "application/json"), own], 415),
        (Array("name=x".utf8), [OutboundHeader("Content-Type", "text/plain"), own], 415),
        ([], [form, own], 403),
      ]
      for (body, headers, status) in bodies {
        let page = try await browser.postRaw("/demo/basis", body, headers: headers)
        #expect(page.status == status)
      }
      #expect(try await bench.subscriptions() == 0)
    }
  }
}
