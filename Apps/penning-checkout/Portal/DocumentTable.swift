import HTML
import HTTPServer
import Invoicing
import Primitives
import Tenancy
import Web

/// A list of a customer's documents with their PDFs.
struct DocumentTable {
  private let portal: PortalVisit
  private let today: CivilDate

  init(_ portal: PortalVisit, today: CivilDate) {
    self.portal = portal
    self.today = today
  }

  private var language: Language { portal.visit.language }

  func markup(_ documents: [DocumentHead], caption: String) -> Markup {
    DataTable(caption, columns: columns).markup(
      documents, empty: emptyState(caption, portal(Text.nothing)))
  }

  private var columns: [DataTable<DocumentHead>.Column] {
    [
      .init(portal(Texts.number), .rowHeader) { InvoiceLink($0, portal).markup },
      .init(portal(Text.kind)) { document in document.kind.title(language) },
      .init(portal(Texts.date)) { document in day(document.issuedOn, language) },
      .init(portal(Texts.status)) { document in
        let (text, tone) = document.badge(on: today)
        return badge(portal(text), tone.look)
      },
      .init(portal(Texts.amount), .number) { document in money(document.total, language) },
      .init(portal(Text.file)) { document in
        a(
          .href(SafeURL(path: Links.invoice.path(portal.slug, .pdf(document.id)))),
          .aria("label", "PDF \(document.number)")
        ) { portal(Texts.pdf) }
      },
    ]
  }

  private enum Text {
    static let kind = Phrase(nl: "Soort", en: "Kind")
    static let file = Phrase(nl: "Bestand", en: "File")
    static let nothing = Phrase(
      nl: "Zodra er een document is, vindt u het hier.",
      en: "As soon as there is a document, you find it here.")
  }
}

/// A document's number, leading to its page.
struct InvoiceLink {
  private let document: DocumentHead
  private let portal: PortalVisit

  init(_ document: DocumentHead, _ portal: PortalVisit) {
    self.document = document
    self.portal = portal
  }

  var markup: Markup {
    a(.href(SafeURL(path: Links.invoice.path(portal.slug, .page(document.id))))) {
      document.number
    }
  }
}
