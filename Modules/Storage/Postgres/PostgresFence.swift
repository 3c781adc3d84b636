/// Row-level security: the second fence between shops, for the day that a WHERE is forgotten.
enum PostgresFence {
  /// The statement that limits the rest of the transaction to a shop, or to none.
  static func setting(tenant: Int64?) -> String {
    let (shop, platform) = tenant.map { ("\($0)", "") } ?? ("", "on")
    return """
      SELECT set_config('penning.tenant', '\(shop)', TRUE), \
      set_config('penning.platform', '\(platform)', TRUE)
      """
  }

  /// Fences every table with a `tenant_id` that has no fence yet, but those of the platform. The
  /// owner of the tables is fenced too.
  static func raise(in transaction: Transaction, except platform: Set<String>) throws {
    let open: [String] = try transaction.all(
      """
      SELECT class.relname FROM pg_class AS class
      JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid
      WHERE class.relnamespace = current_schema()::regnamespace AND class.relkind IN ('r', 'p')
        AND attribute.attname = 'tenant_id' AND NOT attribute.attisdropped
        AND NOT (class.relrowsecurity AND class.relforcerowsecurity AND EXISTS (
          SELECT 1 FROM pg_policy
          WHERE pg_policy.polrelid = class.oid AND pg_policy.polname = 'penning_fence'))
      ORDER BY class.relname
      """
    ) { try $0(0) }
    for table in open where !platform.contains(table) {
      try transaction.run(
        script: """
          ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY;
          ALTER TABLE \(table) FORCE ROW LEVEL SECURITY;
          DROP POLICY IF EXISTS penning_fence ON \(table);
          CREATE POLICY penning_fence ON \(table) USING (\(rule)) WITH CHECK (\(rule))
          """)
    }
  }

  /// The sub-selects are computed once a statement instead of once a row.
  private static let rule = """
    tenant_id = (SELECT NULLIF(current_setting('penning.tenant', TRUE), '')::bigint)
    OR (SELECT current_setting('penning.platform', TRUE)) = 'on'
    """
}
