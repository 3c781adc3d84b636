// Text, lists and links.

package func a(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("a", attributes, content())
}

package func span(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("span", attributes, content())
}

package func strong(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("strong", attributes, content())
}

package func em(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("em", attributes, content())
}

package func small(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("small", attributes, content())
}

package func b(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("b", attributes, content())
}

package func code(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("code", attributes, content())
}

package func pre(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("pre", attributes, content())
}

package func time(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("time", attributes, content())
}

package func abbr(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("abbr", attributes, content())
}

package func sup(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("sup", attributes, content())
}

package func del(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("del", attributes, content())
}

package func ins(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("ins", attributes, content())
}

package func br(_ attributes: Attribute?...) -> Markup { voidElement("br", attributes) }
package func img(_ attributes: Attribute?...) -> Markup { voidElement("img", attributes) }
package func ul(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("ul", attributes, content())
}

package func ol(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("ol", attributes, content())
}

package func li(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("li", attributes, content())
}

package func dl(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("dl", attributes, content())
}

package func dt(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("dt", attributes, content())
}

package func dd(_ attributes: Attribute?..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("dd", attributes, content())
}
