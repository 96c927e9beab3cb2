import NIOCore
import Testing

@testable import ChatServer

@Suite struct ClientNetworkTests {
    private func key(_ address: String) throws -> String {
        ClientNetwork.key(of: try SocketAddress(ipAddress: address, port: 1))
    }

    @Test("An address of IPv4 is one client, however it is written; one of IPv6 is its network")
    func keys() throws {
        #expect(try key("10.0.0.1") == key("::ffff:10.0.0.1"))
        #expect(try key("10.0.0.1") != key("::ffff:10.0.0.2"))
        #expect(try key("2001:db8::1") == key("2001:db8::ffff:2"))
        #expect(try key("2001:db8::1") != key("2001:db8:0:1::1"))
        #expect(ClientNetwork.key(of: nil as SocketAddress?).isEmpty)
    }
}
