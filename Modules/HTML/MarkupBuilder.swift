/// Lets pages be written as nested blocks with `if`, `switch`, `for` and `let`.
///
/// Every expression becomes one concrete `Markup` at once, so the compiler has nothing to infer.
@resultBuilder
package enum MarkupBuilder {
  package static func buildExpression(_ markup: Markup) -> Markup { markup }
  package static func buildExpression(_ text: String) -> Markup { Markup(text) }
  package static func buildExpression(_ part: some MarkupConvertible) -> Markup { part.markup }

  package static func buildBlock(_ parts: Markup...) -> Markup {
    parts.count == 1 ? parts[0] : Markup(joining: parts)
  }
  package static func buildOptional(_ part: Markup?) -> Markup { part ?? .empty }
  package static func buildEither(first part: Markup) -> Markup { part }
  package static func buildEither(second part: Markup) -> Markup { part }
  package static func buildArray(_ parts: [Markup]) -> Markup { Markup(joining: parts) }
}
