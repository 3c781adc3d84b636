import Observability
import Testing

@Suite
struct MetricsTests {
  @Test
  func `counters, gauges and histograms are told as Prometheus reads them`() {
    let metrics = Metrics()
    let mails = metrics.counter("mails_total", help: "Mails by\nkind.", labels: ["kind"])
    mails.add(2, "invoice")
    mails.add(1, "a\"b\\c\nd")
    mails.add(-5, "invoice")
    let open = metrics.gauge("open", help: "Open.")
    open.set(3)
    open.add(-0.5)
    let seconds = metrics.histogram("job_seconds", help: "Time.", bounds: [1, 0.1])
    for value in [0.05, 0.1, 0.5, 7] { seconds.observe(value) }
    seconds.observe(.milliseconds(250))
    #expect(
      metrics.exposition() == #"""
        # HELP job_seconds Time.
        # TYPE job_seconds histogram
        job_seconds_bucket{le="0.1"} 2
        job_seconds_bucket{le="1"} 4
        job_seconds_bucket{le="+Inf"} 5
        job_seconds_sum 7.9
        job_seconds_count 5
        # HELP mails_total Mails by\nkind.
        # TYPE mails_total counter
        mails_total{kind="a\"b\\c\nd"} 1
        mails_total{kind="invoice"} 2
        # HELP open Open.
        # TYPE open gauge
        open 2.5

        """#)
  }

  @Test
  func `a metric without labels is there from the start`() {
    let metrics = Metrics()
    _ = metrics.counter("a_total", help: "A.")
    _ = metrics.histogram("b", help: "B.", bounds: [1])
    #expect(metrics.exposition().contains("a_total 0\n"))
    #expect(metrics.exposition().contains("b_count 0\n"))
  }

  @Test
  func `the same name is the same metric`() {
    let metrics = Metrics()
    metrics.counter("a_total", help: "A.").add()
    metrics.counter("a_total", help: "A.").add(2)
    #expect(metrics.exposition().contains("a_total 3\n"))
  }

  @Test
  func `labels beyond the limit are counted together`() {
    let metrics = Metrics(seriesLimit: 3)
    let counter = metrics.counter("a_total", help: "A.", labels: ["path"])
    for number in 0..<1000 { counter.add(1, "/\(number)") }
    counter.add(1, "/1")
    let lines = metrics.exposition().split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(
      lines == [
        #"a_total{path="/0"} 1"#, #"a_total{path="/1"} 2"#, #"a_total{path="/2"} 1"#,
        #"a_total{path="other"} 997"#,
      ])
  }

  @Test
  func `missing labels are empty and names are made fit`() {
    let metrics = Metrics()
    metrics.counter("1 bad-name", help: "A.", labels: ["a", "b-c"]).add(1, "x", "", "more")
    #expect(metrics.exposition().contains(#"_1_bad_name{a="x",b_c=""} 1"#))
  }

  @Test
  func `many tasks count at once`() async {
    let metrics = Metrics()
    let counter = metrics.counter("a_total", help: "A.", labels: ["t"])
    let seconds = metrics.histogram("s", help: "S.")
    await withTaskGroup { group in
      for task in 0..<8 {
        group.addTask {
          for _ in 0..<1000 {
            counter.add(1, "\(task % 2)")
            seconds.observe(0.5)
          }
        }
      }
    }
    #expect(metrics.exposition().contains(#"a_total{t="0"} 4000"#))
    #expect(metrics.exposition().contains("s_count 8000"))
  }
}
