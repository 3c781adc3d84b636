// The head of a document.

package func title(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("title", attributes, content())
}

package func meta(_ attributes: Attribute?...) -> Markup { voidElement("meta", attributes) }
package func link(_ attributes: Attribute?...) -> Markup { voidElement("link", attributes) }
