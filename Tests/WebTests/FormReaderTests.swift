import HTTPServer
import Primitives
import Tenancy
import Testing
import Web

@Suite struct FormReaderTests {
  private enum Policy: String { case purchaseDate, fixedDay }

  private func reader(_ items: QueryItems) -> FormReader {
    FormReader(FormFields(texts: items), language: .nl)
  }

  @Test(arguments: [
    ("30", 3000), ("30,00", 3000), ("30.00", 3000), ("30,5", 3050), (" € 30,00 ", 3000),
    ("€\u{A0}1.234,50", 123_450), ("1,234.50", 123_450), ("1.234.567,89", 123_456_789),
    ("-3", -300), ("€-3,00", -300), ("EUR 3", 300), ("0", 0), ("0,01", 1),
    ("1000000000", 100_000_000_000), ("1.000.000.000,00", 100_000_000_000),
  ])
  func `an amount is read as people type it`(text: String, cents: Int64) {
    var form = reader(["price": text])
    let price = form.money("price", .eur)
    #expect(price == .eur(cents))
    let complete = form.isComplete()
    #expect(complete)
  }

  @Test(arguments: [
    "", " ", "abc", "1.005", "1,005", "1.234", "1,2,3", "1.2.3", "12.34,5.6", "1.23,4.5", "30,",
    ",5", "1e3", "NaN", "0x10", "١٢", "--1", "+1", "€", "1.000.000.000,01", "99999999999999999999",
    "30 dollar", "1234.567,00", "1..234,00", "3\u{0}0", "<b>", "9223372036854775808",
    String(repeating: "1", count: 1_000_000),
  ])
  func `an amount that is none, or could be two, is refused`(text: String) {
    var form = reader(["price": text])
    let price = form.money("price", .eur)
    #expect(price == nil)
    let complete = form.isComplete()
    #expect(!complete)
    #expect(form.state.fault("price") != nil)
  }

  @Test func `currencies keep their own decimals`() {
    var form = reader(["a": "100", "b": "100,5", "c": "1,234", "d": "£1.50"])
    let a = form.money("a", .jpy)?.minorUnits
    #expect(a == 100)
    let b = form.money("b", .jpy)
    #expect(b == nil)
    let c = form.money("c", .kwd)?.minorUnits
    #expect(c == 1234)
    let d = form.money("d", .gbp)?.minorUnits
    #expect(d == 150)
  }

  @Test func `a good form becomes its values`() throws {
    var form = reader([
      "name": "  Łukasz Şahin-Đorđević ", "email": "Piet@Example.NL", "day": "28",
      "from": "16-11-2026", "until": "2026-12-01", "policy": "fixedDay", "agree": "on",
      "note": "a\r\nb", "csrf": "x", "password": " pass word ",
    ])
    let name = form.text("name", most: 40)
    #expect(name == "Łukasz Şahin-Đorđević")
    let email = form.email("email")?.text
    #expect(email == "Piet@example.nl")
    let day = form.integer("day", in: 1...28)
    #expect(day == 28)
    let from = form.date("from")
    #expect(from == CivilDate(year: 2026, month: 11, day: 16))
    let until = form.optionalDate("until")
    #expect(until == CivilDate(year: 2026, month: 12, day: 1))
    let later = form.optionalDate("later")
    #expect(later == nil)
    let policy = form.choice("policy", of: Policy.self)
    #expect(policy == .fixedDay)
    let agree = form.checkbox("agree")
    #expect(agree)
    let mail = form.checkbox("mail")
    #expect(!mail)
    let note = form.paragraph("note")
    #expect(note == "a\nb")
    let password = form.password("password")
    #expect(password == " pass word ")
    #expect(form.state.values["password"] == nil)
    _ = form.carried("csrf")
    let complete = form.isComplete()
    #expect(complete)
  }

  @Test(arguments: [
    ("name", "", FormText.missing), ("name", "   ", FormText.missing),
    ("name", "a\nb", FormText.controlCharacters),
    ("name", "a\u{202E}b", FormText.controlCharacters),
    ("name", String(repeating: "a", count: 41), FormText.tooLong(40)),
    ("name", String(repeating: " ", count: 100_000), FormText.tooLong(40)),
    ("email", "piet", FormText.email), ("email", "a@b@c.nl", FormText.email),
    ("email", "a\r\nBcc: x@y.nl", FormText.controlCharacters),
    ("day", "0", FormText.range(1...28)), ("day", "29", FormText.range(1...28)),
    ("day", "1.0", FormText.number), ("day", "9223372036854775808", FormText.number),
    ("day", "١", FormText.number), ("day", "+1", FormText.number),
    ("from", "2026-02-30", FormText.date), ("from", "31-04-2026", FormText.date),
    ("from", "16-11-26", FormText.date), ("from", "0-0-0000", FormText.date),
    ("policy", "never", FormText.unknownChoice), ("policy", "", FormText.notSelected),
    ("agree", "yes", FormText.unknownChoice),
  ])
  func `each fault stands by its field`(field: String, text: String, phrase: Phrase) {
    var values = [
      "name": "Piet", "email": "a@b.nl", "day": "1", "from": "2026-11-16",
      "policy": "fixedDay", "agree": "on",
    ]
    values[field] = text
    var items = QueryItems()
    for (name, value) in values { items.add(name, value) }
    var form = reader(items)
    _ = form.text("name", most: 40)
    _ = form.email("email")
    _ = form.integer("day", in: 1...28)
    _ = form.date("from")
    _ = form.choice("policy", of: Policy.self)
    _ = form.checkbox("agree")
    let complete = form.isComplete()
    #expect(!complete)
    #expect(form.state.faults.map(\.field) == [field])
    #expect(form.state.fault(field) == phrase)
    #expect(form.state.value(field) == text)
  }

  @Test func `fields that are unknown or sent twice are refused`() {
    var form = reader(["name": "a", "name": "b"])
    let name = form.text("name", most: 5)
    #expect(name == nil)
    #expect(form.state.fault("name") == FormText.twice)
    var other = reader(["name": "a", "id": "7"])
    let text = other.text("name", most: 5)
    #expect(text == "a")
    let otherComplete = other.isComplete()
    #expect(!otherComplete)
    #expect(other.state.fault("") == FormText.unknownField)
  }

  @Test func `a rule's refusal finds its field`() throws {
    var form = reader(["city": "", "address.street": "x"])
    _ = form.optionalText("city", most: 5)
    _ = form.optionalText("address.street", most: 5)
    let value: Int? = try form.checking { throw TenancyRefusal.field("/address/city", .missing) }
    #expect(value == nil)
    let street: Int? = try form.checking {
      throw TenancyRefusal.field("/address/street", .malformed)
    }
    #expect(street == nil)
    let whole: Int? = try form.checking { throw TenancyRefusal.lastOwner }
    #expect(whole == nil)
    #expect(form.state.faults.map(\.field) == ["city", "address.street", ""])
    let complete = form.isComplete()
    #expect(!complete)
  }

  @Test func `several boxes of one name are a list`() {
    var form = reader(["day": "1", "day": "2"])
    let days = form.choices("day") { Int($0) }
    #expect(days == [1, 2])
    let complete = form.isComplete()
    #expect(complete)
    var bad = reader(["day": "1", "day": "x"])
    let badDays = bad.choices("day") { Int($0) }
    #expect(badDays == [1])
    let badComplete = bad.isComplete()
    #expect(!badComplete)
  }
}
