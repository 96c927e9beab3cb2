import ChatProtocol
import ChatStore
import NIOCore
import NIOEmbedded
import StreamingHTTP
import Testing

@testable import ChatServer

/// The worst that a stranger can ask for, counted in writes and bytes.
///
/// It grows with what was sent, and with nothing else. What reads count is in `ValueTests` and
/// `OwnedReadTests`; as times all of it is measured by `make bench-worst`.
@Suite struct WorstCaseTests {
    // Seen as S11: each one who typed was told to each stream at once, for most of a minute.
    @Test("Who types in a crowd makes writes by the streams, whatever the number who type")
    func typing() throws {
        for typists in [10, 100, 1000] {
            let shard = try TestShard()
            let bodies = (1...200).map { _ in TestBody() }
            for (number, body) in bodies.enumerated() {
                shard.open(number, try Fixture.request(), in: body)
            }
            shard.loop.run()
            for body in bodies { _ = try body.take() }
            for number in 1...typists {
                let user = try MemberName("m\(number)")
                shard.shard.publish(.typing(room: try RoomName("a"), user: user), to: nil)
            }
            shard.loop.run()
            #expect(bodies.reduce(0) { $0 + $1.parts.count } == 200, "\(typists)")
        }
    }

    @Test("A slice of the moment serves a few streams, and the rest have their turn later")
    func slice() throws {
        let limits = ServerLimits()
        let shard = try TestShard(limits)
        let bodies = (1...100).map { _ in TestBody() }
        for (number, body) in bodies.enumerated() {
            shard.open(number, try Fixture.request(), in: body)
        }
        shard.loop.run()
        for body in bodies { _ = try body.take() }
        let user = try MemberName("m")
        shard.shard.publish(.typing(room: try RoomName("a"), user: user), to: nil)
        for round in 1...3 {
            var budget = limits.sliceRoomStreams
            shard.shard.serveMoments(&budget)
            let written = bodies.reduce(0) { $0 + $1.parts.count }
            #expect(written == round * limits.sliceRoomStreams)
        }
        shard.loop.run()
        #expect(bodies.allSatisfy { $0.parts.count == 1 })
    }

    // Each row of an import read all events of its moment, and a part of the file was one
    // transaction: nobody's post came through for minutes.
    @Test("An import of one moment is cut into transactions, whatever the room has of it")
    func importedMoment() async throws {
        try await AccessWorld.run("accounts") { world in
            let gate = world.server.services.gate
            let room = try RoomName("moment")
            let ann = try MemberName("ann")
            let rows = (0..<3000).map { number in
                ImportRow(
                    at: Timestamp(milliseconds: 1),
                    user: ann,
                    content: .message(Message(text: "\(number)"))
                )
            }
            for fate in [ImportFate.imported, .skipped] {
                let importer = try await gate.importer(into: room, world.caller(.tokenOperator))
                let memory = ImportMemory()
                var batch = ImportBatch(room: room, rows: rows, memory: memory)
                var turns = 0
                while !batch.rows.isEmpty {
                    let fates = try await importer.take(batch)
                    #expect(fates.count <= 1000 && fates.allSatisfy { $0 == fate })
                    batch.rows.removeFirst(fates.count)
                    turns += 1
                }
                // A row is a step, and so is an event that it is looked for among.
                #expect(3...8 ~= turns, "\(turns)")
            }
        }
    }

    @Test("A text is no longer safe than four times what was sent")
    func safeText() {
        for piece in ["a\u{300}", "\u{202e}", "👩‍👩‍👧", "\r\n", "\u{1b}", "🏴\u{e0067}", "ﷺ", "\t"] {
            let short = String(repeating: piece, count: 2_000)
            let safe = SafeText(short).description
            #expect(safe.utf8.count <= 4 * short.utf8.count + 16, "\(Array(piece.unicodeScalars))")
        }
    }
}
