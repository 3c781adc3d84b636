package import HTML
package import Primitives

/// What a badge or message feels like. Always beside words, never instead of them.
package enum Tone: String, Sendable, CaseIterable {
  case neutral, good, warn, bad, info
}

/// A heading with what can be done on the page beside it.
package func pageHead(
  _ heading: String, lead: String? = nil, @MarkupBuilder actions: () -> Markup = { .empty }
) -> Markup {
  let buttons = actions()
  return div(.class("page-head")) {
    div {
      h1 { heading }
      if let lead { p(.class("lead")) { lead } }
    }
    if !buttons.isEmpty { div(.class("actions")) { buttons } }
  }
}

/// A white box.
package func card(_ heading: String? = nil, @MarkupBuilder content: () -> Markup) -> Markup {
  section(.class("card")) {
    if let heading { h2 { heading } }
    content()
  }
}

/// "Paid", "Overdue": text and colour.
package func badge(_ text: String, _ tone: Tone) -> Markup {
  span(.class("badge \(tone.rawValue)")) { text }
}

/// A message above the content; spoken by screen readers.
package func notice(_ text: String, _ tone: Tone) -> Markup {
  div(.class("notice \(tone.rawValue)"), .role(tone == .bad ? "alert" : "status")) {
    p { text }
  }
}

/// An amount with figures of one width.
package func money(_ amount: Money, _ language: Language) -> Markup {
  span(.class("money")) { amount.formatted(language) }
}

/// A date that programs can read too.
package func day(_ date: CivilDate, _ language: Language) -> Markup {
  time(.datetime(date.description)) { date.formatted(language) }
}

/// A moment as a clock in the zone shows it, to the minute.
package func moment(_ instant: Instant, in zone: CivilZone, _ language: Language) -> Markup {
  let date = zone.date(at: instant)
  let minutes = max(instant.seconds(since: zone.startOfDay(date)) / 60, 0)
  let (hour, minute) = (minutes / 60, minutes % 60)
  let clock = "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  return time(.datetime(instant.rfc3339)) { "\(date.formatted(language)) \(clock)" }
}

/// Terms with their details.
package func facts(_ pairs: [(String, Markup)]) -> Markup {
  dl(.class("facts")) {
    for (term, detail) in pairs {
      dt { term }
      dd { detail }
    }
  }
}

/// One number of a dashboard.
package struct Tile: Sendable {
  package let label: String
  package let value: String
  package let note: String?

  package init(_ label: String, _ value: String, note: String? = nil) {
    self.label = label
    self.value = value
    self.note = note
  }
}

package func tiles(_ tiles: [Tile]) -> Markup {
  div(.class("tiles")) {
    for tile in tiles {
      dl(.class("tile")) {
        dt { tile.label }
        dd { tile.value }
        if let note = tile.note { dd { note } }
      }
    }
  }
}

/// What stands where there is nothing yet, and what to do about it.
package func emptyState(
  _ heading: String, _ explanation: String, @MarkupBuilder action: () -> Markup = { .empty }
) -> Markup {
  div(.class("empty")) {
    h2 { heading }
    p { explanation }
    action()
  }
}

package func tabs(_ label: String, _ items: [PageFrame.Item]) -> Markup {
  nav(.class("tabs"), .aria("label", label)) {
    ul {
      for item in items { li { item.link } }
    }
  }
}

/// Events, newest first or oldest first as given.
package func timeline(_ events: [(when: Markup, what: Markup)]) -> Markup {
  ol(.class("timeline")) {
    for event in events {
      li {
        event.when
        div { event.what }
      }
    }
  }
}

/// How a button looks.
package enum ButtonLook: String, Sendable {
  case plain = "button"
  case quiet = "button quiet"
  case danger = "button danger"
  case small = "button quiet small"
  case wide = "button wide-button"
}

/// A link that looks like a button.
package func linkButton(_ text: String, _ url: SafeURL, _ look: ButtonLook = .plain) -> Markup {
  a(.class(look.rawValue), .href(url)) { text }
}

/// A button that changes something: a form of its own, with its token.
package func actionButton(
  _ text: String, _ action: SafeURL, _ visit: Visit, _ look: ButtonLook = .plain,
  fields: [(name: String, value: String)] = []
) -> Markup {
  form(.method(.post), .action(action)) {
    visit.formTokenField
    for field in fields { input(.type("hidden"), .name(field.name), .value(field.value)) }
    button(.class(look.rawValue), .type("submit")) { text }
  }
}

/// Asks once more before something that can't be undone.
package func confirmation(
  _ heading: String, _ explanation: String, confirm: String, action: SafeURL, back: SafeURL,
  _ visit: Visit, fields: [(name: String, value: String)] = []
) -> Markup {
  card {
    h1 { heading }
    p { explanation }
    div(.class("actions")) {
      actionButton(confirm, action, visit, .danger, fields: fields)
      linkButton(visit(WebText.cancel), back, .quiet)
    }
  }
}
