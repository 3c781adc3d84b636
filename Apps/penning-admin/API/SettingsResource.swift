import HTTPServer
import JSON
import Tenancy
import Web

enum SettingsResource {
  static func declare(in api: inout APISurface) {
    api.get(APILinks.settings, About("All settings", tag: "settings"), answer: answer) { call in
      try await call.database.read(as: call.scope) { try $0.settings.current() }
    }
    api.write(
      .patch, APILinks.settings,
      About(
        "Changes the settings that are named", tag: "settings", scope: .write,
        detail: "A new collection policy holds for new subscriptions; running ones are not moved."),
      body: patch, answer: answer
    ) { shop, patch in
      try shop.settings.change { settings in settings = try settings.applying(patch) }
    }
  }

  /// The settings' own shapes read each value; here only the form of the whole.
  private static let patch = Shape<JSONValue>(schema: ShopSettings.schema) {
    body, pointer, problems in
    guard body.objectValue != nil else {
      problems.note(pointer, "type", "must be an object, not \(body.kindInWords)")
      return nil
    }
    return body
  }.titled("SettingsPatch")

  private static let answer = Answer<ShopSettings>(schema: ShopSettings.schema) { $0.json }
    .noting("title", "Settings")
}
