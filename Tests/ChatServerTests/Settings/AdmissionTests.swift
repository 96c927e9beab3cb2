import Testing

@testable import ChatServer

/// Who is let in where nobody said so.
@Suite struct AdmissionTests {
    @Test(
        "Whoever sets a name or a proxy and no mode hears that anyone may speak",
        arguments: [
            ([:], false), (["host": "chat.example"], true), (["trusted-proxy": "127.0.0.1"], true),
            (["host": "chat.example", "auth": "open"], false),
            (["host": "chat.example", "auth": "accounts"], false),
            (["host": "chat.example", "listen": "192.0.2.1:8080"], false),
        ]
    )
    func unsaid(given: [String: String], isTold: Bool) throws {
        #expect(try ServerSettings(dataHome: "/data") { given[$0] }.isOpenUnsaid == isTold)
    }
}
