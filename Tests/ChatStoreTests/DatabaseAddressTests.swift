import Testing

@testable import ChatStore

@Suite struct DatabaseAddressTests {
    @Test(
        "An address tells its hosts and its database, and neither user, password nor parameters",
        arguments: [
            ("postgres://burble:secret@db1,db2:5433/chat", "postgres://db1,db2:5433/chat"),
            ("postgresql://db/chat?password=secret", "postgresql://db/chat"),
            ("postgres://a:se@cret@db/chat", "postgres://db/chat"),
            ("postgres://a:secret@/chat?host=/run/postgresql", "postgres:///chat"),
            ("postgres://db", "postgres://db"),
        ]
    )
    func shown(_ text: String, _ words: String) throws {
        let address = try #require(DatabaseAddress(text))
        #expect(address.description == words)
        #expect("\(address)" == words)
    }

    @Test(
        "A password that ends elsewhere for libpq is seen",
        arguments: [
            ("postgres://a:s@b@db/chat", true), ("postgres://a:s/b@db/chat", true),
            ("postgres://a:s?b@db/chat", true), ("postgres://a:s%40b@db,e/chat?x=a@b", false),
            ("postgres://db:5432,[::1]:1/chat?user=me@corp", false),
            ("postgres:///chat?password=a@b", false), ("postgres://a@db/chat", false),
            ("postgres:///chat?host=/run", false),
        ]
    )
    func ambiguous(_ text: String, _ isAmbiguous: Bool) throws {
        #expect(try #require(DatabaseAddress(text)).isAmbiguous == isAmbiguous)
    }

    @Test(
        "What is no address is none",
        arguments: ["", "db", "mysql://db", "postgres:db", "postgres://db\n", "postgres://d b"]
    )
    func refused(_ text: String) {
        #expect(DatabaseAddress(text) == nil)
    }
}
