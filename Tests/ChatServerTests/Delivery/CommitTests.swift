import ChatProtocol
import ChatStore
import NIOCore
import TestConnections
import Testing

@testable import ChatServer

@Suite struct CommitTests {
    @Test("A stream of one room gets its whole share of a commit in one run")
    func oneRoom() throws {
        let commit = Fixture.commit([
            try Fixture.message("1", at: 1, in: "a"), try Fixture.message("2", at: 2, in: "b"),
            try Fixture.message("3", at: 3, in: "a"),
        ])
        let runs = CommitBatch.runs(of: try batches(commit, of: "a"), after: 0)
        #expect(runs.map(\.range) == [0..<2])
        #expect(runs.first?.batch.room == (try Fixture.room("a")))
    }

    @Test("A stream of several rooms gets their events in the log's order")
    func severalRooms() throws {
        let commit = Fixture.commit([
            try Fixture.message("1", at: 1, in: "a"), try Fixture.message("2", at: 2, in: "b"),
            try Fixture.message("3", at: 3, in: "b"), try Fixture.message("4", at: 4, in: "a"),
            try Fixture.message("5", at: 5, in: "c"),
        ])
        let runs = CommitBatch.runs(of: try batches(commit, of: "b", "a"), after: 0)
        let positions = runs.flatMap { run in run.range.map { run.batch.positions[$0] } }
        #expect(positions == [1, 2, 3, 4])
        #expect(runs.count == 3, "neighbours go together")
    }

    @Test("What a stream has seen already is left out, also in the middle of a commit")
    func partOfACommit() throws {
        let commit = Fixture.commit([
            try Fixture.message("1", at: 4), try Fixture.message("2", at: 5),
            try Fixture.message("3", at: 6),
        ])
        let batches = try batches(commit, of: "a")
        #expect(CommitBatch.runs(of: batches, after: 5).map(\.range) == [2..<3])
        #expect(CommitBatch.runs(of: batches, after: 6).isEmpty)
    }

    @Test("A commit of which nothing is left has no rooms, and leaves no hole")
    func nothingLeft() throws {
        let empty = CommitBatch(Commit(events: [], first: 2, last: 4))
        #expect(empty.rooms.isEmpty && empty.bytes == 0)
        var ring = CommitRing(byteLimit: .max, countLimit: 9)
        ring.append(Fixture.commit([try Fixture.message("1", at: 1)])) { _ in }
        ring.append(empty) { _ in }
        ring.append(Fixture.commit([try Fixture.message("5", at: 5)])) { _ in }
        #expect(ring.start == 0)
        #expect(ring.commits(after: 3).map(\.last) == [4, 5])
        #expect(ring.commits(after: 4).map(\.last) == [5])
        let test = try TestShard(head: 1)
        test.shard.publish(empty)
        #expect(test.shard.head == 4)
    }

    @Test("The ring forgets its oldest commits beyond either bound, and finds the place after any")
    func ring() throws {
        var byCount = CommitRing(byteLimit: .max, countLimit: 3)
        #expect(byCount.start == nil)
        var forgotten: [Int64] = []
        for position in 1...5 {
            let commit = Fixture.commit([try Fixture.message("x", at: Int64(position))])
            byCount.append(commit) { forgotten.append($0.first) }
        }
        #expect(byCount.start == 2)
        #expect(forgotten == [1, 2], "each is told of once, the oldest first")
        #expect(byCount.commits(after: 2).map(\.first) == [3, 4, 5])
        #expect(byCount.commits(after: 4).map(\.first) == [5])
        #expect(byCount.commits(after: 5).isEmpty)

        var byBytes = CommitRing(byteLimit: 500, countLimit: .max)
        let long = String(repeating: "x", count: 300)
        for position in 1...4 {
            byBytes.append(Fixture.commit([try Fixture.message(long, at: Int64(position))])) { _ in
            }
        }
        #expect(byBytes.start == 3, "the newest is kept whatever its size")
    }

    @Test("Each form is encoded once and any event of it can be cut out")
    func encodedOnce() throws {
        let batch = RoomBatch(
            room: try Fixture.room("a"),
            events: [try Fixture.message("one", at: 1), try Fixture.message("two", at: 2)],
            commitLast: 2
        )
        let text = Encoding(format: .text, namesRooms: false)
        let encoded = batch.encoded(as: text)
        #expect(String(buffer: encoded.buffer) == "00:00:00 ann: one\n00:00:00 ann: two\n")
        #expect(String(buffer: encoded.slice(1..<2)) == "00:00:00 ann: two\n")
        #expect(encoded.slice(1..<1).readableBytes == 0)
        let again = batch.encoded(as: text)
        #expect(encoded.buffer.address == again.buffer.address)
    }

    private func batches(_ commit: CommitBatch, of rooms: String...) throws -> [RoomBatch] {
        try rooms.map { try #require(commit.rooms[try Fixture.room($0)]) }
    }
}
