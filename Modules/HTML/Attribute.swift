/// One attribute of a tag: its name is fixed in the code, its value quotes and escapes itself.
///
/// There are none for event handlers, and those that take an address take a `SafeURL`.
package struct Attribute: Sendable {
  private let name: StaticString
  private let suffix: StaticString
  private let value: String?

  private init(_ name: StaticString, _ value: String?, suffix: StaticString = "") {
    self.name = name
    self.suffix = suffix
    self.value = value
  }

  func write(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: " "))
    bytes.append(name)
    bytes.append(suffix)
    guard let value else { return }
    bytes.append("=\"")
    bytes.appendEscaped(value)
    bytes.append(UInt8(ascii: "\""))
  }
}

// Addresses.
extension Attribute {
  package static func href(_ url: SafeURL) -> Attribute { Attribute("href", url.text) }
  package static func src(_ url: SafeURL) -> Attribute { Attribute("src", url.text) }
  package static func action(_ url: SafeURL) -> Attribute { Attribute("action", url.text) }
  package static func formaction(_ url: SafeURL) -> Attribute { Attribute("formaction", url.text) }
}

// What any tag can have.
extension Attribute {
  package static func `class`(_ names: String) -> Attribute { Attribute("class", names) }
  package static func id(_ id: String) -> Attribute { Attribute("id", id) }
  package static func lang(_ code: String) -> Attribute { Attribute("lang", code) }
  package static func dir(_ value: StaticString) -> Attribute { Attribute("dir", "\(value)") }
  package static func title(_ text: String) -> Attribute { Attribute("title", text) }
  package static func role(_ role: StaticString) -> Attribute { Attribute("role", "\(role)") }
  package static func tabindex(_ index: Int) -> Attribute { Attribute("tabindex", "\(index)") }
  package static func style(_ style: InlineStyle) -> Attribute { Attribute("style", style.text) }
  package static let hidden = Attribute("hidden", nil)

  /// `aria-NAME="value"`
  package static func aria(_ name: StaticString, _ value: String) -> Attribute {
    Attribute("aria-", value, suffix: name)
  }

  /// `data-NAME="value"`
  package static func data(_ name: StaticString, _ value: String) -> Attribute {
    Attribute("data-", value, suffix: name)
  }
}

// Forms.
extension Attribute {
  package enum Method: String, Sendable { case get, post }

  package static func method(_ method: Method) -> Attribute { Attribute("method", method.rawValue) }
  package static func name(_ name: String) -> Attribute { Attribute("name", name) }
  package static func value(_ value: String) -> Attribute { Attribute("value", value) }
  package static func type(_ type: StaticString) -> Attribute { Attribute("type", "\(type)") }
  package static func `for`(_ id: String) -> Attribute { Attribute("for", id) }
  package static func form(_ id: String) -> Attribute { Attribute("form", id) }
  package static func list(_ id: String) -> Attribute { Attribute("list", id) }
  package static func autocomplete(_ hint: StaticString) -> Attribute {
    Attribute("autocomplete", "\(hint)")
  }
  package static func inputmode(_ mode: StaticString) -> Attribute {
    Attribute("inputmode", "\(mode)")
  }
  package static func enctype(_ type: StaticString) -> Attribute { Attribute("enctype", "\(type)") }
  package static func accept(_ types: StaticString) -> Attribute { Attribute("accept", "\(types)") }
  package static func min(_ value: String) -> Attribute { Attribute("min", value) }
  package static func max(_ value: String) -> Attribute { Attribute("max", value) }
  package static func step(_ value: String) -> Attribute { Attribute("step", value) }
  package static func minlength(_ count: Int) -> Attribute { Attribute("minlength", "\(count)") }
  package static func maxlength(_ count: Int) -> Attribute { Attribute("maxlength", "\(count)") }
  package static func rows(_ count: Int) -> Attribute { Attribute("rows", "\(count)") }
  package static func spellcheck(_ on: Bool) -> Attribute {
    Attribute("spellcheck", on ? "true" : "false")
  }
  package static let required = Attribute("required", nil)
  package static let disabled = Attribute("disabled", nil)
  package static let readonly = Attribute("readonly", nil)
  package static let checked = Attribute("checked", nil)
  package static let selected = Attribute("selected", nil)
  package static let multiple = Attribute("multiple", nil)
  package static let autofocus = Attribute("autofocus", nil)
  package static let novalidate = Attribute("novalidate", nil)
}

// Tables, pictures, documents.
extension Attribute {
  package static func scope(_ scope: StaticString) -> Attribute { Attribute("scope", "\(scope)") }
  package static func colspan(_ count: Int) -> Attribute { Attribute("colspan", "\(count)") }
  package static func rowspan(_ count: Int) -> Attribute { Attribute("rowspan", "\(count)") }
  package static func alt(_ text: String) -> Attribute { Attribute("alt", text) }
  package static func width(_ pixels: Int) -> Attribute { Attribute("width", "\(pixels)") }
  package static func height(_ pixels: Int) -> Attribute { Attribute("height", "\(pixels)") }
  package static func datetime(_ text: String) -> Attribute { Attribute("datetime", text) }
  package static func rel(_ relation: StaticString) -> Attribute { Attribute("rel", "\(relation)") }
  package static func charset(_ name: StaticString) -> Attribute { Attribute("charset", "\(name)") }
  package static func content(_ text: String) -> Attribute { Attribute("content", text) }
  package static func httpEquiv(_ name: StaticString) -> Attribute {
    Attribute("http-equiv", "\(name)")
  }
  package static func media(_ query: StaticString) -> Attribute { Attribute("media", "\(query)") }
  package static func hreflang(_ code: String) -> Attribute { Attribute("hreflang", code) }
  /// The file is saved under this name instead of shown.
  package static func download(_ fileName: String) -> Attribute { Attribute("download", fileName) }
  package static let open = Attribute("open", nil)
}
