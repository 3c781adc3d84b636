import Documents
import EInvoices
import Invoicing
import Primitives
import Runtime
import Storage
import Tenancy
import Workflows

/// How fast documents become PDF and UBL, against only reading them.
struct DocumentBench {
  let count: Int

  func run(on town: BilledTown) async throws -> Figures {
    var (reading, pdf, ubl) = (Timings(), Timings(), Timings())
    var (read, pdfBytes, ublBytes, refused) = (0, 0, 0, 0)
    var place: ArchivePlace?
    let scope = try town.scope
    while read < count {
      let after = place
      let page = try await reading.time {
        try await town.database.read(as: scope) { shop in
          try shop.invoicing.documents(
            issuedFrom: .first, until: .last, after: after, limit: 200)
        }
      }
      guard !page.documents.isEmpty || place != nil else {
        throw ProgramFailed("there are no definitive documents")
      }
      read += page.documents.count
      for document in page.documents {
        pdfBytes += try await pdf.time { try renderPDF(document).count }
        do {
          ublBytes += try await ubl.time { try EInvoice(document).ubl().count }
        } catch is EInvoiceRefusal { refused += 1 }
      }
      place = page.next
    }
    var figures = Figures("documents")
    figures.add("database", text: town.database.dialect.rawValue)
    figures.add("documents", read)
    figures.add("read_per_second", Double(read) / reading.seconds, 0)
    figures.add("pdf_per_second", pdf.perSecond, 0)
    figures.add("pdf_median_ms", pdf.median, 3)
    figures.add("pdf_p99_ms", pdf.quantile(0.99), 3)
    figures.add("pdf_bytes_each", Double(pdfBytes) / Double(max(read, 1)), 0)
    figures.add("ubl_per_second", ubl.perSecond, 0)
    figures.add("ubl_median_ms", ubl.median, 3)
    figures.add("ubl_p99_ms", ubl.quantile(0.99), 3)
    figures.add("ubl_bytes_each", Double(ublBytes) / Double(max(read - refused, 1)), 0)
    figures.add("ubl_refused", refused)
    figures.add("peak_rss_mib", ProcessUsage.now().peakMebibytes, 1)
    return figures
  }
}
