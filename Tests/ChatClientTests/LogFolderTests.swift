import ChatProtocol
import Testing

@testable import ChatClient

@Suite("The logs on the disk")
struct LogFolderTests {
    private let log = LogName("aaaa")

    // A room whose last events have no line was written again at each start.
    @Test("know how far each room is, whatever it is called, in the log that they are of")
    func progress() throws {
        let temporary = TemporaryFolder()
        let folder = LogFolder(in: temporary.state, for: .standard)
        let names = try ["ops", "ops_db", "log", "7"].map { try RoomName($0) }
        try folder.aloneIfFree { () throws(FileError) in
            var progress = folder.progress
            for (index, name) in names.enumerated() {
                #expect(progress.seq(of: name, in: log) == 0)
                progress.note(Int64(index) + 5, of: name, in: log)
            }
            progress.note(3, of: names[0], in: log)
            try folder.keep(progress)
        }
        for (index, name) in names.enumerated() {
            #expect(folder.progress.seq(of: name, in: log) == Int64(index) + 5)
            #expect(folder.progress.seq(of: name, in: LogName("bbbb")) == 0)
        }
        var other = folder.progress
        other.note(1, of: names[0], in: LogName("bbbb"))
        #expect(other.seq(of: names[0], in: LogName("bbbb")) == 1)
        #expect(other.seq(of: names[1], in: log) == 0)
    }

    @Test("are written by one client at a time, and by none that would have to wait")
    func alone() throws {
        let temporary = TemporaryFolder()
        let folder = LogFolder(in: temporary.state, for: .standard)
        var order: [String] = []
        try folder.aloneIfFree { () throws(FileError) in
            order.append("one")
            try folder.aloneIfFree { () throws(FileError) in order.append("other") }
        }
        try folder.aloneIfFree { () throws(FileError) in order.append("one") }
        #expect(order == ["one", "one"])
    }

    @Test(
        "begin anew where what tells of progress is damaged",
        arguments: ["", "\n\n", "a\nb c d\n", "aaaa\nops x\n", "aaaa\n-ops 3", "\u{0}"]
    )
    func damaged(text: String) throws {
        let ops = try RoomName("ops")
        #expect(LogProgress(text).seq(of: ops, in: log) == 0)
    }
}
