/// The members of a JSON object, in the order in which they were written; each name once.
///
/// Two objects are equal when they hold the same members in the same order: their texts are equal.
package struct JSONObject: Sendable, Hashable {
  package struct Member: Sendable, Hashable {
    package let key: String
    package var value: JSONValue
  }

  package private(set) var members: [Member]

  package init() { members = [] }

  /// Of two members with one name the later wins, at the place of the first.
  package init(members pairs: [(String, JSONValue)]) {
    self.init()
    for (key, value) in pairs { self[key] = value }
  }

  /// For the reader, which has made sure that no name occurs twice.
  init(distinct members: [Member]) { self.members = members }

  package var keys: [String] { members.map(\.key) }
  package var count: Int { members.count }
  package var isEmpty: Bool { members.isEmpty }

  /// Setting nil removes the member.
  package subscript(key: String) -> JSONValue? {
    get { members.first { $0.key == key }?.value }
    set {
      let place = members.firstIndex { $0.key == key }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// The same members without the one of this name.
  package func removing(_ key: String) -> JSONObject {
    JSONObject(distinct: members.filter { $0.key != key })
  }
}

extension JSONObject: Sequence {
  package func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(members: elements) }
}
