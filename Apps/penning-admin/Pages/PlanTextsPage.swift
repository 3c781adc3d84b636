import Catalog
import HTML
import HTTPServer
import Primitives
import Web

/// Another name and summary for a plan.
enum PlanTextsPage {
  static func show(_ visit: StaffVisit, _ id: Plan.ID) async throws -> HTTPResponse {
    let plan = try await visit.read { try $0.catalog.existingPlan(id) }
    return page(visit, id, FormState(values: ["name": plan.name, "summary": plan.summary]))
  }

  static func save(_ visit: StaffVisit, _ id: Plan.ID) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let name = form.text("name", most: 120)
    let summary = form.paragraph("summary", most: 2000)
    guard form.isComplete(), let name else { return page(visit, id, form.state, status: 422) }
    try await visit.write { try $0.renamePlan(id, name: name, summary: summary ?? "") }
    return visit.visit.redirect(to: Links.plan.path(id), notice: Notice(visit(Texts.saved)))
  }

  private static func page(
    _ visit: StaffVisit, _ id: Plan.ID, _ state: FormState, status: Int = 200
  ) -> HTTPResponse {
    let title = visit("Naam en omschrijving", "Name and description")
    return visit.page(
      title, in: .plans, width: .narrow, crumbs: [visit.crumb(.plans)], status: status
    ) {
      pageHead(
        title,
        lead: visit(
          "Documenten die er al zijn houden de oude naam.",
          "Documents that are there keep the old name."))
      card {
        FormView(visit.visit, state, action: SafeURL(path: Links.planTexts.path(id)))
          .markup { form in
            form.text("name", visit(Texts.name), most: 120)
            form.paragraph(
              "summary", visit("Omschrijving", "Description"), FieldLook(isRequired: false),
              most: 2000)
            form.submit(
              visit.visit(WebText.save), cancel: SafeURL(path: Links.plan.path(id)))
          }
      }
    }
  }
}
