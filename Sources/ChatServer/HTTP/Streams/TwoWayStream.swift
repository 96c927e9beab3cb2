import ChatProtocol
import ChatStore
import Hummingbird
import NIOCore

/// The posting half of a two-way stream: each line of the request's body is posted as it arrives.
///
/// A line that cannot be posted is answered by an `error` event on the stream, and the stream goes
/// on when the client has room for that. Faster lines than the member or the address may post are
/// slowed down, not refused.
struct TwoWayStream: Sendable {
    /// Seconds after which a line that waits is tried again: its room may have become quick.
    private static let longestWait = 5

    let services: Services
    let room: RoomName
    /// Which room the stream began in.
    let mark: RoomMark
    let caller: Caller
    /// What the body is said to be.
    let type: BodyType
    /// Whether the stream ends after so many messages, its own ones too.
    let isLimited: Bool

    /// Posts lines until the body ends, and then ends the stream with `bye input_ended`.
    ///
    /// Suspends for as long. A body that is cut off posts nothing of its unfinished line, and the
    /// stream says so: a client may be there that sent what is no chunk.
    func post(linesOf body: RequestBody, answering handle: FollowedStream) async {
        var lines = BodyLines(byteLimit: services.limits.messageBytes)
        var last: Int64 = 0
        do {
            for try await buffer in body {
                var rest = buffer
                while let line = lines.next(in: &rest) {
                    last = await post(line, handle, after: last)
                }
            }
            if let line = lines.finish() { last = await post(line, handle, after: last) }
            handle.finish(reason: "input_ended", after: last)
        } catch {
            // Nobody hears it of a client that went, of which the channel has told the stream.
            let problem = Problem.brokenBody(error, "the unfinished line was not posted")
            await handle.write(.error(room: room, problem))
            handle.finish(reason: "input_ended", after: last)
        }
    }

    /// Posts one line; returns its position, that of the last one if it was not posted.
    ///
    /// Behind the `bye` nobody is told of a line: one that would come there is not posted.
    private func post(
        _ line: BodyLines.Line,
        _ handle: FollowedStream,
        after last: Int64
    ) async -> Int64 {
        guard await handle.goesOn(after: isLimited ? last : nil) else { return last }
        do {
            while true {
                // Asked anew behind each wait, in which the member may have been muted or put out.
                let writer = try await writer()
                // The address is charged for one that is none, too.
                let message = try message(of: line)
                try await waitForRate(of: writer)
                if let position = try await post(message, by: writer) { return position }
            }
        } catch let problem as Problem {
            await handle.write(.error(room: room, problem))
        } catch {
            // Only cancellation is left: the stream is over.
        }
        return last
    }

    /// Posts a message, or waits until the room's slow mode may let it through.
    ///
    /// - Returns: its position; `nil` if it was waited for.
    private func post(_ message: SaidMessage, by writer: Writer) async throws -> Int64? {
        try services.admit()
        let start = ContinuousClock.now
        do throws(Problem) {
            let appended = try await writer.post(writer.draft(message))
            services.sampler.tally.posted(in: start.duration(to: .now))
            return appended.event.cursor?.position ?? 0
        } catch {
            guard error.code == ProblemCode.slowMode.rawValue else { throw error }
            try await Task.sleep(for: .seconds(min(error.retryAfter ?? 1, Self.longestWait)))
            return nil
        }
    }

    private func message(of line: BodyLines.Line) throws(Problem) -> SaidMessage {
        switch line {
        case .text(let text):
            guard !type.disowns(text.utf8) else { throw .notUTF8 }
            let limit = services.limits.messageBytes
            return try SaidMessage(Message(text: text), byteLimit: limit)
        case .tooLong(let count):
            throw .messageTooLong(limit: services.limits.messageBytes, value: count)
        case .notUTF8: throw .notUTF8
        }
    }

    /// Waits until the address may write as well: a line that is refused is a line that is lost.
    private func writer() async throws -> Writer {
        while true {
            let refused: Problem
            do throws(Problem) {
                try services.gate.chargeAddress(caller.address)
                let writer = try await services.gate.writer(in: room, caller, .makes)
                guard writer.isIn(mark) else { throw .roomNotFound(room) }
                return writer
            } catch {
                refused = error
            }
            guard refused.code == ProblemCode.rateLimited.rawValue else { throw refused }
            try await Task.sleep(for: .seconds(refused.retryAfter ?? 1))
        }
    }

    private func waitForRate(of writer: Writer) async throws {
        while true {
            let wait = writer.rateWait()
            guard wait > .zero else { return }
            try await Task.sleep(for: wait)
        }
    }
}
