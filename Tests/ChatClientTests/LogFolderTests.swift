import ChatProtocol
import Testing

@testable import ChatClient

@Suite("The logs on the disk")
struct LogFolderTests {
    private func log(_ name: String) throws -> LogName { try #require(LogName(name)) }

    private func place(_ position: Int64, _ seq: Int64, latest: Int64 = 0) -> LogProgress.Place {
        LogProgress.Place(position: position, seq: seq, latest: latest)
    }

    // A room whose last events have no line was written again at each start.
    @Test("know how far each room is, whatever it is called, in the log that they are of")
    func progress() throws {
        let temporary = TemporaryFolder()
        let folder = LogFolder(in: temporary.state, for: .standard)
        let (one, other) = (try log("aaaa"), try log("bbbb"))
        let names = ["ops", "ops_db", "log", "7", "anna@ben"]
        try folder.aloneIfFree { () throws(FileError) in
            var progress = folder.progress
            for (index, name) in names.enumerated() {
                #expect(progress.newest(of: name, in: one) == place(0, 0))
                progress.note(place(Int64(index) + 50, 500), of: name, in: one)
            }
            progress.note(place(3, 900), of: names[0], in: one)
            try folder.keep(progress)
        }
        for (index, name) in names.enumerated() {
            #expect(folder.progress.newest(of: name, in: one) == place(Int64(index) + 50, 500))
            #expect(folder.progress.newest(of: name, in: other) == place(0, 0))
        }
        var anew = folder.progress
        anew.note(place(60, 1), of: names[0], in: one)
        #expect(anew.newest(of: names[0], in: one) == place(60, 1))
        anew.note(place(1, 1), of: names[0], in: other)
        #expect(anew.newest(of: names[0], in: other) == place(1, 1))
        #expect(anew.newest(of: names[1], in: one) == place(0, 0))
    }

    @Test("know the latest time in them, and are gone on with earlier in a room that is set back")
    func setBack() throws {
        let log = try log("aaaa")
        var progress = LogProgress("aaaa\nold 9 8\n")
        #expect(progress.newest(of: "old", in: log) == place(9, 8, latest: .max))
        progress.note(place(50, 5, latest: 700), of: "ops", in: log)
        progress.note(place(40, 4, latest: 900), of: "ops", in: log)
        #expect(LogProgress(progress.text) == progress)
        #expect(progress.newest(of: "ops", in: log) == place(50, 5, latest: 700))
        progress.setBack(to: place(40, 4, latest: 700), of: "ops", in: log)
        #expect(progress.newest(of: "ops", in: log) == place(40, 4, latest: 700))
        progress.note(place(41, 5, latest: 900), of: "ops", in: log)
        #expect(LogProgress(progress.text).newest(of: "ops", in: log) == place(41, 5, latest: 900))
    }

    @Test("of direct rooms are another's for each account")
    func stems() throws {
        let (general, ben) = (try RoomName("general"), try RoomName("@Ben"))
        let (anna, carl) = (try MemberName("Anna"), try MemberName("carl"))
        #expect(LogFolder.stem(of: general, for: anna) == "general")
        #expect(LogFolder.stem(of: ben, for: anna) == "anna@ben")
        #expect(LogFolder.stem(of: ben, for: carl) == "carl@ben")
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
        arguments: ["", "\n\n", "a\nb c d\n", "aaaa\nops x 1\n", "aaaa\nops 3", "\u{0}"]
    )
    func damaged(text: String) throws {
        #expect(LogProgress(text).newest(of: "ops", in: try log("aaaa")) == place(0, 0))
    }
}
