import ChatProtocol
import Testing

@testable import ChatClient

@Suite struct DraftFileTests {
    @Test("Drafts are found again as they were, by server and member")
    func reload() throws {
        let temporary = TemporaryFolder()
        let anna = try MemberName("anna")
        let drafts = [try RoomName("general"): "half a \"line\"\nand 中", try RoomName("@bob"): "x"]
        let file = KeptFiles(in: temporary.state, for: .standard, as: anna).drafts
        #expect(file.load().isEmpty)
        try file.save(drafts)
        #expect(KeptFiles(in: temporary.state, for: .standard, as: anna).drafts.load() == drafts)
        let other = KeptFiles(in: temporary.state, for: .standard, as: try MemberName("bob")).drafts
        #expect(other.load().isEmpty)
        try file.save([:])
        #expect(file.load().isEmpty)
    }

    @Test("What the drafts are for lies beside them, where older clients read them")
    func purposes() throws {
        let temporary = TemporaryFolder()
        let anna = try MemberName("anna")
        let room = try RoomName("general")
        let drafts = KeptFiles(in: temporary.state, for: .standard, as: anna).drafts
        try drafts.save([room: "words"])
        let purposes = KeptFiles(in: temporary.state, for: .standard, as: anna).purposes
        try purposes.save([room: "reply 1 -\nwords"])
        #expect(drafts.load() == [room: "words"])
        #expect(purposes.load() == [room: "reply 1 -\nwords"])
    }

    @Test("A damaged file is no drafts, and no error")
    func damaged() throws {
        let temporary = TemporaryFolder()
        let file = KeptFiles(in: temporary.state, for: .standard, as: try MemberName("anna")).drafts
        try file.save([try RoomName("general"): "x"])
        let path = try #require(temporary.files.first)
        try PosixFile.replace(path, with: Array("{\"general\":".utf8))
        #expect(file.load().isEmpty)
    }

    @Test("Drafts beyond the limit are refused, and the old ones stay")
    func tooLarge() throws {
        let temporary = TemporaryFolder()
        let room = try RoomName("general")
        let file = KeptFiles(in: temporary.state, for: .standard, as: try MemberName("anna")).drafts
        try file.save([room: "small"])
        let large = String(repeating: "x", count: file.byteLimit)
        #expect(throws: FileError.self) { try file.save([room: large]) }
        #expect(file.load() == [room: "small"])
    }
}
