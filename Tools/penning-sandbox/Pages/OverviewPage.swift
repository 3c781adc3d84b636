import HTML
import HTTPServer
import Primitives

/// All payments of all keys, the newest first, with what a bank or a payer could do to them.
struct OverviewPage: Sendable {
  static let link = FixedLink("/")
  static let detail = Link<String>("/payments/{id}")
  static let storno = Link<String>("/payments/{id}/storno")
  static let shown = 200
  let sandbox: Sandbox

  func declare(in router: inout Router) {
    router.get(Self.link) { request in overview(request) }
    router.get(Self.detail) { _, id in .redirect(to: CheckoutPage.link.path(id)) }
    router.post(Self.storno) { _, id in
      sandbox.with { universe in
        if let place = universe.place(of: id) { universe.chargeBack(place, code: "MD06") }
      }
      sandbox.kick()
      return .redirect(to: Self.link.path())
    }
  }

  private func overview(_ request: HTTPRequest) -> HTTPResponse {
    let language = PageFrame.language(of: request)
    let customer = request.query["customer"]
    let (payments, now) = sandbox.with { universe in
      (universe.newestPayments(Self.shown).map(\.payment), universe.now)
    }
    let shown = payments.filter { customer == nil || $0.customer == customer }
    return PageFrame.page(language, title: Texts.payments(language)) {
      languageSwitch(language)
      h1 { Texts.payments(language) }
      p(.class("muted")) { "\(Texts.sandboxTime(language)) \(Texts.moment(now)) UTC" }
      if shown.isEmpty {
        p { Texts.noPayments(language) }
      } else {
        div(.class("scroll")) { table(shown, language) }
      }
    }
  }

  private func languageSwitch(_ language: Language) -> Markup {
    let other: Language = language == .nl ? .en : .nl
    return a(
      .class("switch"), .lang(other.rawValue), .href(SafeURL(path: "/?lang=\(other.rawValue)"))
    ) { other == .nl ? "Nederlands" : "English" }
  }

  private func table(_ payments: [SandboxPayment], _ language: Language) -> Markup {
    let columns = [
      Phrase(verbatim: "Id"), Texts.description, Texts.kind, Texts.amount, Texts.status,
      Texts.payer, Texts.created, Texts.action,
    ]
    return HTML.table {
      thead { tr { for column in columns { th(.scope("col")) { column(language) } } } }
      tbody { for payment in payments { row(payment, language) } }
    }
  }

  private func row(_ payment: SandboxPayment, _ language: Language) -> Markup {
    let method = payment.method.flatMap(MollieMethod.init(rawValue:))?.description ?? ""
    let code = payment.failureCode.map { " \($0)" } ?? ""
    return tr {
      td { a(.href(SafeURL(path: CheckoutPage.link.path(payment.id)))) { payment.id } }
      td { payment.description }
      td { "\(Texts.sequence(payment.sequence)(language)) \(method)" }
      td(.class("number")) { payment.amount.formatted(language) }
      td {
        span(.class("state \(payment.status)")) { Texts.state(payment.status)(language) + code }
        if !payment.chargebacks.isEmpty {
          " "
          span(.class("state failed")) {
            "\(Texts.stornoed(language)) \(payment.amountChargedBack.formatted(language))"
          }
        }
      }
      td { payment.payer?.name ?? "" }
      td { Texts.moment(payment.createdAt) }
      td { actions(payment, language) }
    }
  }

  private func actions(_ payment: SandboxPayment, _ language: Language) -> Markup {
    Markup {
      if !payment.status.isFinal {
        a(.href(SafeURL(path: CheckoutPage.link.path(payment.id)))) { Texts.decide(language) }
      }
      if payment.paidAt != nil, payment.chargebacks.isEmpty {
        form(
          .method(.post), .class("inline"), .action(SafeURL(path: Self.storno.path(payment.id)))
        ) {
          button(.type("submit")) { Texts.storno(language) }
        }
      }
    }
  }
}
