import ChatProtocol
import Testing

@testable import ChatClient

@Suite struct LogFolderTests {
    @Test("The last line of a room is its own, whatever other rooms are called")
    func lastLine() throws {
        let temporary = TemporaryFolder()
        let folder = LogFolder(in: temporary.state, for: .standard)
        let (ops, db) = (try RoomName("ops"), try RoomName("ops_db"))
        #expect(folder.lastLine(of: ops) == nil)
        try folder.add(["one", "two"], to: ops, on: "2026-11-22")
        try folder.add(["other"], to: db, on: "2026-11-23")
        #expect(folder.lastLine(of: ops) == "two")
        #expect(folder.lastLine(of: db) == "other")
        try folder.add(["three"], to: ops, on: "2026-11-24")
        #expect(folder.lastLine(of: ops) == "three")
    }
}
