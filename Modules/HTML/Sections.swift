// Parts of a page.

package func main(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("main", attributes, content())
}

package func header(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("header", attributes, content())
}

package func footer(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("footer", attributes, content())
}

package func nav(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("nav", attributes, content())
}

package func section(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("section", attributes, content())
}

package func article(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("article", attributes, content())
}

package func aside(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("aside", attributes, content())
}

package func div(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("div", attributes, content())
}

package func h1(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("h1", attributes, content())
}

package func h2(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("h2", attributes, content())
}

package func h3(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("h3", attributes, content())
}

package func h4(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("h4", attributes, content())
}

package func p(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("p", attributes, content())
}

package func hr(_ attributes: Attribute?...) -> Markup { voidElement("hr", attributes) }
package func address(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("address", attributes, content())
}

package func blockquote(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup
{
  element("blockquote", attributes, content())
}

package func figure(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("figure", attributes, content())
}

package func figcaption(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup
{
  element("figcaption", attributes, content())
}

package func details(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("details", attributes, content())
}

package func summary(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("summary", attributes, content())
}
