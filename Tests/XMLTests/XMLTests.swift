import Testing
import XML

@Suite("XML that is written")
struct XMLTests {
  /// What people type, and what they may not have typed.
  static let texts = [
    "Jan de Vries", "R&D <b>bold</b>", "<img src=x onerror=alert(1)>", "]]>", "<![CDATA[x]]>",
    "<!-- x -->", "<?xml version=\"1.0\"?>", "&amp;", "&#0;", "&bomb;", "=cmd|' /C calc'!A0",
    "{{7*7}}", "${7*7}", "\"quoted\" and 'single'", "שלום עולם", "مرحبا", "日本語", "👩‍👩‍👧‍👦 family",
    "a\u{301}", "first\r\nsecond", "tab\there", " leading and trailing ", "\u{202E}evil",
    "\u{FEFF}mark", "\u{85}next line", "\u{2028}", String(repeating: "x", count: 10_000),
    "\u{10FFFF}", "\u{D7FF}\u{E000}", "\u{7F}",
  ]

  @Test("Text comes back as it was, character for character", arguments: texts)
  func text(_ text: String) throws {
    var xml = XMLWriter()
    xml.element("a") { $0.element("b", text) }
    let read = try #require(ReadBack.elements(of: xml.take()))
    #expect(read.map(\.path) == ["a", "a/b"])
    #expect(read.last.map { Array($0.text.unicodeScalars) } == Array(text.unicodeScalars))
  }

  @Test("So does the value of an attribute", arguments: texts)
  func attribute(_ text: String) throws {
    var xml = XMLWriter()
    xml.element("a", "x", [XMLAttribute("name", text)])
    let value = try #require(ReadBack.elements(of: xml.take())?.first?.attributes["name"])
    #expect(Array(value.unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test("What XML forbids becomes a replacement character, wherever it stands")
  func forbidden() throws {
    let forbidden = (0..<0x20).filter { ![0x9, 0xA, 0xD].contains($0) } + [0xFFFE, 0xFFFF]
    for value in forbidden {
      let scalar = try #require(Unicode.Scalar(UInt32(value)))
      #expect(!scalar.isAllowedInXML)
      var xml = XMLWriter()
      xml.element("a", "x\(scalar)y", [XMLAttribute("b", "\(scalar)")])
      let read = try #require(ReadBack.elements(of: xml.take())?.first, "U+\(value)")
      #expect(read.text == "x\u{FFFD}y")
      #expect(read.attributes["b"] == "\u{FFFD}")
    }
  }

  @Test("An element without content is left out, with all that holds nothing else")
  func empty() throws {
    var xml = XMLWriter()
    xml.element("root") { xml in
      xml.element("gone", nil)
      xml.element("gone", "")
      xml.element("gone", " \t\r\n")
      xml.element("gone", base64: [])
      xml.element("gone", [XMLAttribute("x", "1")]) { $0.element("gone") { _ in } }
      xml.element("stays") { $0.element("leaf", "1") }
      xml.openKeeping("asked")
      xml.close()
    }
    let read = try #require(ReadBack.elements(of: xml.take()))
    #expect(read.map(\.path) == ["root", "root/stays", "root/stays/leaf", "root/asked"])
  }

  @Test("A document can be taken in pieces of any size")
  func pieces() throws {
    var whole = XMLWriter()
    var cut = XMLWriter()
    var pieces: [UInt8] = []
    whole.open("list")
    cut.open("list")
    for number in 0..<500 {
      whole.element("entry") { $0.element("nr", "\(number)") }
      cut.element("entry") { $0.element("nr", "\(number)") }
      if number.isMultiple(of: 7) { pieces += cut.take() }
    }
    whole.close()
    cut.close()
    pieces += cut.take()
    #expect(pieces == whole.take())
    #expect(cut.pending == 0 && cut.depth == 0)
    #expect(ReadBack.elements(of: pieces)?.count == 1001)
  }

  @Test("Closing more than was opened does nothing")
  func closing() {
    var xml = XMLWriter()
    xml.element("a", "1")
    xml.close()
    #expect(ReadBack.elements(of: xml.take())?.count == 1)
  }

  @Test(
    "Files stand in it as base64",
    arguments: [
      ("", nil), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("\u{FF}\u{3FF}>?", "w7/Pvz4/"),
    ] as [(String, String?)])
  func base64(_ file: String, _ expected: String?) throws {
    var xml = XMLWriter()
    xml.openKeeping("a")
    xml.element("file", base64: Array(file.utf8))
    xml.close()
    let read = try #require(ReadBack.elements(of: xml.take()))
    #expect(read.dropFirst().first?.text == expected)
  }

  @Test("The layout is fixed: a line an element, indented by depth")
  func layout() {
    var xml = XMLWriter()
    xml.element("a", [XMLAttribute("xmlns", "urn:x")]) { xml in
      xml.element("b", "1")
      xml.element("c") { $0.element("d", "2") }
    }
    #expect(
      String(decoding: xml.take(), as: UTF8.self) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <a xmlns="urn:x">
         <b>1</b>
         <c>
          <d>2</d>
         </c>
        </a>

        """)
  }
}
