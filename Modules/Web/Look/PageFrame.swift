package import HTML
import HTTPServer
import Primitives

/// What stands around the content of a page.
package struct PageFrame: Sendable {
  package struct Brand: Sendable {
    /// The shop's name, or the platform's.
    package var name: String
    package var home: SafeURL
    package var accent: Accent?

    package init(name: String, home: SafeURL, accent: Accent? = nil) {
      self.name = name
      self.home = home
      self.accent = accent
    }
  }

  /// One entry of a menu, of tabs or of breadcrumbs.
  package struct Item: Sendable {
    package let label: String
    package let url: SafeURL
    package let isCurrent: Bool

    package init(_ label: String, _ url: SafeURL, isCurrent: Bool = false) {
      self.label = label
      self.url = url
      self.isCurrent = isCurrent
    }
  }

  /// Who is signed in, and where signing out is posted to.
  package struct Account: Sendable {
    package let name: String
    package let signOut: SafeURL

    package init(name: String, signOut: SafeURL) {
      self.name = name
      self.signOut = signOut
    }
  }

  package enum Width: String, Sendable { case wide, narrow }

  package var title: String
  package var brand: Brand
  package var menu: [Item]
  package var account: Account?
  /// The way here, without this page itself.
  package var crumbs: [Item] = []
  package var width = Width.wide
  /// What stands at the foot beside the platform's name: the shop's legal details.
  package var footer: Markup = .empty
  /// Seconds after which the browser loads the page again: while a payment is pending.
  package var reloadsAfter: Int?

  package init(title: String, brand: Brand, menu: [Item] = [], account: Account? = nil) {
    self.title = title
    self.brand = brand
    self.menu = menu
    self.account = account
  }

  /// The same frame for one page.
  package func titled(_ title: String, width: Width = .wide, crumbs: [Item] = []) -> PageFrame {
    var frame = self
    frame.title = title
    frame.width = width
    frame.crumbs = crumbs
    return frame
  }
}

extension PageFrame {
  func document(for visit: Visit, content: Markup) -> Markup {
    HTML.document(language: visit.language.rawValue) {
      head(visit)
    } body: {
      a(.class("skip"), .href(SafeURL(fragment: "content"))) { visit(WebText.skipToContent) }
      top(visit)
      if !menu.isEmpty { navigation(visit) }
      main(.id("content"), .tabindex(-1)) {
        div(.class(width.rawValue)) {
          if !crumbs.isEmpty { trail }
          if let message = visit.notice { notice(message.text, message.tone) }
          content
        }
      }
      foot(visit)
    }
  }

  @MarkupBuilder private func head(_ visit: Visit) -> Markup {
    HTML.title { title == brand.name ? title : "\(title) · \(brand.name)" }
    meta(.name("viewport"), .content("width=device-width, initial-scale=1"))
    meta(.name("robots"), .content("noindex"))
    meta(.name("format-detection"), .content("telephone=no"))
    if let reloadsAfter {
      meta(.httpEquiv("refresh"), .content("\(max(reloadsAfter, 2))"))
    }
    stylesheet(StyleSheet.fileName)
    if let accent = brand.accent { stylesheet(accent.fileName) }
    link(
      .rel("icon"), .href(SafeURL(path: Site.assets.path(Site.iconName))), .type("image/svg+xml"))
  }

  private func stylesheet(_ name: String) -> Markup {
    link(.rel("stylesheet"), .href(SafeURL(path: Site.assets.path(name))))
  }

  private func top(_ visit: Visit) -> Markup {
    header(.class("top")) {
      div(.class("bar")) {
        a(.class("brand"), .href(brand.home)) { brand.name }
        div(.class("who")) {
          languages(visit)
          if let account {
            span { account.name }
            form(.method(.post), .action(account.signOut)) {
              visit.formTokenField
              button(.class("link-button"), .type("submit")) { visit(WebText.signOut) }
            }
          }
        }
      }
    }
  }

  /// Plain links to this very page in the other language; after a form, to the front page.
  private func languages(_ visit: Visit) -> Markup {
    nav(.class("languages"), .aria("label", visit(WebText.languages))) {
      for language in Language.allCases {
        if language == visit.language {
          span(.aria("current", "true"), .lang(language.rawValue)) { language.shortName }
        } else {
          a(
            .href(here(in: language, visit)), .lang(language.rawValue),
            .hreflang(language.rawValue), .rel("alternate nofollow"),
            .aria("label", "\(language.shortName) – \(language.ownName)")
          ) { language.shortName }
        }
      }
    }
  }

  private func here(in language: Language, _ visit: Visit) -> SafeURL {
    let isForm = visit.request.method == .post
    var query = QueryItems()
    for item in isForm ? [] : visit.request.query.items where item.name != LanguageChoice.query {
      query.add(item.name, item.value)
    }
    query.add(LanguageChoice.query, language.rawValue)
    let target = visit.request.target
    let path = isForm ? brand.home.text : String(target.prefix { $0 != "?" && $0 != "#" })
    return SafeURL(path: query.appended(to: path))
  }

  private func navigation(_ visit: Visit) -> Markup {
    nav(.class("menu"), .aria("label", visit(WebText.navigation))) {
      ul {
        for item in menu { li { item.link } }
      }
    }
  }

  private var trail: Markup {
    nav(.class("crumbs"), .aria("label", "breadcrumb")) {
      ol {
        for item in crumbs { li { item.link } }
      }
    }
  }

  private func foot(_ visit: Visit) -> Markup {
    HTML.footer(.class("foot")) {
      div(.class("bar")) {
        div { footer }
        p { visit(WebText.runsOn) }
      }
    }
  }
}

extension PageFrame.Item {
  var link: Markup {
    a(.href(url), isCurrent ? .aria("current", "page") : nil) { label }
  }
}

extension Language {
  var shortName: String { rawValue.uppercased() }

  var ownName: String {
    switch self {
    case .nl: "Nederlands"
    case .en: "English"
    }
  }
}
