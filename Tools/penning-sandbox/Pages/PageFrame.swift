import HTML
import HTTPServer
import Primitives

/// What every page of the sandbox looks like.
enum PageFrame {
  static let style = FixedLink("/static/sandbox.css")

  static func declare(in router: inout Router) {
    router.get(style) { _ in
      .bytes(Array(css.utf8), type: "text/css; charset=utf-8")
        .with("Cache-Control", "max-age=3600")
    }
  }

  /// A page with the banner that says that no money moves here.
  static func page(
    _ language: Language, title heading: String, status: Int = 200,
    @MarkupBuilder content: () -> Markup
  ) -> HTTPResponse {
    let content = content()
    let whole = document(language: language.rawValue) {
      title { "\(heading) · Penning sandbox" }
      meta(.name("viewport"), .content("width=device-width, initial-scale=1"))
      link(.rel("stylesheet"), .href(SafeURL(path: style.path())))
    } body: {
      header(.class("banner")) {
        a(.href(SafeURL(path: "/"))) { "Penning sandbox" }
        span { Texts.noMoney(language) }
        nav {
          a(.href(SafeURL(path: "/"))) { Texts.payments(language) }
          a(.href(SafeURL(path: "/mailbox"))) { Texts.mailbox(language) }
        }
      }
      main { content }
    }
    return .html(whole.html, status: status)
      .with(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; "
          + "frame-ancestors 'none'")
  }

  static func language(of request: HTTPRequest, default language: Language = .nl) -> Language {
    request.query["lang"].flatMap(Language.init(rawValue:)) ?? language
  }

  static func notFound(_ language: Language) -> HTTPResponse {
    page(language, title: Texts.notFound(language), status: 404) {
      h1 { Texts.notFound(language) }
    }
  }

  private static let css = """
    :root { color-scheme: light; --ink: #1d2733; --line: #d5dce4; --accent: #0b5fad;
      --good: #146c43; --bad: #b02a37; --soft: #f4f6f9; }
    * { box-sizing: border-box; }
    body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink);
      background: var(--soft); }
    a { color: var(--accent); }
    .banner { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: center;
      padding: .75rem 1.25rem; background: #fff3cd; border-bottom: 1px solid #e5d28c; }
    .banner > a { font-weight: 700; text-decoration: none; color: inherit; }
    .banner nav { margin-left: auto; display: flex; gap: 1rem; }
    main { max-width: 72rem; margin: 1.5rem auto; padding: 0 1rem; }
    .card { max-width: 30rem; margin: 2rem auto; padding: 1.5rem;
      background: #fff; border: 1px solid var(--line);
      border-radius: .75rem; box-shadow: 0 2px 12px rgb(20 40 60 / 8%); }
    .amount { font-size: 2.25rem; font-weight: 700; margin: .25rem 0; }
    .muted { color: #5b6875; }
    .switch { float: right; }
    fieldset { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; }
    fieldset label { display: block; padding: .35rem 0; }
    .choices { display: grid; gap: .6rem; }
    button { font: inherit; padding: .7rem 1rem; border-radius: .5rem;
      border: 1px solid var(--line); background: #fff; color: inherit; cursor: pointer;
      width: 100%; }
    button.good { background: var(--good); border-color: var(--good); color: #fff; }
    button.bad { color: var(--bad); border-color: var(--bad); }
    button:focus-visible, a:focus-visible, input:focus-visible { outline: 3px solid #ffbf47;
      outline-offset: 2px; }
    .scroll { overflow-x: auto; background: #fff; border: 1px solid var(--line);
      border-radius: .5rem; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; padding: .55rem .75rem; border-bottom: 1px solid var(--line);
      vertical-align: top; }
    td.number { text-align: right; white-space: nowrap; }
    .state { display: inline-block; padding: .1rem .55rem; border-radius: 1rem;
      background: #e9edf2; }
    .state.paid { background: #d1e7dd; color: #0a3622; }
    .state.failed, .state.expired, .state.canceled { background: #f8d7da; color: #58151c; }
    .inline { display: inline-block; }
    .inline button { width: auto; padding: .25rem .6rem; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #fff; padding: 1rem;
      border: 1px solid var(--line); border-radius: .5rem; font: 14px/1.5 ui-monospace, monospace; }
    iframe { width: 100%; height: 40rem; border: 1px solid var(--line); border-radius: .5rem;
      background: #fff; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
    dt { color: #5b6875; } dd { margin: 0; overflow-wrap: anywhere; }
    """
}
