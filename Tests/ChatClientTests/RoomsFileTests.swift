import ChatProtocol
import Testing

@testable import ChatClient

@Suite struct RoomsFileTests {
    // Seen as client F3: the rooms that one had joined were forgotten at the next start.
    @Test("Rooms come back in their order, and a damaged line is left out")
    func rooms() throws {
        let folder = TemporaryFolder()
        let server = try ServerAddress("http://127.0.0.1:1")
        let file = KeptFiles(in: folder.state, for: server, as: try MemberName("anna")).rooms
        #expect(file.load() == [])
        let rooms = try ["random", "@bob", "general"].map { try RoomName($0) }
        try file.save(rooms)
        #expect(file.load() == rooms)
        let other = KeptFiles(in: folder.state, for: server, as: try MemberName("bob")).rooms
        #expect(other.load() == [])
    }
}
