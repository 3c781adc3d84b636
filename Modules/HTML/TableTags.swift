// Tables.

package func table(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("table", attributes, content())
}

package func caption(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("caption", attributes, content())
}

package func thead(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("thead", attributes, content())
}

package func tbody(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("tbody", attributes, content())
}

package func tfoot(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("tfoot", attributes, content())
}

package func tr(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("tr", attributes, content())
}

package func th(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("th", attributes, content())
}

package func td(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("td", attributes, content())
}
