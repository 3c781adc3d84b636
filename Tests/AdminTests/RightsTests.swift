import Catalog
import HTTPServer
import Invoicing
import JSON
import Outbound
import Payments
import Primitives
import Subscriptions
import Tenancy
import Testing

@testable import penning_admin

/// Every route of the server, by everyone: exactly the cells that its declaration allows are let
/// in (S-29). A route that is added is tried without a line here.
@Suite struct RightsTests {
  @Test func letsInWhomEachRouteNames() async throws {
    try await withAdmin { bench in
      let doors = bench.app.routes().doors
      #expect(doors.count > 80)
      for role in [StaffRole.readOnly, .support, .finance, .owner] {
        try await check(doors, role, bench)
      }
      try await checkAnonymous(doors, bench)
      try await checkPrograms(doors, bench)
    }
  }

  /// Pages: GET with the right is 200 or says no to the thing itself; without it 403. A form
  /// without a token is 403 for everyone, so that a right is told by the page.
  private func check(
    _ doors: [AdminRoutes.Door], _ role: StaffRole, _ bench: AdminBench
  ) async throws {
    var browser = try await bench.signedIn(as: role)
    for door in doors {
      guard case .staff(let permission) = door.access else { continue }
      let path = bench.path(door.template)
      if door.method == .get {
        let status = try await browser.get(path).status
        let mayEnter = role.permissions.contains(permission)
        #expect((status == 200) == mayEnter, "\(role) GET \(path): \(status)")
        if !mayEnter { #expect(status == 403, "\(role) GET \(path)") }
      } else if !role.permissions.contains(permission) {
        let token = try await browser.get("/shops").value(of: "csrf") ?? ""
        let before = try await bench.rowCounts()
        let status = try await browser.post(path, ["csrf": token]).status
        #expect(status == 403, "\(role) POST \(path): \(status)")
        #expect(try await bench.rowCounts() == before)
      }
    }
  }

  private func checkAnonymous(_ doors: [AdminRoutes.Door], _ bench: AdminBench) async throws {
    for door in doors {
      let path = bench.path(door.template)
      var browser = bench.browser()
      let status: Int
      switch door.method {
      case .get: status = try await browser.get(path).status
      case .post: status = try await browser.post(path, [:]).status
      default:
        let method = OutboundRequest.Method(rawValue: door.method.rawValue) ?? .put
        status = try await bench.program(nil).send(method, path, [:]).status
      }
      switch (door.access, door.method) {
      case (.everyone, .get), (.loopback, .get): #expect(status == 200, "GET \(path)")
      case (.staff, .get): #expect(status == 303, "GET \(path)")
      case (.program, _): #expect(status == 401, "\(door.method) \(path): \(status)")
      default: #expect(status == 403, "\(door.method) \(path): \(status)")
      }
    }
  }

  private func checkPrograms(_ doors: [AdminRoutes.Door], _ bench: AdminBench) async throws {
    let (reader, writer) = (bench.program(bench.demo.readKey), bench.program(bench.demo.writeKey))
    for door in doors {
      guard case .program(let scope) = door.access else { continue }
      let method = OutboundRequest.Method(rawValue: door.method.rawValue) ?? .get
      let path = bench.path(door.template)
      let asked =
        path + (path.hasSuffix("/mandates") ? "?customerId=\(bench.demo.customer.id)" : "")
      func status(_ program: Program) async throws -> Int {
        method == .get
          ? try await program.get(asked).status
          // Unreadable, so that whoever is let in is told so and nothing happens.
          : try await program.send(method, path, raw: Array("[".utf8)).status
      }
      let (read, write) = (try await status(reader), try await status(writer))
      if scope == .write { #expect(read == 403, "read key \(door.method) \(path): \(read)") }
      if scope == .read { #expect(read == write, "\(path)") }
      let good = door.method == .get ? [200] : [400]
      #expect(good.contains(write) || isWithoutRow(path), "\(door.method) \(path): \(write)")
    }
  }

  /// Things of which the bench has none: answered as unknown.
  private func isWithoutRow(_ path: String) -> Bool {
    ["/mandates/", "/dunning/cases/", "/refunds/"].contains(where: path.contains)
  }

  @Test func answersOfAnotherShopAsOfNothing() async throws {
    try await withAdmin { bench in
      var browser = try await bench.signedIn(as: .owner)
      let program = bench.program(bench.demo.writeKey)
      for (known, unknown) in bench.foreignPaths {
        let (a, b) = (try await browser.get(known), try await browser.get(unknown))
        #expect(a.status == 404 && b.status == 404, "\(known)")
        let strip = { (seen: Seen) in
          seen.text.replacing(
            #/(cus|sub|inv|plan|prod|cpn|rise|key|pay|crd|acc|jou)_\w+|<code>\w+/#, with: "")
        }
        #expect(strip(a) == strip(b), "\(known)")
      }
      for (known, unknown) in bench.foreignPaths {
        let (a, b) = (
          try await program.get("/api/v1" + known), try await program.get("/api/v1" + unknown)
        )
        #expect(a.status == 404 && b.status == 404, "\(known)")
        #expect(a.json["type"] == b.json["type"] && a.json["detail"] == b.json["detail"])
      }
    }
  }
}

extension AdminBench {
  /// A path of the demo shop for a template; for things that it lacks an unknown id.
  func path(_ template: String) -> String {
    let isFileOfDays =
      [".zip", ".csv"].contains(where: template.hasSuffix)
      && template.hasPrefix("/api/v1/exports/")
    // A pro forma has no e-invoice.
    let document = template.hasSuffix("/ubl") ? demo.invoice : demo.proForma
    return (template + (isFileOfDays ? "?from=2026-11-01&until=2026-12-01" : ""))
      .replacing("{customer}", with: demo.customer.id.description)
      .replacing("{subscription}", with: demo.active.id.description)
      .replacing("{invoice}", with: document.id.description)
      .replacing("{plan}", with: demo.plan.id.description)
      .replacing("{product}", with: demo.plan.productID.description)
      .replacing("{coupon}", with: demo.coupon.id.description)
      .replacing("{rise}", with: demo.rise.id.description)
      .replacing("{key}", with: demo.revocable.id.description)
      .replacing("{shop}", with: demo.scope.shopID.description)
      .replacing("{payment}", with: demo.payment.id.description)
      .replacing("{credit}", with: demo.credit.description)
      .replacing("{account}", with: demo.account.description)
      .replacing("{entry}", with: demo.entry.description)
      .replacing("{code}", with: "journal-S")
      .replacing("{year}", with: "2026")
      .replacing("{mandate}", with: "mdt_0000000000001")
      .replacing("{case}", with: "dun_0000000000001")
      .replacing("{message}", with: "obx_0000000000001")
      .replacing("{refund}", with: "rfd_0000000000001")
      .replacing("{draft}", with: demo.draft.description)
      .replacing("{file}", with: "0")
  }

  /// What the other shop has, beside what nobody has.
  var foreignPaths: [(String, String)] {
    [
      ("/customers/\(other.customer.id)", "/customers/cus_0000000000001"),
      ("/subscriptions/\(other.active.id)", "/subscriptions/sub_0000000000001"),
      ("/invoices/\(other.invoice.id)", "/invoices/inv_0000000000001"),
      ("/invoices/\(other.invoice.id)/pdf", "/invoices/inv_0000000000001/pdf"),
      ("/invoices/\(other.invoice.id)/ubl", "/invoices/inv_0000000000001/ubl"),
      ("/plans/\(other.plan.id)", "/plans/plan_0000000000001"),
      ("/products/\(other.plan.productID)", "/products/prod_0000000000001"),
      ("/coupons/\(other.coupon.id)", "/coupons/cpn_0000000000001"),
      ("/price-rises/\(other.rise.id)", "/price-rises/rise_0000000000001"),
      ("/payments/\(other.payment.id)", "/payments/pay_0000000000001"),
      ("/credits/\(other.credit)", "/credits/crd_0000000000001"),
      ("/ledger/accounts/\(other.account)", "/ledger/accounts/acc_0000000000001"),
      ("/ledger/entries/\(other.entry)", "/ledger/entries/jou_0000000000001"),
    ]
  }
}
