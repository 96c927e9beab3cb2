import ChatProtocol
import ChatServer
import NIOHTTP1

/// Someone who posts, changes what was posted, and marks rooms as read: each with a key, again and
/// again until it is acknowledged.
struct TrialPublisher: Sendable {
    private static let pause = Duration.milliseconds(20)

    /// What is asked of the server.
    private struct Request {
        let method: HTTPMethod
        let path: String
        var key: String?
        var body: String?
        var type = "text/plain; charset=utf-8"

        /// Asks for an act.
        init(_ act: TestHistory.Act, in room: String, key: String) {
            let messages = "/rooms/\(room)/messages"
            self.key = key
            switch act {
            case .say(let text):
                method = .POST
                path = messages
                body = text
            case .edit(let target, let text):
                method = .PATCH
                path = "\(messages)/\(target)"
                body = text
            case .delete(let target):
                method = .DELETE
                path = "\(messages)/\(target)"
            case .react(let target, let emoji, let isOn):
                method = isOn ? .PUT : .DELETE
                path = "\(messages)/\(target)/reactions/\(emoji.percentEncoded)"
            }
        }

        /// Asks for a read mark.
        init(read seq: Int64, in room: String) {
            method = .PUT
            path = "/rooms/\(room)/read"
            body = #"{"seq":\#(seq)}"#
            type = "application/json"
        }
    }

    let number: Int
    /// What no other run has.
    let runMark: String
    let link: TrialLink
    let rooms: [String]
    let record: TrialRecord
    /// When nothing further is begun.
    let end: ContinuousClock.Instant
    /// How long after that it asks again.
    let patience: Duration

    /// Under which name it speaks.
    var user: String { Self.user(number) }

    /// Under which name a publisher speaks.
    static func user(_ number: Int) -> String { "publisher\(number)" }

    /// Posts until the end, and then until its last act is acknowledged.
    ///
    /// Suspends for as long.
    ///
    /// - Throws: ``CommandFailure`` when the server does not take something, for good or for longer
    ///   than patience lasts.
    func run(seed: UInt64) async throws {
        var plan = TrialPlan(of: number, in: rooms, seed: seed)
        while plan.isOpening || ContinuousClock.now < end, !Task.isCancelled {
            switch plan.next() {
            case .mark(let seq, let room):
                _ = try await insist(Request(read: seq, in: room))
                record.mark(seq, by: user, in: room)
            case .act(let act, let room):
                let key = "\(runMark)-\(number)-\(plan.steps)"
                let seq = try await insist(act, in: room, key: key)
                if plan.isRepeated {
                    // It is there by then, and the key alone makes it one.
                    _ = try await insist(act, in: room, key: key)
                    record.write { $0.repeated += 1 }
                }
                if let seq { plan.take(seq, in: room) }
            }
        }
    }

    // MARK: - Until it is acknowledged

    /// Does something; tells its number if it is a message.
    private func insist(
        _ act: TestHistory.Act,
        in room: String,
        key: String
    ) async throws -> Int64? {
        let deed = TestHistory.Deed(room: room, user: user, act: act.shortened)
        record.write { $0.asked.insert(deed) }
        let answer = try await insist(Request(act, in: room, key: key))
        guard act.kind == .say else {
            record.take { $0.changed.append(deed) }
            return nil
        }
        var decoder = EventDecoder(format: .ndjson)
        guard let event = try decoder?.decode(answer + [0x0a]).first,
            let entry = TestHistory.Entry(event)
        else {
            throw CommandFailure(.protocolFault, "a post is answered by something else")
        }
        guard entry.deed == deed else {
            let words = "a post in \(room) is acknowledged as another one, of \(entry.room)"
            throw CommandFailure(.failure, "\(user): \(words)")
        }
        record.take { $0.acknowledged.append(entry) }
        return entry.seq
    }

    private func insist(_ request: Request) async throws -> [UInt8] {
        let (method, path) = (request.method, request.path)
        var fields = [TrialLink.credentials(of: user)]
        if let key = request.key { fields.append(("Idempotency-Key", key)) }
        if request.body != nil { fields.append(("Content-Type", request.type)) }
        while true {
            do {
                return try await link.ask(method, path, fields, body: request.body)
            } catch let failure as CommandFailure
                where [.data, .noInput, .noPermission].contains(failure.exit)
            {
                // Refused for good: what is asked for is there, so one of both is wrong.
                throw CommandFailure(.failure, "\(user): \(method) \(path): \(failure)")
            } catch {
                guard ContinuousClock.now < end + patience else {
                    let exit = (error as? CommandFailure)?.exit ?? .failure
                    let words = "nothing is taken any more: \(user): \(method) \(path): \(error)"
                    throw CommandFailure(exit, words)
                }
                // Whether it was taken is not known: the key makes it one all the same.
                record.refuse("\(error)")
                try await Task.sleep(for: Self.pause)
            }
        }
    }
}
