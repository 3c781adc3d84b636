import HTML
import HTTPServer
import Primitives

/// The page to which the payer is sent, where a person or a browser test decides the outcome.
struct CheckoutPage: Sendable {
  static let link = Link<String>("/checkout/{id}")
  let sandbox: Sandbox

  func declare(in router: inout Router) {
    router.get(Self.link) { request, id in show(request, id) }
    router.post(Self.link) { request, id in try decide(request, id) }
  }

  private func show(_ request: HTTPRequest, _ id: String) -> HTTPResponse {
    let payment = sandbox.with { universe in
      universe.place(of: id).flatMap { universe.payment(at: $0) }
    }
    guard let payment else { return PageFrame.notFound(PageFrame.language(of: request)) }
    let spoken: Language = payment.locale?.hasPrefix("en") == true ? .en : .nl
    let language = PageFrame.language(of: request, default: spoken)
    return PageFrame.page(language, title: Texts.pay(language)) {
      section(.class("card")) {
        languageSwitch(id, language)
        h1 { Texts.pay(language) }
        p(.class("muted")) { payment.description }
        p(.class("amount"), .id("amount")) { payment.amount.formatted(language) }
        if payment.status.isFinal {
          finished(payment, language)
        } else {
          choices(payment, language)
        }
      }
    }
  }

  private func languageSwitch(_ id: String, _ language: Language) -> Markup {
    let other: Language = language == .nl ? .en : .nl
    return a(
      .class("switch"), .lang(other.rawValue),
      .href(SafeURL(path: "\(Self.link.path(id))?lang=\(other.rawValue)"))
    ) { other == .nl ? "Nederlands" : "English" }
  }

  private func choices(_ payment: SandboxPayment, _ language: Language) -> Markup {
    form(.method(.post), .action(SafeURL(path: Self.link.path(payment.id)))) {
      if payment.sequence != .recurring { methods(payment, language) }
      h2 { Texts.askOutcome(language) }
      div(.class("choices")) {
        for outcome in Outcome.allCases where isOffered(outcome, payment) {
          button(
            .type("submit"), .name("outcome"), .value(outcome.rawValue), .id(outcome.rawValue),
            .class(outcome == .paid ? "good" : outcome == .later ? "" : "bad")
          ) { Texts.outcome(outcome)(language) }
        }
      }
    }
  }

  private func isOffered(_ outcome: Outcome, _ payment: SandboxPayment) -> Bool {
    payment.status == .open || outcome == .paid || outcome == .failed
  }

  private func methods(_ payment: SandboxPayment, _ language: Language) -> Markup {
    let offered = payment.offered.compactMap(MollieMethod.init(rawValue:))
    let all = offered.isEmpty ? MollieMethod.allCases.filter { $0 != .directdebit } : offered
    return fieldset {
      legend { Texts.method(language) }
      for (index, method) in all.enumerated() {
        label {
          input(
            .type("radio"), .name("method"), .value(method.rawValue), index == 0 ? .checked : nil)
          " \(method.description)"
        }
      }
    }
  }

  private func finished(_ payment: SandboxPayment, _ language: Language) -> Markup {
    Markup {
      p(.id("finished")) { Texts.over(language) }
      p { span(.class("state \(payment.status)")) { Texts.state(payment.status)(language) } }
      if let back = payment.redirectURL.flatMap(SafeURL.init(external:)) {
        p { a(.href(back), .id("back")) { Texts.back(language) } }
      }
    }
  }

  private func decide(_ request: HTTPRequest, _ id: String) throws -> HTTPResponse {
    let form = try request.form()
    let method = form["method"].flatMap(MollieMethod.init(rawValue:))?.rawValue
    guard let outcome = form["outcome"].flatMap(Outcome.init(rawValue:)) else {
      return show(request, id)
    }
    let payment = sandbox.with { universe -> SandboxPayment? in
      guard let place = universe.place(of: id), let known = universe.payment(at: place) else {
        return nil
      }
      let isRecurring = known.sequence == .recurring
      universe.settle(place, outcome, method: isRecurring ? nil : method)
      return universe.payment(at: place)
    }
    guard let payment else { return PageFrame.notFound(PageFrame.language(of: request)) }
    sandbox.kick()
    let cancelled = payment.status == .canceled ? payment.cancelURL : nil
    return .redirect(to: cancelled ?? payment.redirectURL ?? Self.link.path(id))
  }
}
