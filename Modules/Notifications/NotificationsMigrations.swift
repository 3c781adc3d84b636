package import Storage

/// The tables of this module, in order.
package enum NotificationsMigrations {
  package static let all: [Migration] = [messages]

  /// The unique key is what makes a message one (I-38); it begins with the object, so that all
  /// messages about a thing are one range of it.
  private static let messages = Migration(
    "notifications.001-messages",
    """
    CREATE TABLE messages (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      kind TEXT NOT NULL,
      object_id TEXT NOT NULL,
      level BIGINT NOT NULL,
      recipient TEXT NOT NULL,
      recipient_name TEXT NOT NULL,
      recipient_folded TEXT NOT NULL,
      language TEXT NOT NULL,
      subject TEXT NOT NULL,
      body_text TEXT NOT NULL,
      body_html TEXT NOT NULL,
      attachment TEXT,
      reference_ids TEXT NOT NULL,
      message_id TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('composed', 'sent', 'refused')),
      created_at BIGINT NOT NULL,
      sent_at BIGINT,
      last_reply TEXT,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, object_id, kind, level, recipient_folded)
    );
    CREATE INDEX messages_by_shop ON messages (tenant_id, id);
    """)
}
