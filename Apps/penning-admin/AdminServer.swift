import Runtime
import Web
import Workflows
import Documents
import Gateways

@main struct AdminServer {
  static func main() async {}
}
