import HTML
import Primitives
import Tenancy

/// A letter as HTML that mail readers of every age show: one column, inline styles, no images.
struct HTMLMail {
  let language: Language
  let accent: HexColor

  func render(_ letter: Letter, in frame: MailFrame) -> String {
    document(language: language.rawValue) {
      meta(.name("viewport"), .content("width=device-width, initial-scale=1"))
      title { letter.subject(language) }
    } body: {
      div(.style(Style.sheet)) {
        p(.style(Style.shop.adding("color", accent))) { frame.shop.name }
        p(.style(Style.paragraph)) { frame.greeting(language) }
        for block in letter.blocks { markup(block) }
        p(.style(Style.paragraph)) {
          frame.closing(language)
          br()
          frame.signature
        }
        p(.style(Style.note)) { frame.imprint }
      }
    }.html
  }

  private func markup(_ block: Letter.Block) -> Markup {
    switch block {
    case .paragraph(let phrase): p(.style(Style.paragraph)) { phrase(language) }
    case .note(let phrase): p(.style(Style.note)) { phrase(language) }
    case .items(let items, let sums): itemTable(items, sums)
    case .facts(let facts): factTable(facts)
    case .button(let label, let url): button(label, url)
    }
  }

  /// The address stands below in words too, for who cannot or will not press a button.
  private func button(_ label: Phrase, _ url: String) -> Markup {
    Markup {
      p(.style(Style.paragraph)) {
        a(
          .href(SafeURL(external: url) ?? .nowhere),
          .style(Style.button.adding("background", accent))
        ) {
          label(language)
        }
      }
      p(.style(Style.note)) { url }
    }
  }

  private func itemTable(_ items: [MailItem], _ sums: [Letter.Fact]) -> Markup {
    table(.role("presentation"), .style(Style.table)) {
      for item in items {
        tr {
          td(.style(Style.cell)) {
            item.description
            if let explanation = item.explanation {
              br()
              span(.style(Style.explanation)) { explanation }
            }
          }
          td(.style(Style.amount)) { item.amount.formatted(language) }
        }
      }
      for (index, sum) in sums.enumerated() {
        tr {
          td(.style(index == sums.count - 1 ? Style.lastCell : Style.cell)) { sum.label(language) }
          td(.style(index == sums.count - 1 ? Style.lastAmount : Style.amount)) {
            sum.value(language)
          }
        }
      }
    }
  }

  private func factTable(_ facts: [Letter.Fact]) -> Markup {
    table(.role("presentation"), .style(Style.table)) {
      for fact in facts {
        tr {
          td(.style(Style.cell)) { fact.label(language) }
          td(.style(Style.cell)) { fact.value(language) }
        }
      }
    }
  }
}

private enum Style {
  static let sheet: InlineStyle =
    "max-width:560px;margin:0 auto;padding:24px;color:#222222;font:16px/1.5 Arial,sans-serif"
  static let shop: InlineStyle = "margin:0 0 24px;font-size:20px;font-weight:bold"
  static let paragraph: InlineStyle = "margin:0 0 16px"
  static let note: InlineStyle =
    "margin:0 0 16px;color:#595959;font-size:13px;overflow-wrap:anywhere"
  static let button: InlineStyle =
    "display:inline-block;padding:12px 20px;border-radius:6px;color:#ffffff;text-decoration:none"
  static let table: InlineStyle = "width:100%;margin:0 0 16px;border-collapse:collapse"
  static let cell: InlineStyle = "padding:6px 8px 6px 0;vertical-align:top;text-align:left"
  static let amount: InlineStyle =
    "padding:6px 0;vertical-align:top;text-align:right;white-space:nowrap"
  static let lastCell: InlineStyle =
    "padding:6px 8px 6px 0;border-top:1px solid #222222;font-weight:bold;text-align:left"
  static let lastAmount: InlineStyle =
    "padding:6px 0;border-top:1px solid #222222;font-weight:bold;text-align:right"
  static let explanation: InlineStyle = "color:#595959;font-size:13px"
}
