import ChatClient
import ChatProtocol

@testable import ChatTerminal

extension Settings {
    /// Those of anna, for one room of a server that is not there.
    ///
    /// - Throws: nothing that a test expects.
    static func ofTest(in folder: String) throws -> Settings {
        let server = ServerProfile(
            title: "x",
            address: try ServerAddress("http://127.0.0.1:1"),
            name: try MemberName("anna"),
            rooms: [try RoomName("general")]
        )
        return Settings(servers: [server], state: StateFolder(path: folder), environment: [:])
    }
}
