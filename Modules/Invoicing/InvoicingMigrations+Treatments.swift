import Storage

/// Issue 3: treatments of VAT, credit notes by part, attachments, manual drafts, the archive.
extension InvoicingMigrations {
  /// Lines and groups name their treatment. Rates that were stored become "Z" or "S21", "S5.5".
  static let treatments = Migration(
    "invoicing.003-treatments",
    """
    ALTER TABLE invoice_lines ADD COLUMN treatment TEXT NOT NULL DEFAULT '';
    UPDATE invoice_lines SET treatment = \(code);
    ALTER TABLE invoice_lines DROP COLUMN vat_rate;
    CREATE TABLE invoice_groups (
      invoice_id BIGINT NOT NULL,
      treatment TEXT NOT NULL,
      tenant_id BIGINT NOT NULL,
      net BIGINT NOT NULL,
      vat BIGINT NOT NULL,
      credited_net BIGINT NOT NULL DEFAULT 0,
      credited_vat BIGINT NOT NULL DEFAULT 0,
      PRIMARY KEY (invoice_id, treatment, tenant_id),
      CHECK ((credited_net >= 0 AND credited_net <= net)
        OR (credited_net <= 0 AND credited_net >= net)),
      CHECK ((credited_vat >= 0 AND credited_vat <= vat)
        OR (credited_vat <= 0 AND credited_vat >= vat)),
      FOREIGN KEY (invoice_id, tenant_id) REFERENCES invoices (id, tenant_id)
    );
    INSERT INTO invoice_groups (invoice_id, treatment, tenant_id, net, vat)
      SELECT invoice_id, \(code), tenant_id, net, vat FROM invoice_rates;
    DROP TABLE invoice_rates;
    ALTER TABLE invoice_groups RENAME TO invoice_rates;
    """)

  private static let code = """
    CASE WHEN vat_rate = 0 THEN 'Z'
      WHEN vat_rate % 100 = 0 THEN 'S' || CAST(vat_rate / 100 AS TEXT)
      WHEN vat_rate % 10 = 0
        THEN 'S' || CAST(vat_rate / 100 AS TEXT) || '.' || CAST(vat_rate % 100 / 10 AS TEXT)
      WHEN vat_rate % 100 < 10
        THEN 'S' || CAST(vat_rate / 100 AS TEXT) || '.0' || CAST(vat_rate % 100 AS TEXT)
      ELSE 'S' || CAST(vat_rate / 100 AS TEXT) || '.' || CAST(vat_rate % 100 AS TEXT) END
    """

  /// An invoice is taken back by as many credit notes as it takes: what they took is kept on the
  /// line, the group and the invoice, each within its bounds (I-07).
  static let parts = Migration(
    "invoicing.004-credit-notes-by-part",
    """
    DROP INDEX invoices_credited;
    CREATE INDEX invoices_credited ON invoices (tenant_id, credited_id)
      WHERE credited_id IS NOT NULL;
    ALTER TABLE invoices ADD COLUMN credited_amount BIGINT NOT NULL DEFAULT 0
      CHECK (credited_amount >= 0 AND credited_amount <= closed_amount);
    UPDATE invoices SET credited_amount = total WHERE kind = 'invoice' AND state = 'credited';
    ALTER TABLE invoice_lines ADD COLUMN credited BIGINT NOT NULL DEFAULT 0
      CHECK ((credited >= 0 AND credited <= amount) OR (credited <= 0 AND credited >= amount));
    ALTER TABLE invoice_lines ADD COLUMN credited_ordinal BIGINT;
    UPDATE invoice_lines SET credited = amount WHERE EXISTS (
      SELECT 1 FROM invoices d WHERE d.id = invoice_lines.invoice_id
        AND d.tenant_id = invoice_lines.tenant_id AND d.kind = 'invoice'
        AND d.state = 'credited');
    UPDATE invoice_lines SET credited_ordinal = ordinal WHERE EXISTS (
      SELECT 1 FROM invoices d WHERE d.id = invoice_lines.invoice_id
        AND d.tenant_id = invoice_lines.tenant_id AND d.kind = 'creditNote');
    UPDATE invoice_rates SET credited_net = net, credited_vat = vat WHERE EXISTS (
      SELECT 1 FROM invoices d WHERE d.id = invoice_rates.invoice_id
        AND d.tenant_id = invoice_rates.tenant_id AND d.kind = 'invoice'
        AND d.state = 'credited');
    ALTER TABLE invoice_receipts ADD COLUMN turned BIGINT NOT NULL DEFAULT 0
      CHECK (turned >= 0 AND turned + unallocated + taken_back <= amount);
    """)

  /// What people add to a document, and the documents that people make themselves.
  static let manual = Migration(
    "invoicing.005-manual",
    """
    ALTER TABLE invoices ADD COLUMN customer_reference TEXT;
    ALTER TABLE invoices ADD COLUMN note TEXT;
    ALTER TABLE invoices ADD COLUMN attachments BIGINT NOT NULL DEFAULT 0
      CHECK (attachments >= 0);
    ALTER TABLE invoices ADD COLUMN sent_again BIGINT NOT NULL DEFAULT 0
      CHECK (sent_again >= 0);
    CREATE TABLE invoice_files (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      content_hash BYTEA NOT NULL,
      media_type TEXT NOT NULL
        CHECK (media_type IN ('application/pdf', 'image/png', 'image/jpeg')),
      size BIGINT NOT NULL CHECK (size > 0 AND size <= 5242880),
      bytes BYTEA NOT NULL,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, content_hash)
    );
    CREATE TABLE invoice_attachments (
      invoice_id BIGINT NOT NULL,
      ordinal BIGINT NOT NULL CHECK (ordinal >= 0 AND ordinal < 10),
      tenant_id BIGINT NOT NULL,
      file_id BIGINT NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (invoice_id, ordinal, tenant_id),
      FOREIGN KEY (invoice_id, tenant_id) REFERENCES invoices (id, tenant_id),
      FOREIGN KEY (file_id, tenant_id) REFERENCES invoice_files (id, tenant_id)
    );
    CREATE INDEX invoice_attachments_file ON invoice_attachments (tenant_id, file_id);
    CREATE TABLE invoice_drafts (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      customer_id BIGINT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'issued')),
      content TEXT NOT NULL,
      issued_id BIGINT,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      version BIGINT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      CHECK ((state = 'issued') = (issued_id IS NOT NULL)),
      FOREIGN KEY (customer_id, tenant_id) REFERENCES customers (id, tenant_id),
      FOREIGN KEY (issued_id, tenant_id) REFERENCES invoices (id, tenant_id)
    );
    CREATE INDEX invoice_drafts_state ON invoice_drafts (tenant_id, state, id);
    CREATE INDEX invoice_drafts_customer ON invoice_drafts (tenant_id, customer_id);
    CREATE TABLE invoice_draft_files (
      draft_id BIGINT NOT NULL,
      ordinal BIGINT NOT NULL CHECK (ordinal >= 0 AND ordinal < 10),
      tenant_id BIGINT NOT NULL,
      file_id BIGINT NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (draft_id, ordinal, tenant_id),
      FOREIGN KEY (draft_id, tenant_id) REFERENCES invoice_drafts (id, tenant_id),
      FOREIGN KEY (file_id, tenant_id) REFERENCES invoice_files (id, tenant_id)
    );
    CREATE INDEX invoice_draft_files_file ON invoice_draft_files (tenant_id, file_id);
    """)

  /// The archive is read by date, the newest first, whatever the filter; an index for each order
  /// that a page walks.
  static let archive = Migration(
    "invoicing.006-archive",
    """
    DROP INDEX invoices_newest;
    CREATE INDEX invoices_issued ON invoices (tenant_id, issued_on, id);
    DROP INDEX invoices_customer;
    CREATE INDEX invoices_customer ON invoices (tenant_id, customer_id, issued_on, id);
    CREATE INDEX invoices_state ON invoices (tenant_id, kind, state, issued_on, id);
    CREATE INDEX invoices_customer_reference ON invoices (tenant_id, customer_reference)
      WHERE customer_reference IS NOT NULL;
    """)
}
