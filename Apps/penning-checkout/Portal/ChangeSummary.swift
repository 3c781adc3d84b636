import HTML
import Primitives
import Subscriptions
import Web
import Workflows

/// What a change would come to: its calculation, the money, and what comes after.
struct ChangeSummary {
  private let result: ChangeResult
  private let portal: PortalVisit
  private let toPay: Money
  private let credits: Money

  init(_ result: ChangeResult, _ portal: PortalVisit) throws {
    self.result = result
    self.portal = portal
    toPay = try result.receipt.toPay
    credits = try result.creditsLeft
  }

  private var language: Language { portal.visit.language }

  @MarkupBuilder var markup: Markup {
    if !result.lines.isEmpty { calculation }
    facts(outcome)
  }

  private var calculation: Markup {
    DataTable<ChangeLine>(
      portal(Text.calculation),
      columns: [
        .init(portal(Text.what), .rowHeader) { line in
          span {
            line.description(language)
            if let words = line.explanation { span(.class("hint")) { words(language) } }
          }
        },
        .init(portal(Text.period)) { line in line.period?.formatted(language) ?? "" },
        .init(portal(Texts.amount), .number) { line in money(line.amount, language) },
      ]
    ).markup(result.lines)
  }

  private var outcome: [(String, Markup)] {
    let receipt = result.receipt
    var pairs: [(String, Markup)] = []
    func add(_ term: Phrase, _ amount: Money) {
      if amount.isPositive { pairs.append((portal(term), money(amount, language))) }
    }
    if result.isOver {
      pairs.append((portal(Text.ends), Markup(portal(Text.atOnce))))
    } else if let last = result.lastDay {
      pairs.append((portal(Text.lastDay), day(last, language)))
    } else {
      pairs.append((portal(Text.from), day(result.from, language)))
    }
    add(Text.toPay, toPay)
    add(Text.credits, credits)
    add(Text.paidBack, receipt.paidBack)
    add(Text.lowered, receipt.lowered)
    if let next = result.next {
      pairs.append(
        (
          portal(Texts.nextCollection),
          day(next.period.collectOn, language) + Markup(" · ") + money(next.bill.asked, language)
        ))
    }
    return pairs
  }

  func explanation(of act: ChangeAct) -> Markup {
    guard let words = words(of: act) else { return .empty }
    return p { portal(words) }
  }

  private func words(of act: ChangeAct) -> Phrase? {
    switch act {
    case .cancel: result.isOver ? Text.endingNow : Text.ending(result.lastDay)
    case .withdraw: Text.withdrawing
    case .plan, .quantity: result.isPlanned ? Text.later(result.from) : nil
    case .pause: result.after.pause.map { Text.pausing($0.period) }
    case .restart: Text.restarting
    case .addOn, .day, .resume, .planned: nil
    }
  }

  private enum Text {
    static let calculation = Phrase(nl: "Berekening", en: "Calculation")
    static let what = Phrase(nl: "Omschrijving", en: "Description")
    static let period = Phrase(nl: "Periode", en: "Period")
    static let from = Phrase(nl: "Gaat in op", en: "Takes effect on")
    static let lastDay = Phrase(nl: "Loopt tot en met", en: "Runs until")
    static let ends = Phrase(nl: "Eindigt", en: "Ends")
    static let atOnce = Phrase(nl: "meteen", en: "at once")
    static let endingNow = Phrase(
      nl: "Uw abonnement eindigt dan meteen. Er wordt niets meer in rekening gebracht. U krijgt "
        + "een bevestiging per e-mail.",
      en: "Your subscription then ends at once. Nothing more is charged. You get a confirmation "
        + "by e-mail.")
    static let toPay = Phrase(nl: "Nu te betalen", en: "To pay now")
    static let credits = Phrase(nl: "Wordt uw tegoed", en: "Becomes your credits")
    static let paidBack = Phrase(nl: "Wordt terugbetaald", en: "Is paid back")
    static let lowered = Phrase(
      nl: "Gaat af van wat nog openstaat", en: "Comes off what is still open")
    static let withdrawing = Phrase(
      nl: "Weet u het zeker? Uw abonnement eindigt meteen. U krijgt een ontvangstbevestiging "
        + "met datum en tijd per e-mail.",
      en: "Are you sure? Your subscription ends at once. You get a receipt with date and time by "
        + "e-mail.")
    static let restarting = Phrase(
      nl: "Uw abonnement begint vandaag opnieuw, tegen de prijs die u had. De eerste betaling "
        + "vragen wij meteen.",
      en: "Your subscription starts again today, at the price that you had. We ask for the first "
        + "payment at once.")

    static func ending(_ lastDay: CivilDate?) -> Phrase {
      let (nl, en) = (lastDay?.formatted(.nl) ?? "", lastDay?.formatted(.en) ?? "")
      return Phrase(
        nl: "Uw abonnement loopt dan tot en met \(nl). Daarna wordt er niets meer in rekening "
          + "gebracht. U krijgt een bevestiging per e-mail, en tot en met de laatste dag kunt u "
          + "zich nog bedenken.",
        en: "Your subscription then runs until \(en). After that nothing more is charged. You get "
          + "a confirmation by e-mail, and until the last day you can change your mind.")
    }

    static func later(_ day: CivilDate) -> Phrase {
      Phrase(
        nl:
          "Tot \(day.formatted(.nl)) blijft alles zoals het is; tot dan kunt u het nog schrappen.",
        en: "Until \(day.formatted(.en)) all stays as it is; until then you can still drop it.")
    }

    static func pausing(_ pause: Period) -> Phrase {
      Phrase(
        nl: "Uw abonnement staat stil van \(pause.formatted(.nl)) en gaat vanzelf weer verder.",
        en: "Your subscription rests from \(pause.formatted(.en)) and goes on by itself.")
    }
  }
}
