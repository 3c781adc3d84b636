import HTML
import HTTPServer
import Primitives
import Tenancy
import Web

/// The picture on the shop's documents.
enum LogoPage {
  /// Bytes of the whole form: the picture and what multipart adds.
  static let uploadLimit = LogoStore.mostBytes + 64 * 1024

  static func show(_ visit: StaffVisit) async throws -> HTTPResponse {
    try await page(visit, FormState())
  }

  static func save(_ visit: StaffVisit) async throws -> HTTPResponse {
    var form = visit.visit.reader
    let isRemoval = form.checkbox("remove")
    let file = isRemoval ? form.optionalFile("logo") : form.file("logo")
    guard form.isComplete() else { return try await page(visit, form.state, status: 422) }
    let png = isRemoval ? nil : file?.bytes
    do {
      try await visit.write { try $0.logo.put(png) }
    } catch let refusal as TenancyRefusal where refusal.pointer == "/logo" {
      var state = form.state
      state.note("logo", fault)
      return try await page(visit, state, status: 422)
    }
    return visit.visit.redirect(
      to: Links.logo.path(),
      notice: Notice(
        isRemoval
          ? visit("Het logo is weg.", "The logo is gone.")
          : visit("Het logo staat op nieuwe documenten.", "The logo is on new documents.")))
  }

  /// The picture itself, for this page; one clear pixel where there is none.
  static func picture(_ visit: StaffVisit) async throws -> HTTPResponse {
    .bytes(try await visit.read { try $0.logo.current() } ?? clear, type: "image/png")
  }

  private static let clear: [UInt8] = [
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6,
    0, 0, 0, 31, 21, 196, 137, 0, 0, 0, 11, 73, 68, 65, 84, 120, 218, 99, 96, 0, 2, 0, 0,
    5, 0, 1, 233, 250, 220, 216, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
  ]

  private static let fault = Phrase(
    nl: "Kies een PNG van hoogstens 512 kB en 4000 bij 4000 beeldpunten.",
    en: "Choose a PNG of at most 512 kB and 4000 by 4000 pixels.")

  private static func page(
    _ visit: StaffVisit, _ state: FormState, status: Int = 200
  ) async throws -> HTTPResponse {
    let hasLogo = try await visit.read { try $0.logo.current() } != nil
    return visit.page(visit(Texts.settings), in: .settings, status: status) {
      settingsHead(.logo, visit)
      card {
        if hasLogo {
          p {
            img(
              .src(SafeURL(path: Links.logoPicture.path())), .class("logo"),
              .alt(visit("Het logo van de winkel", "The shop's logo")))
          }
        } else {
          p(.class("muted")) {
            visit(
              "Nog geen logo: documenten tonen de naam in de kleur van de winkel.",
              "No logo yet: documents show the name in the shop's colour.")
          }
        }
        if visit.may(.manageSettings) { uploadForm(hasLogo, state, visit) }
      }
    }
  }

  private static func uploadForm(
    _ hasLogo: Bool, _ state: FormState, _ visit: StaffVisit
  ) -> Markup {
    FormView(visit.visit, state, action: SafeURL(path: Links.logo.path()), isMultipart: true)
      .markup { form in
        form.file(
          "logo", visit("Logo", "Logo"),
          FieldLook(
            hint: visit(
              "Een PNG tot 512 kB, het liefst breed en met een doorzichtige achtergrond.",
              "A PNG up to 512 kB, best wide and with a transparent background."),
            isRequired: false), accepts: "image/png")
        if hasLogo {
          form.checkbox("remove", visit("Het logo weghalen", "Take the logo away"))
        }
        form.submit(visit.visit(WebText.save))
      }
  }
}
