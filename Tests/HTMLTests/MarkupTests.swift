import HTML
import Testing

private let hostile = [
  #""><img src=x onerror=alert(1)>"#, "</script><svg/onload=alert(1)>", "'-alert(1)-'", "<!--",
  "]]>", "&lt;b&gt;", "\" autofocus onfocus=\"x", "\u{0}<b>", "<b>", "a\u{1B}[31m", "`${7*7}`",
]

@Suite struct MarkupTests {
  @Test(arguments: hostile)
  func `no text leaves its place`(text: String) {
    let pages = [
      p { text },
      p(.title(text)) { "x" },
      input(.type("text"), .name(text), .value(text)),
      textarea(.name("x")) { text },
      option(.value(text), .selected) { text },
      a(.href(SafeURL(path: text))) { text },
      a(.href(SafeURL(fragment: text))) { text },
      div(.id(text), .class(text), .data("x", text), .aria("label", text)) { text },
      title { text },
      p { Optional(text) },
      p { [text, text] },
    ]
    for page in pages {
      let html = page.html
      let tags = html.split(separator: "<", omittingEmptySubsequences: false).dropFirst()
      #expect(tags.count <= 2)
      #expect(!html.contains("<img") && !html.contains("<svg") && !html.contains("<b>"))
      #expect(html.count(where: { $0 == "\"" }) % 2 == 0)
      #expect(!html.contains("'"))
      #expect(!html.utf8.contains(0) && !html.utf8.contains(0x1B))
    }
  }

  @Test func `the five characters are escaped, others are not`() {
    #expect(Markup("&<>\"'").html == "&amp;&lt;&gt;&quot;&#39;")
    #expect(Markup("Łukasz é 😀 €\t\r\n/=").html == "Łukasz é 😀 €\t\r\n/=")
  }

  @Test func `blocks take conditions, loops and nothing`() {
    func list(_ names: [String], note: String?, loud: Bool) -> Markup {
      Markup {
        ul(.class("names"), loud ? .id("loud") : nil) {
          for name in names {
            let upper = name.uppercased()
            li { upper }
          }
        }
        if let note { p { note } }
        if loud { strong { "!" } } else { em { "." } }
        switch names.count {
        case 0: "none"
        case 1: "one"
        default: names.count
        }
        note
      }
    }
    #expect(
      list(["a", "b"], note: "<n>", loud: true).html
        == #"<ul class="names" id="loud"><li>A</li><li>B</li></ul><p>&lt;n&gt;</p>"#
        + "<strong>!</strong>2&lt;n&gt;")
    #expect(list([], note: nil, loud: false).html == #"<ul class="names"></ul><em>.</em>none"#)
  }

  @Test func `void elements and flags are written as HTML does`() {
    #expect(
      input(.type("checkbox"), .name("a"), .checked, .required).html
        == #"<input type="checkbox" name="a" checked required>"#)
    #expect(
      p {
        "a" + "b"; br(); 12
      }.html == "<p>ab<br>12</p>")
    #expect(form(.method(.post), .novalidate) {}.html == #"<form method="post" novalidate></form>"#)
    #expect(textarea { "\nx" }.html == "<textarea>\n\nx</textarea>")
  }

  @Test func `a document has its doctype, language and character set`() {
    let page = document(language: "nl") {
      title { "A & B" }
      link(.rel("stylesheet"), .href(SafeURL(path: "/a.css")))
    } body: {
      main(.id("main")) { h1 { "Dag" } }
    }
    #expect(
      page.html
        == #"<!doctype html>"# + "\n"
        + #"<html lang="nl"><head><meta charset="utf-8"><title>A &amp; B</title>"#
        + #"<link rel="stylesheet" href="/a.css"></head>"#
        + #"<body><main id="main"><h1>Dag</h1></main></body></html>"#)
  }

  @Test func `trusted markup stays as it is`() {
    let joined = Markup(
      joining: ["a", "<b>"].map { Markup($0) }, separator: Markup(trusted: "<br>"))
    #expect(joined.html == "a<br>&lt;b&gt;")
  }

  @Test func `an inline style takes only literals and colours`() throws {
    let color = try #require(HexColor("#1F6feB"))
    #expect(
      p(.style("margin:0")) {}.html + p(.style(InlineStyle("").adding("color", color))) {}.html
        == #"<p style="margin:0"></p><p style="color:#1f6feb"></p>"#)
  }
}
