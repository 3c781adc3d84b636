import Payments
import Testing

/// What a buyer fills in, and the form around it.
struct Buyer {
  var fields: [(String, String)]

  init(email: String = "piet@example.nl", quantity: String = "1") {
    fields = [
      ("quantity", quantity), ("name", "Piet Jansen"), ("email", email), ("company", ""),
      ("vatNumber", ""), ("street", "Dorpsstraat 1"), ("postalCode", "1234 AB"),
      ("city", "Utrecht"), ("country", "NL"), ("language", "nl"), ("method", "ideal"),
    ]
  }

  /// The same with one field another, or none of it.
  func with(_ name: String, _ value: String?) -> Buyer {
    var buyer = self
    buyer.fields.removeAll { $0.0 == name }
    if let value { buyer.fields.append((name, value)) }
    return buyer
  }

  /// The form's own fields and the buyer's.
  func filledIn(_ page: SeenPage) throws -> [(String, String)] {
    let carried = try ["csrf", "order", "shown"].map { ($0, try #require(page.value(of: $0))) }
    return carried + fields
  }
}

extension Browser {
  /// Opens the plan's page and orders.
  mutating func order(_ buyer: Buyer = Buyer()) async throws -> SeenPage {
    let page = try await get("/demo/basis")
    return try await post("/demo/basis", try buyer.filledIn(page))
  }
}

extension CheckoutBench {
  /// The path that the bank was told to send the browser back to.
  func returnPath() throws -> String {
    let url = try #require(bank.requests.last?.returnURL)
    return String(url.dropFirst("https://checkout.test".count))
  }

  /// A customer who has bought and paid.
  func customer(_ email: String) async throws -> Browser {
    var browser = browser()
    _ = try await browser.order(Buyer(email: email))
    bank.settle(.paid)
    _ = try await browser.get(try returnPath())
    return browser
  }
}
