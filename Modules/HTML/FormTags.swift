// Forms.

package func form(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("form", attributes, content())
}

package func label(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("label", attributes, content())
}

package func input(_ attributes: Attribute?...) -> Markup { voidElement("input", attributes) }
package func textarea(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  // Parsers drop one line break right after the tag: give them ours, and keep the user's.
  element("textarea", attributes, Markup(trusted: "\n") + content())
}

package func select(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("select", attributes, content())
}

package func option(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("option", attributes, content())
}

package func optgroup(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("optgroup", attributes, content())
}

package func button(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("button", attributes, content())
}

package func fieldset(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("fieldset", attributes, content())
}

package func legend(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("legend", attributes, content())
}

package func datalist(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("datalist", attributes, content())
}

package func output(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("output", attributes, content())
}
