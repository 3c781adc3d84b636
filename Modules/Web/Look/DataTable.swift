package import HTML
import HTTPServer
import Primitives
package import Tenancy

/// A table of rows: scrolls when wide, becomes a list of cards on a phone.
package struct DataTable<Row> {
  package struct Column {
    package enum Kind: Sendable {
      case text
      /// Amounts and counts: at the end of the cell, figures of one width.
      case number
      /// What the row is called by, read out before its cells.
      case rowHeader
    }

    let title: String
    let kind: Kind
    let cell: (Row) -> Markup

    package init(_ title: String, _ kind: Kind = .text, cell: @escaping (Row) -> Markup) {
      self.title = title
      self.kind = kind
      self.cell = cell
    }

    /// A column of plain text.
    package init(_ title: String, _ kind: Kind = .text, text: @escaping (Row) -> String) {
      self.init(title, kind) { Markup(text($0)) }
    }
  }

  let caption: String
  let showsCaption: Bool
  let columns: [Column]
  /// The last line: one piece of markup per column.
  let totals: [Markup]?

  /// - Parameter showsCaption: false where a heading right above says the same; the caption is
  ///   then only read out.
  package init(
    _ caption: String, showsCaption: Bool = true, columns: [Column], totals: [Markup]? = nil
  ) {
    self.caption = caption
    self.showsCaption = showsCaption
    self.columns = columns
    self.totals = totals
  }

  package func markup(_ rows: [Row], empty: @autoclosure () -> Markup = .empty) -> Markup {
    if rows.isEmpty {
      let instead = empty()
      if !instead.isEmpty { return div(.class("table-box")) { instead } }
    }
    return div(.class("table-box"), .role("region"), .aria("label", caption), .tabindex(0)) {
      table(.class("cards"), .role("table")) {
        HTML.caption(showsCaption ? nil : .class("visually-hidden")) { caption }
        thead(.role("rowgroup")) {
          tr(.role("row")) {
            for column in columns {
              th(.scope("col"), .role("columnheader"), column.alignment) { column.title }
            }
          }
        }
        tbody(.role("rowgroup")) {
          for row in rows {
            tr(.role("row")) {
              for column in columns { column.markup(column.cell(row)) }
            }
          }
        }
        if let totals { foot(totals) }
      }
    }
  }

  private func foot(_ totals: [Markup]) -> Markup {
    tfoot(.role("rowgroup")) {
      tr(.role("row")) {
        for (column, total) in zip(columns, totals) { column.markup(total) }
      }
    }
  }
}

extension DataTable.Column {
  fileprivate var alignment: Attribute? { kind == .number ? .class("end") : nil }

  fileprivate func markup(_ content: Markup) -> Markup {
    if kind == .rowHeader {
      return th(.scope("row"), .role("rowheader"), .data("label", title)) { content }
    }
    return td(alignment, .role("cell"), .data("label", title)) { content }
  }
}

/// The way on through a list, and back to its start.
package func pager(_ next: Cursor?, _ visit: Visit) -> Markup {
  let isFirst = visit.request.query["after"] == nil
  if next == nil && isFirst { return .empty }
  let path = visit.request.target.prefix { $0 != "?" && $0 != "#" }
  func url(after cursor: Cursor?) -> SafeURL {
    var query = QueryItems()
    for item in visit.request.query.items
    where item.name != "after" && item.name != LanguageChoice.query {
      query.add(item.name, item.value)
    }
    if let cursor { query.add("after", cursor.description) }
    return SafeURL(path: query.appended(to: String(path)))
  }
  return nav(.class("pager"), .aria("label", visit(WebText.pages))) {
    if isFirst { span {} } else { linkButton(visit(WebText.newest), url(after: nil), .small) }
    if let next { linkButton(visit(WebText.next), url(after: next), .small) }
  }
}
