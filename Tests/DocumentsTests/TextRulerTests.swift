import Testing

@testable import Documents

@Suite("Rows of text")
struct TextRulerTests {
  private let style = TextStyle(face: .regular, size: 10, ink: Palette.text)

  /// The even ruler gives a character of this size 6 points.
  private func rows(_ text: String, characters: Int) -> [String] {
    EvenRuler().rows(of: text, in: style, within: Double(characters) * 6 + 0.5)
  }

  @Test(
    "A text breaks at spaces, behind hyphens, and inside a word only where it must",
    arguments: [
      ("", 5, [""]),
      ("short", 5, ["short"]),
      ("two words", 5, ["two", "words"]),
      ("two words", 9, ["two words"]),
      ("a b c d", 3, ["a b", "c d"]),
      ("Prinses Wilhelmina-laan", 12, ["Prinses", "Wilhelmina-", "laan"]),
      ("abcdefgh", 3, ["abc", "def", "gh"]),
      ("x abcdefgh y", 3, ["x", "abc", "def", "gh", "y"]),
      ("  led and trailed  ", 20, ["led and trailed"]),
      ("Łąęż", 2, ["Łą", "ęż"]),
    ])
  func breaksWell(text: String, characters: Int, expected: [String]) {
    #expect(rows(text, characters: characters) == expected)
  }

  @Test("No character is lost, and every row fits", arguments: 1...30)
  func losesNothing(characters: Int) {
    let text = "De 2e t/m 31e: groente-abonnement (wekelijks) van Tuinderij-De-Warmoes te Bunnik"
    let rows = rows(text, characters: characters)
    #expect(rows.joined().filter { $0 != " " } == text.filter { $0 != " " })
    #expect(rows.allSatisfy { $0.count <= characters })
  }

  @Test("Rows beyond the limit end in an ellipsis that fits")
  func cutsLongText() {
    let rows = EvenRuler().rows(of: "one two three four", in: style, within: 30.5, atMost: 2)
    #expect(rows == ["one", "two…"])
    #expect(EvenRuler().rows(of: "one", in: style, within: 30.5, atMost: 2) == ["one"])
  }

  @Test("A character wider than the room stands alone instead of looping for ever")
  func survivesNoRoom() {
    #expect(EvenRuler().rows(of: "ab", in: style, within: 1) == ["a", "b"])
  }
}

@Suite("Printable text")
struct PrintableTextTests {
  @Test(
    "Control and format characters vanish, line breaks become a space",
    arguments: [
      ("plain", "plain"),
      ("a\nb\r\n\tc", "a b c"),
      ("  a  b  ", "a b"),
      ("nul\u{0}byte", "nulbyte"),
      ("bell\u{7}", "bell"),
      ("evil\u{202E}fdp.exe", "evilfdp.exe"),
      ("zero\u{200B}width\u{FEFF}", "zerowidth"),
      ("soft\u{AD}hyphen", "softhyphen"),
      ("line\u{2028}separator", "line separator"),
      ("€\u{A0}15,00", "€\u{A0}15,00"),
      ("Łukasz Şahin-Đorđević", "Łukasz Şahin-Đorđević"),
      ("<b>&amp;</b> (url) \\", "<b>&amp;</b> (url) \\"),
    ])
  func cleans(text: String, expected: String) {
    #expect(text.printable.unicodeScalars.elementsEqual(expected.unicodeScalars))
  }
}

@Suite("The shop's colour")
struct AccentTests {
  @Test("A dark colour stays as the shop chose it")
  func keepsDark() {
    #expect(Ink(accent: "#7a2e6d") == Ink(red: 0x7A, green: 0x2E, blue: 0x6D))
    #expect(Ink(accent: "#000000") == Ink(red: 0, green: 0, blue: 0))
  }

  @Test("A pale colour is darkened until it reads on white", arguments: ["#ffff00", "#FFFFFF"])
  func darkensPale(text: String) throws {
    let ink = try #require(Ink(accent: text))
    #expect(ink.red < 0x90)
  }

  @Test("Every colour reads on white and on its own card")
  func contrast() throws {
    let steps = stride(from: 0, through: 255, by: 51).map {
      $0 < 16 ? "0\($0)" : String($0, radix: 16)
    }
    for red in steps {
      for green in steps {
        for blue in steps {
          let ink = try #require(Ink(accent: "#" + red + green + blue))
          #expect(ink.contrast(with: Palette.white) >= 4.5)
          #expect(ink.contrast(with: ink.tinted(percent: 92)) >= 4.5)
        }
      }
    }
    for tone in [Paper.Tone.due, .settled, .ended, .returned] {
      #expect(tone.ink.contrast(with: tone.ink.tinted(percent: 90)) >= 4.5)
    }
  }

  @Test(
    "What is no colour is refused",
    arguments: ["", "#", "7a2e6d", "#7a2e6", "#7a2e6d0", "#+a2e6d", "#7a2e6g", "red", "#７a2e6d"])
  func refusesOther(text: String) {
    #expect(Ink(accent: text) == nil)
  }
}
