import HTML
import HTTPServer
import Primitives
import Testing
import Web

@Suite struct PageTests {
  @Test func `a page stands whole in its frame`() async throws {
    let response = try await WebBench().get("/?a=1", ["Accept-Language": "nl"])
    let html = response.text
    #expect(response.status == 200)
    #expect(response.headers["Content-Type"] == "text/html; charset=utf-8")
    #expect(html.hasPrefix("<!doctype html>\n<html lang=\"nl\"><head><meta charset=\"utf-8\">"))
    let parts = [
      "<title>Start · Fietsenwinkel &amp; Zn.</title>",
      #"<meta name="viewport" content="width=device-width, initial-scale=1">"#,
      #"<link rel="stylesheet" href="/assets/\#(StyleSheet.fileName)">"#,
      #"<link rel="stylesheet" href="/assets/accent-0a7d55.css">"#,
      ##"<body><a class="skip" href="#content">Naar de inhoud</a><header class="top">"##,
      #"<a class="brand" href="/">Fietsenwinkel &amp; Zn.</a>"#,
      #"<span aria-current="true" lang="nl">NL</span>"#,
      #"<a href="/?a=1&amp;lang=en" lang="en" hreflang="en""#,
      #"<nav class="menu" aria-label="Hoofdmenu"><ul><li><a href="/" aria-current="page">"#,
      #"<main id="content" tabindex="-1"><div class="wide"><h1>Dag</h1><p>nl</p>"#,
      #"<form method="post" action="/" novalidate><input type="hidden" name="csrf" value=""#,
      #"<footer class="foot">"#,
    ]
    for part in parts { #expect(html.contains(part), "\(part)") }
    #expect(!html.contains("<script") && !html.contains("style="))
  }

  @Test func `every page carries the careful headers`() async throws {
    let bench = try WebBench(formTargets: ["https://pay.example", "javascript:x"])
    for target in ["/", "/nowhere", "/broken", "/sign-in?next=x"] {
      let headers = try await bench.get(target).headers
      let policy = headers["Content-Security-Policy"] ?? ""
      #expect(policy.contains("object-src 'none'") && policy.contains("base-uri 'none'"))
      #expect(policy.contains("frame-ancestors 'none'") && policy.contains("script-src 'none'"))
      #expect(policy.contains("form-action 'self' https://pay.example;"))
      #expect(!policy.contains("unsafe") && !policy.contains("javascript"))
      #expect(headers["X-Content-Type-Options"] == "nosniff")
      #expect(headers["Referrer-Policy"] == "same-origin")
      #expect(headers["Cross-Origin-Opener-Policy"] == "same-origin")
      #expect(headers["Cache-Control"] == "no-store")
      #expect(headers["Strict-Transport-Security"]?.hasPrefix("max-age=63072000") == true)
    }
    let plain = try await WebBench(origin: "http://127.0.0.1:8080").get("/")
    #expect(plain.headers["Strict-Transport-Security"] == nil)
  }

  @Test func `style sheets are served for good under their own names`() async throws {
    let bench = try WebBench()
    let css = try await bench.get("/assets/\(StyleSheet.fileName)")
    #expect(css.status == 200)
    #expect(css.headers["Content-Type"] == "text/css; charset=utf-8")
    #expect(css.headers["Cache-Control"] == "public, max-age=31536000, immutable")
    #expect(!css.text.contains("url(") && !css.text.contains("@import"))
    #expect(css.text.count(where: { $0 == "{" }) == css.text.count(where: { $0 == "}" }))
    #expect(try await bench.get("/assets/accent-0a5d35.css").text == ":root{--accent:#0a5d35}\n")
    for name in ["penning-0.css", "accent-red.css", "accent-0A7D55.css", "x"] {
      #expect(try await bench.get("/assets/\(name)").status == 404)
    }
  }

  @Test(arguments: ["#ffffff", "#ffff00", "#00ff00", "#1f6feb", "#000000", "#ff8800"])
  func `an accent is made dark enough to read`(color: String) throws {
    let accent = Accent(try #require(HexColor(color)))
    let readable = accent.readable
    #expect(contrastWithWhite(readable) >= 4.5)
  }

  @Test(
    arguments: [
      (nil, Language.nl), ("en", .en), ("en-GB,en;q=0.9,nl;q=0.8", .en), ("nl-BE", .nl),
      ("de,fr;q=0.9", .nl), ("de,en;q=0.3,nl;q=0.2", .en), ("nl;q=0,en;q=0.1", .en),
      ("*", .nl), (";;;,,q=,en;q=9999999999", .en), (String(repeating: "en,", count: 5000), .en),
    ] as [(String?, Language)])
  func `the browser's language is taken`(header: String?, language: Language) async throws {
    let headers: HTTPHeaders = header.map { ["Accept-Language": $0] } ?? [:]
    let html = try await WebBench().get("/", headers).text
    #expect(html.contains("<html lang=\"\(language.rawValue)\">"))
  }

  @Test func `a chosen language is kept in a cookie and goes before the browser's`() async throws {
    let bench = try WebBench()
    let chosen = try await bench.get("/?lang=en", ["Accept-Language": "nl"])
    #expect(chosen.text.contains("<html lang=\"en\">"))
    #expect(chosen.cookies.contains("__Host-penning_lang=en"))
    let later = try await bench.get(
      "/", ["Accept-Language": "nl", "Cookie": "__Host-penning_lang=en"])
    #expect(later.text.contains("<html lang=\"en\">"))
    let nonsense = try await bench.get("/?lang=%3Cb%3E")
    #expect(nonsense.text.contains("<html lang=\"nl\">"))
    #expect(!nonsense.text.contains("<b>"))
  }

  @Test func `errors are pages that tell nothing of the inside`() async throws {
    let bench = try WebBench()
    let broken = try await bench.get("/broken", ["Accept-Language": "en"])
    #expect(broken.status == 500)
    #expect(broken.text.contains("Something went wrong") && broken.text.contains("<code>test"))
    #expect(!broken.text.contains("Broken"))
    let missing = try await bench.get("/nowhere", ["Accept-Language": "nl"])
    #expect(missing.status == 404)
    #expect(missing.text.contains("Niet gevonden"))
    let program = try await bench.get("/nowhere", ["Accept": "application/json"])
    #expect(program.headers["Content-Type"] == "application/problem+json")
    #expect(program.headers["X-Content-Type-Options"] == "nosniff")
    #expect(try await bench.get("/secret/1x").status == 404)
  }

  @Test func `a notice is shown once and cannot be forged`() async throws {
    let bench = try WebBench()
    let cookie = try await bench.noticeCookie(name: "<Piet>")
    let shown = try await bench.get("/", ["Cookie": cookie])
    #expect(
      shown.text.contains(#"<div class="notice good" role="status"><p>Bewaard: &lt;Piet&gt;"#))
    #expect(shown.cookies.contains("__Host-penning_notice="))
    let forged = try await bench.get("/", ["Cookie": String(cookie.dropLast()) + "x"])
    #expect(!forged.text.contains("notice good"))
  }

  @Test func `too many requests of one address are slowed`() async throws {
    let bench = try WebBench(limit: RateLimit(burst: 2, perMinute: 6))
    #expect(try await bench.get("/").status == 200)
    #expect(try await bench.get("/").status == 200)
    let third = try await bench.get("/")
    #expect(third.status == 429)
    #expect(third.headers["Retry-After"] == "10")
  }

  private func contrastWithWhite(_ color: HexColor) -> Double {
    func linear(_ part: UInt8) -> Double {
      let value = Double(part) / 255
      // Close to the standard's curve, from above: never says more contrast than there is.
      return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055)
    }
    let luminance =
      0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
    return 1.05 / (luminance + 0.05)
  }

  /// x^2.4 = x² · x^0.4, the latter by Newton's method for the fifth root of x².
  private func power(_ x: Double) -> Double {
    var root = 1.0
    for _ in 0..<60 { root = (4 * root + x * x / (root * root * root * root)) / 5 }
    return x * x * root
  }
}

extension WebBench {
  func noticeCookie(name: String) async throws -> String {
    let page = try await get("/")
    let seed = try #require(page.cookies.first { $0.hasPrefix("__Host-penning_form=") })
    let answer = try await post("/", ["csrf": page.formToken, "name": name], ["Cookie": seed])
    #expect(answer.status == 303)
    return try #require(answer.cookies.first { $0.hasPrefix("__Host-penning_notice=") })
  }
}
