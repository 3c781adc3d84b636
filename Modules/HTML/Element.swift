/// Writes one element; every tag function ends here, so that pages stay small as code.
@inline(never)
package func element(
  _ name: StaticString, _ attributes: [Attribute?], _ content: Markup
) -> Markup {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(content.bytes.count + 64)
  open(name, attributes, to: &bytes)
  bytes.append(contentsOf: content.bytes)
  bytes.append("</")
  bytes.append(name)
  bytes.append(UInt8(ascii: ">"))
  return Markup(bytes: bytes)
}

/// Writes an element that has no content and no end tag.
@inline(never)
package func voidElement(_ name: StaticString, _ attributes: [Attribute?]) -> Markup {
  var bytes: [UInt8] = []
  open(name, attributes, to: &bytes)
  return Markup(bytes: bytes)
}

private func open(_ name: StaticString, _ attributes: [Attribute?], to bytes: inout [UInt8]) {
  bytes.append(UInt8(ascii: "<"))
  bytes.append(name)
  for case let attribute? in attributes { attribute.write(to: &bytes) }
  bytes.append(UInt8(ascii: ">"))
}

/// A whole document in the given language ("nl", "en").
package func document(
  language: String, @MarkupBuilder head: () -> Markup, @MarkupBuilder body: () -> Markup
) -> Markup {
  let start = Markup(trusted: "<!doctype html>\n")
  let metas = voidElement("meta", [.charset("utf-8")])
  let content = element("head", [], metas + head()) + element("body", [], body())
  return start + element("html", [.lang(language)], content)
}
