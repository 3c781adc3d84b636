import Foundation
import FoundationXML

/// An audit file as libxml2 reads it: the texts of its leaves by their path, in order.
final class ReadAuditFile: NSObject, XMLParserDelegate {
  private(set) var texts: [String: [String]] = [:]
  private var path: [String] = []
  private var text = ""

  /// Nil when the bytes are no well-formed XML.
  init?(_ bytes: [UInt8]) {
    super.init()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  /// The texts of all leaves whose path ends so, such as "trLine/amnt".
  func callAsFunction(_ end: String) -> [String] {
    texts.filter { $0.key.hasSuffix("/" + end) }.flatMap(\.value)
  }

  /// Amounts in cents.
  func cents(_ end: String) -> [Int] {
    self(end).compactMap { Int($0.replacing(".", with: "")) }
  }

  /// The sums of debit and credit over all lines under a parent.
  func sums(_ line: String) -> (debit: Int, credit: Int) {
    var sums = (debit: 0, credit: 0)
    for (amount, side) in zip(cents("\(line)/amnt"), self("\(line)/amntTp")) {
      if side == "D" { sums.debit += amount } else { sums.credit += amount }
    }
    return sums
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    path.append(name)
    text = ""
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if !text.allSatisfy(\.isWhitespace) {
      texts[path.joined(separator: "/"), default: []].append(text)
    }
    path.removeLast()
    text = ""
  }

  func parser(_ parser: XMLParser, foundCharacters more: String) { text += more }
}
