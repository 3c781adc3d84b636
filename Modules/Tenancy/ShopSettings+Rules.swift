package import JSON

extension ShopSettings {
  /// All of it, key by key: what the API shows.
  package var json: JSONValue {
    .object(JSONObject(members: SettingKey.all.map { ($0.name, $0.json(self)) }))
  }

  /// JSON Schema of the whole, every key optional: for the API's description.
  package static var schema: JSONValue {
    [
      "type": "object",
      "properties": .object(JSONObject(members: SettingKey.all.map { ($0.name, $0.schema) })),
      "additionalProperties": false,
    ]
  }

  /// These settings with the given keys set; every problem is named with its pointer.
  package func applying(_ patch: JSONValue) throws(FieldProblems) -> ShopSettings {
    var problems: [FieldProblem] = []
    guard let members = patch.objectValue else {
      throw FieldProblems([FieldProblem(pointer: "", code: "type", detail: "must be an object")])
    }
    var result = self
    for member in members {
      guard let key = SettingKey.all.first(where: { $0.name == member.key }) else {
        let place = JSONPointer.appending(String(member.key.prefix(100)), to: "")
        problems.note(place, "unknown", "is not a setting")
        continue
      }
      key.read(member.value, &result, &problems)
    }
    guard problems.isEmpty else { throw FieldProblems(problems) }
    return result
  }

  /// Refuses values out of bounds and combinations that cannot hold together.
  package func validate() throws(TenancyRefusal) {
    for key in SettingKey.all {
      var problems: [FieldProblem] = []
      var copy = self
      key.read(key.json(self), &copy, &problems)
      guard let problem = problems.first else { continue }
      throw .field(problem.pointer, key.fault)
    }
    // A debit that is announced with the renewal's document must be announced in time (I-31).
    if preNotificationDays > renewalNoticeDays {
      throw .field("/renewalNoticeDays", .outOfRange(preNotificationDays, 60))
    }
  }
}

extension SettingKey {
  fileprivate var fault: FieldFault {
    range.map { .outOfRange($0.lowerBound, $0.upperBound) } ?? .malformed
  }
}
