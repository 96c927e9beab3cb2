import ChatProtocol
import Glibc
import Testing

@testable import ChatClient

@Suite struct HistoryFileTests {
    private static func files(of name: String, in folder: StateFolder) throws -> KeptFiles {
        KeptFiles(in: folder, for: .standard, as: try MemberName(name))
    }

    @Test("What was sent is found again, by room, and only its owner may read it")
    func reload() throws {
        let temporary = TemporaryFolder()
        let file = try Self.files(of: "anna", in: temporary.state).history
        let history = [
            try RoomName("general"): ["one", "two \"lines\"\nof text"], try RoomName("@bob"): ["中"],
        ]
        #expect(file.load() == [:])
        try file.save(history)
        #expect(file.load() == history)
        let other = try Self.files(of: "bob", in: temporary.state).history
        #expect(other.load() == [:])
        let path = try #require(
            temporary.files.first { $0.contains("history-") && !$0.contains("bob") }
        )
        var status = stat()
        // The call fills the value that it is given.
        #expect(unsafe stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test("Of too much the oldest lines are left out")
    func bounded() throws {
        let temporary = TemporaryFolder()
        let file = try Self.files(of: "anna", in: temporary.state).history
        let room = try RoomName("general")
        let lines = (0..<100).map { "\($0) " + String(repeating: "x", count: 16_000) }
        try file.save([room: lines])
        let kept = try #require(file.load()[room])
        #expect(kept == Array(lines.suffix(50)))
    }

    @Test("A damaged file is as none")
    func damaged() throws {
        let temporary = TemporaryFolder()
        let file = try Self.files(of: "anna", in: temporary.state).history
        try file.save([try RoomName("general"): ["one"]])
        let path = try #require(temporary.files.first { $0.contains("history-") })
        #expect(unsafe truncate(path, 9) == 0)
        #expect(file.load() == [:])
    }

    @Test("Preferences are found again, line by line")
    func preferences() throws {
        let temporary = TemporaryFolder()
        let file = try Self.files(of: "anna", in: temporary.state).preferences
        #expect(file.load() == [])
        try file.save(["mute general", "highlight ä b"])
        #expect(file.load() == ["mute general", "highlight ä b"])
        try file.save([])
        #expect(file.load() == [])
    }
}
