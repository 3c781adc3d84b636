import Foundation
import FoundationXML

/// Reads XML with libxml2, which knows nothing of our writer: the elements in order, each with its
/// path, attributes and text.
final class ReadBack: NSObject, XMLParserDelegate {
  struct Element: Equatable {
    var path: String
    var attributes: [String: String]
    var text: String
  }

  private(set) var elements: [Element] = []
  private var open: [Int] = []
  private var path: [String] = []

  /// Nil when the bytes are no well-formed XML.
  static func elements(of bytes: [UInt8]) -> [Element]? {
    let reader = ReadBack()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = reader
    return parser.parse() ? reader.elements : nil
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    path.append(name)
    open.append(elements.count)
    elements.append(
      Element(path: path.joined(separator: "/"), attributes: attributes, text: ""))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    path.removeLast()
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let index = open.last { elements[index].text += text }
  }
}
