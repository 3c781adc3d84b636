import HTML
import HTTPServer
import Invoicing
import Primitives
import Tenancy
import Web
import Workflows

/// The last look at a manual invoice: as it will be, by the very call that makes it.
enum DraftIssuePage {
  static func show(_ visit: StaffVisit, _ id: ManualDraft.ID) async throws -> HTTPResponse {
    let draft = try await visit.read { try $0.invoicing.drafts.find(id) }
    if let document = draft.issued {
      return visit.visit.redirect(to: Links.invoice.path(document))
    }
    do {
      let document = try await ManualInvoice(visit.app.platform)
        .issue(id, expecting: draft.version, as: visit.scope, .rehearsed)
      return page(visit, draft, document)
    } catch let refusal as any Refusal where refusal.kind == .invalid {
      return incomplete(visit, draft, refusal)
    }
  }

  static func issue(_ visit: StaffVisit, _ id: ManualDraft.ID) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let version = form.parsed("version", most: 20) { Int64($0) }
    guard form.isComplete(), let version else { throw WebRefusal.forbidden }
    let draft = try await visit.read { try $0.invoicing.drafts.find(id) }
    // Pressed twice: the document is there.
    if let document = draft.issued {
      return visit.visit.redirect(to: Links.invoice.path(document))
    }
    do {
      let document = try await ManualInvoice(visit.app.platform)
        .issue(id, expecting: version, as: visit.scope)
      return visit.visit.redirect(
        to: Links.invoice.path(document.id),
        notice: Notice(
          visit(
            "\(document.number) is gemaakt en wordt gemaild.",
            "\(document.number) was made and is being mailed.")))
    } catch let refusal as any Refusal where refusal.kind == .invalid {
      return incomplete(visit, draft, refusal)
    }
  }

  private static func page(
    _ visit: StaffVisit, _ draft: ManualDraft, _ document: IssuedDocument
  ) -> HTTPResponse {
    let parts = DocumentParts(document: document, visit: visit)
    return frame(visit, draft) {
      pageHead(visit("Klopt dit?", "Is this right?"), lead: document.buyer.name)
      notice(
        visit(
          "Dit is hoe het document wordt. Eenmaal verstuurd verandert het niet meer; wat fout is "
            + "wordt met een creditnota hersteld.",
          "This is what the document will be. Once sent it never changes; what is wrong is mended "
            + "by a credit note."), .info)
      parts.lines
      parts.rates
      card(visit("Bedragen", "Amounts")) { parts.amounts }
      card {
        facts([
          (visit("Soort", "Kind"), Markup(visit(document.kind.label))),
          (visit(Texts.dueOn), visit.show(document.dueOn)),
          (
            visit("Kenmerk van de klant", "Customer's reference"),
            Markup(document.customerReference ?? "–")
          ),
          (
            visit("Bijlagen", "Attachments"),
            Markup(
              document.attachments.isEmpty ? "–" : document.attachments.joined(separator: ", "))
          ),
        ])
        div(.class("actions")) {
          actionButton(
            visit("Maken en mailen", "Make and mail"),
            SafeURL(path: Links.issueDraft.path(draft.id)), visit.visit, .plain,
            fields: [("version", "\(draft.version)")])
          linkButton(
            visit("Wijzigen", "Change"), SafeURL(path: Links.draft.path(draft.id)), .quiet)
        }
      }
    }
  }

  private static func incomplete(
    _ visit: StaffVisit, _ draft: ManualDraft, _ refusal: any Refusal
  ) -> HTTPResponse {
    frame(visit, draft, status: 422) {
      pageHead(visit("Nog niet compleet", "Not complete yet"))
      notice("\(place(refusal, visit))\(visit(refusal.phrase))", .bad)
      div(.class("actions")) {
        linkButton(
          visit("Terug naar het concept", "Back to the draft"),
          SafeURL(path: Links.draft.path(draft.id)))
      }
    }
  }

  /// "Line 2: ", for what is wrong with a line.
  private static func place(_ refusal: any Refusal, _ visit: StaffVisit) -> String {
    let parts = (refusal.pointer ?? "").split(separator: "/")
    guard parts.count > 1, parts[0] == "lines", let line = Int(parts[1]) else { return "" }
    return visit("Regel \(line + 1): ", "Line \(line + 1): ")
  }

  private static func frame(
    _ visit: StaffVisit, _ draft: ManualDraft, status: Int = 200,
    @MarkupBuilder content: () -> Markup
  ) -> HTTPResponse {
    visit.page(
      visit("Versturen", "Send"), in: .invoices,
      crumbs: [
        visit.crumb(.invoices), visit.crumb(visit("Concepten", "Drafts"), Links.drafts.path()),
        visit.crumb(visit("Nieuwe factuur", "New invoice"), Links.draft.path(draft.id)),
      ], status: status, content: content)
  }
}
