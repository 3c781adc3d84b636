package import Storage

/// The tables of documents, their numbers, and the money that settles them. Lines, rates and
/// settlements belong to a shop by their owner: a key to the tenant besides would be checked once
/// more for every row.
package enum InvoicingMigrations {
  package static let all: [Migration] = [
    documents, money, treatments, parts, manual, archive,
  ]

  private static let documents = Migration(
    "invoicing.001-documents",
    """
    CREATE TABLE invoice_parties (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      content_hash BYTEA NOT NULL,
      content TEXT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, content_hash)
    );
    CREATE TABLE number_series (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      series TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('proForma', 'invoice', 'creditNote')),
      last_number BIGINT NOT NULL CHECK (last_number >= 0),
      last_issued_on TEXT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, series)
    );
    CREATE TABLE invoices (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      kind TEXT NOT NULL CHECK (kind IN ('proForma', 'invoice', 'creditNote')),
      series TEXT NOT NULL,
      number BIGINT NOT NULL CHECK (number > 0),
      number_text TEXT NOT NULL,
      customer_id BIGINT NOT NULL,
      seller_id BIGINT NOT NULL,
      buyer_id BIGINT NOT NULL,
      issued_on TEXT NOT NULL,
      due_on TEXT NOT NULL,
      collect_on TEXT,
      paid_on TEXT,
      state TEXT NOT NULL,
      language TEXT NOT NULL,
      currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
      prices_include_vat BIGINT NOT NULL CHECK (prices_include_vat IN (0, 1)),
      total BIGINT NOT NULL CHECK (total >= 0 AND total <= 999999999999999),
      paid BIGINT NOT NULL CHECK (paid >= 0),
      credits BIGINT NOT NULL CHECK (credits >= 0),
      open_amount BIGINT NOT NULL CHECK (open_amount >= 0),
      closed_amount BIGINT NOT NULL CHECK (closed_amount >= 0),
      reference TEXT NOT NULL,
      pro_forma_id BIGINT,
      credited_id BIGINT,
      source TEXT,
      content_hash BYTEA NOT NULL,
      issued_at BIGINT NOT NULL,
      version BIGINT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, series, number),
      CHECK (total = paid + credits + open_amount + closed_amount),
      FOREIGN KEY (customer_id, tenant_id) REFERENCES customers (id, tenant_id),
      FOREIGN KEY (seller_id, tenant_id) REFERENCES invoice_parties (id, tenant_id),
      FOREIGN KEY (buyer_id, tenant_id) REFERENCES invoice_parties (id, tenant_id),
      FOREIGN KEY (pro_forma_id, tenant_id) REFERENCES invoices (id, tenant_id),
      FOREIGN KEY (credited_id, tenant_id) REFERENCES invoices (id, tenant_id)
    );
    CREATE UNIQUE INDEX invoices_pro_forma ON invoices (tenant_id, pro_forma_id)
      WHERE pro_forma_id IS NOT NULL;
    CREATE UNIQUE INDEX invoices_credited ON invoices (tenant_id, credited_id)
      WHERE credited_id IS NOT NULL;
    CREATE INDEX invoices_newest ON invoices (tenant_id, id);
    CREATE INDEX invoices_customer ON invoices (tenant_id, customer_id, id);
    CREATE INDEX invoices_open ON invoices (tenant_id, customer_id, due_on, open_amount, kind)
      WHERE open_amount > 0;
    CREATE TABLE invoice_lines (
      invoice_id BIGINT NOT NULL,
      ordinal BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL,
      description TEXT NOT NULL,
      explanation TEXT,
      period_from TEXT,
      period_until TEXT,
      quantity BIGINT NOT NULL,
      unit_price BIGINT NOT NULL,
      amount BIGINT NOT NULL,
      net BIGINT NOT NULL,
      vat_rate BIGINT NOT NULL CHECK (vat_rate BETWEEN 0 AND 10000),
      source TEXT,
      component TEXT,
      PRIMARY KEY (invoice_id, ordinal, tenant_id),
      CHECK ((period_from IS NULL) = (period_until IS NULL)),
      FOREIGN KEY (invoice_id, tenant_id) REFERENCES invoices (id, tenant_id)
    );
    CREATE TABLE invoice_rates (
      invoice_id BIGINT NOT NULL,
      vat_rate BIGINT NOT NULL CHECK (vat_rate BETWEEN 0 AND 10000),
      tenant_id BIGINT NOT NULL,
      net BIGINT NOT NULL,
      vat BIGINT NOT NULL,
      PRIMARY KEY (invoice_id, vat_rate, tenant_id),
      FOREIGN KEY (invoice_id, tenant_id) REFERENCES invoices (id, tenant_id)
    );
    """)

  private static let money = Migration(
    "invoicing.002-money",
    """
    CREATE TABLE invoice_receipts (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      payment TEXT NOT NULL,
      cause TEXT NOT NULL,
      customer_id BIGINT NOT NULL,
      account TEXT NOT NULL,
      currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
      amount BIGINT NOT NULL CHECK (amount > 0),
      unallocated BIGINT NOT NULL CHECK (unallocated >= 0),
      taken_back BIGINT NOT NULL CHECK (taken_back >= 0),
      booked_on TEXT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, payment, cause),
      CHECK (unallocated + taken_back <= amount),
      FOREIGN KEY (customer_id, tenant_id) REFERENCES customers (id, tenant_id)
    );
    CREATE TABLE invoice_settlements (
      receipt_id BIGINT NOT NULL,
      ordinal BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL,
      invoice_id BIGINT NOT NULL,
      amount BIGINT NOT NULL CHECK (amount > 0),
      undone BIGINT NOT NULL CHECK (undone >= 0 AND undone <= amount),
      PRIMARY KEY (receipt_id, ordinal, tenant_id),
      FOREIGN KEY (receipt_id, tenant_id) REFERENCES invoice_receipts (id, tenant_id),
      FOREIGN KEY (invoice_id, tenant_id) REFERENCES invoices (id, tenant_id)
    );
    CREATE INDEX invoice_settlements_invoice ON invoice_settlements (tenant_id, invoice_id);
    CREATE TABLE invoice_totals (
      id BIGINT NOT NULL,
      tenant_id BIGINT NOT NULL REFERENCES tenants (id),
      month TEXT NOT NULL CHECK (LENGTH(month) = 7),
      measure TEXT NOT NULL,
      currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
      amount BIGINT NOT NULL,
      documents BIGINT NOT NULL,
      PRIMARY KEY (id, tenant_id),
      UNIQUE (tenant_id, month, measure, currency)
    );
    """)
}
