import ChatProtocol
import Glibc
import Testing

@testable import ChatClient

@Suite struct OutboxFileTests {
    private func folder(_ temporary: borrowing TemporaryFolder) throws -> OutboxFolder {
        OutboxFolder(in: temporary.state, for: .standard, as: try MemberName("anna"))
    }

    private func message(_ number: Int, text: String = "hi") throws -> OutgoingMessage {
        OutgoingMessage(
            key: "key-\(number)",
            room: try RoomName("general"),
            text: text,
            kind: number % 2 == 0 ? .action : nil,
            at: Timestamp(milliseconds: 1_700_000_000_000 + Int64(number)),
            speaker: try MemberName("anna")
        )
    }

    /// The path of the only file of messages.
    private func path(_ temporary: borrowing TemporaryFolder) throws -> String {
        try #require(temporary.files.first { $0.hasSuffix(".1") })
    }

    @Test("What waited is found again, whole and in order, without what was settled")
    func reload() throws {
        let temporary = TemporaryFolder()
        let hard = "quotes \" \\ \n new line, \u{1b}[31m, 中 👩‍👩‍👧 \u{0}"
        let messages = [try message(1), try message(2, text: hard), try message(3)]
        do {
            var queue = OutboxQueue(file: try folder(temporary).claim())
            for message in messages { try queue.add(message) }
            try queue.settleFirst()
        }
        let again = OutboxQueue(file: try folder(temporary).claim())
        #expect(again.waiting == Array(messages.dropFirst()))
    }

    @Test("A last line that was cut off by a crash is left out, and the next one is whole")
    func tornLine() throws {
        let temporary = TemporaryFolder()
        do {
            var queue = OutboxQueue(file: try folder(temporary).claim())
            try queue.add(try message(1))
            try queue.add(try message(2))
        }
        let file = try path(temporary)
        let size = try PosixFile(path: file, appends: false).size()
        #expect(unsafe truncate(file, off_t(size - 20)) == 0)
        do {
            var queue = OutboxQueue(file: try folder(temporary).claim())
            #expect(queue.waiting == [try message(1)])
            try queue.add(try message(3))
        }
        let again = OutboxQueue(file: try folder(temporary).claim())
        #expect(again.waiting == [try message(1), try message(3)])
    }

    @Test("A second client has a file of its own, and the next takes over what both left")
    func twoClients() throws {
        let temporary = TemporaryFolder()
        do {
            var first = OutboxQueue(file: try folder(temporary).claim())
            try first.add(try message(1))
            var second = OutboxQueue(file: try folder(temporary).claim())
            #expect(second.waiting.isEmpty)
            try second.add(try message(2))
            try first.add(try message(3))
        }
        let again = OutboxQueue(file: try folder(temporary).claim())
        #expect(again.waiting == [try message(1), try message(2), try message(3)])
        let other = OutboxQueue(file: try folder(temporary).claim())
        #expect(other.waiting.isEmpty)
    }

    // Who had begun as a guest and signed in then never sent what waited: it lay in the guest's
    // file.
    @Test("What one said who had begun as somebody else is found, and nothing of others")
    func otherBeginnings() throws {
        let temporary = TemporaryFolder()
        let server = try ServerAddress("http://127.0.0.1:2")
        let folders = try [("c-user.x", ServerAddress.standard), ("carol", server)].map {
            OutboxFolder(in: temporary.state, for: $0.1, as: try MemberName($0.0))
        }
        let carol = try MemberName("carol")
        var mine = try message(1)
        mine.speaker = carol
        for folder in folders {
            var queue = OutboxQueue(file: try folder.claim())
            try queue.add(mine)
            try queue.add(try message(2))
        }
        let own = OutboxFolder(in: temporary.state, for: .standard, as: carol)
        #expect(OutboxQueue(file: try own.claim()).waiting == [mine])
        #expect(OutboxQueue(file: try own.claim()).waiting == [mine])
        #expect(OutboxQueue(file: try folders[0].claim()).waiting == [try message(2)])
        #expect(OutboxQueue(file: try folders[1].claim()).waiting.count == 2)
    }

    @Test("Beyond the number of clients there is no file, and no error")
    func clientLimit() throws {
        let temporary = TemporaryFolder()
        let folder = try folder(temporary)
        try claimAll(of: folder, number: OutboxFolder.clientLimit)
    }

    private func claimAll(of folder: OutboxFolder, number: Int) throws {
        let file = try folder.claim()
        #expect((file == nil) == (number == 0))
        if number > 0 { try claimAll(of: folder, number: number - 1) }
    }

    @Test("Names that look alike in a file's name have files of their own")
    func names() throws {
        let temporary = TemporaryFolder()
        let names = ["a.b", "a-b", "a_b"].map { name in
            OutboxFolder(in: temporary.state, for: .standard, as: try? MemberName(name))
        }
        for folder in names {
            var queue = OutboxQueue(file: try folder.claim())
            #expect(queue.waiting.isEmpty)
            try queue.add(try message(1))
        }
    }

    @Test("The thousand-and-first message is refused, and taken when one is settled")
    func messageLimit() throws {
        var queue = OutboxQueue(file: nil)
        for number in 0..<OutboxQueue.messageLimit { try queue.add(try message(number)) }
        let next = try message(OutboxQueue.messageLimit)
        #expect(throws: OutboxRefusal.tooMany(limit: OutboxQueue.messageLimit)) {
            try queue.add(next)
        }
        try queue.settleFirst()
        try queue.add(next)
        #expect(queue.waiting.count == OutboxQueue.messageLimit)
    }

    @Test("Text beyond the bytes is refused")
    func byteLimit() throws {
        var queue = OutboxQueue(file: nil)
        let large = String(repeating: "x", count: OutboxQueue.byteLimit / 4)
        for number in 0..<4 { try queue.add(try message(number, text: large)) }
        let next = try message(5, text: "x")
        #expect(throws: OutboxRefusal.tooLarge(limit: OutboxQueue.byteLimit)) {
            try queue.add(next)
        }
    }

    @Test("The file is emptied when nothing waits, and never grows without bound")
    func compaction() throws {
        let temporary = TemporaryFolder()
        var queue = OutboxQueue(file: try folder(temporary).claim())
        try queue.add(try message(0))
        let large = String(repeating: "x", count: 1024 * 1024)
        for number in 1...24 {
            try queue.add(try message(number, text: large))
            try queue.settleFirst()
        }
        let size = try PosixFile(path: try path(temporary), appends: false).size()
        #expect(size <= OutboxFile.byteLimit)
        #expect(queue.waiting.map(\.key) == ["key-24"])
        try queue.settleFirst()
        #expect(try PosixFile(path: try path(temporary), appends: false).size() == 0)
    }

    @Test("A folder that cannot be written is an error with its path")
    func unwritable() throws {
        let folder = OutboxFolder(in: StateFolder(path: "/proc/burble"), for: .standard, as: nil)
        #expect(throws: FileError.self) { _ = try folder.claim() }
    }

    @Test("The state folder follows the environment, and no relative path")
    func stateFolder() {
        let xdg = StateFolder(environment: ["XDG_STATE_HOME": "/s", "HOME": "/h"])
        #expect(xdg?.path == "/s/burble")
        let home = StateFolder(environment: ["XDG_STATE_HOME": "s", "HOME": "/h"])
        #expect(home?.path == "/h/.local/state/burble")
        #expect(StateFolder(environment: [:]) == nil)
    }
}

extension OutboxQueue {
    /// Takes the oldest message out.
    fileprivate mutating func settleFirst() throws(FileError) {
        if let first = waiting.first { try settle(first.key) }
    }
}
