import ChatProtocol
import ChatServer
import Foundation
import NIOCore
import NIOHTTP1

/// Someone who posts: each message with a key of its own, again and again until it is acknowledged.
struct TrialPublisher: Sendable {
    private static let pause = Duration.milliseconds(20)
    private static let padding = 0...300

    let number: Int
    let link: ServerLink
    let rooms: [String]
    let record: TrialRecord

    /// Posts until it is told to stop, and then until its last message is acknowledged.
    ///
    /// Suspends for as long.
    ///
    /// - Parameters:
    ///   - seed: of the trial.
    ///   - isOver: tells when no further message is begun.
    /// - Throws: when the server does not take a message for good.
    func run(seed: UInt64, until isOver: @Sendable () -> Bool) async throws {
        var generator = SeededGenerator(seed: seed, stream: UInt64(number))
        var count = 0
        while !isOver() {
            count += 1
            let room = rooms[Int.random(in: rooms.indices, using: &generator)]
            let padding = Int.random(in: Self.padding, using: &generator)
            let text =
                "publisher \(number) message \(count) "
                + String(repeating: "·", count: padding) + "end"
            record.write { $0.posted.insert(text) }
            try await post(text, to: room, key: "\(number)-\(count)")
        }
    }

    private func post(_ text: String, to room: String, key: String) async throws {
        while !Task.isCancelled {
            do {
                let seq = try await seq(of: text, in: room, key: key)
                let said = TestHistory.Said(room: room, seq: seq, text: text)
                return record.write { $0.acknowledged.append(said) }
            } catch let failure as TransferFailure where failure.exit == .data {
                // Refused for good: it is the trial that is wrong.
                throw failure
            } catch {
                // Whether it was taken is not known: the key makes it one message all the same.
                record.count { $0.repeats += 1 }
                try await Task.sleep(for: Self.pause)
            }
        }
    }

    private func seq(of text: String, in room: String, key: String) async throws -> Int64 {
        var answer: [UInt8] = []
        let fields = [
            ("Authorization", "Basic " + Self.base64("publisher\(number):")),
            ("Idempotency-Key", key), ("Content-Type", "text/plain; charset=utf-8"),
        ]
        let path = "/rooms/\(room)/messages"
        let body = ByteBuffer(string: text)
        try await link.ask(.POST, path, headers: fields, body: body) {
            answer += $0.readableBytesView
        }
        var decoder = EventDecoder(format: .ndjson)
        let events = try decoder?.decode(answer + [0x0a])
        guard case .durable(let event)? = events?.first else {
            throw TransferFailure(.protocolFault, "a post is answered by something else")
        }
        return event.seq
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
