import ChatProtocol
import HTTPTypes
import Hummingbird
import Synchronization

/// The whole answers that wait for their clients: their bytes are bounded, in all and of one
/// address, since who takes nothing of a large answer still has it made.
///
/// Rows, streams and files hold a part at a time, and are not counted here.
final class HeldAnswers: Sendable {
    /// Bytes up to which an answer is not counted: what a connection may hold anyway.
    static let freeBytes = 64 * 1024

    /// Some bytes that are counted for as long as this is held.
    private final class Claim: Sendable {
        let answers: HeldAnswers
        let bytes: Int
        let client: String?

        init(_ answers: HeldAnswers, _ bytes: Int, _ client: String?) {
            self.answers = answers
            self.bytes = bytes
            self.client = client
        }

        deinit { answers.counts.withLock { $0.give(bytes, of: client) } }
    }

    private let limit: Int
    private let counts = Mutex(ClientCounts<String>())

    /// Begins with none.
    ///
    /// - Parameter limit: the most bytes in all, of which one address may have a quarter; this
    ///   machine itself may have all. A single answer is made however large it is.
    init(limit: Int) {
        self.limit = limit
    }

    /// The bytes that are held; does not suspend.
    var bytes: Int { counts.withLock { $0.all } }

    /// Counts an answer until its client has taken it, or has gone.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - client: where it goes, as ``ClientNetwork`` tells; not asked for small ones.
    ///   - mayRefuse: whether it may be refused: what tells of something that was done may not,
    ///     since whoever was told to ask again would do it twice.
    /// - Returns: the same; without room for it `503 overloaded`.
    func keep(
        _ response: Response,
        for client: @autoclosure () -> String,
        mayRefuse: Bool
    ) -> Response {
        // What has ranges is read from a file as its client takes it.
        guard let count = response.body.contentLength, count > Self.freeBytes,
            response.headers[.acceptRanges] == nil
        else { return response }
        guard let claim = claim(count, of: client(), mayRefuse: mayRefuse) else {
            return Response(Problem.answersHeld(limit))
        }
        var kept = response
        kept.body = ResponseBody(contentLength: count) { writer in
            // A large body is given to its connection by parts: the last one when most has left.
            defer { withExtendedLifetime(claim) {} }
            try await response.body.write(writer)
        }
        return kept
    }

    private func claim(_ bytes: Int, of client: String, mayRefuse: Bool) -> Claim? {
        let client = ClientNetwork.isLocal(key: client) ? nil : client
        let isTaken = counts.withLock { counts in
            let own = counts.count(of: client)
            let hasRoom =
                (counts.all == 0 || counts.all + bytes <= limit)
                && (own == 0 || own + bytes <= limit / 4)
            guard hasRoom || !mayRefuse else { return false }
            counts.take(bytes, for: client)
            return true
        }
        return isTaken ? Claim(self, bytes, client) : nil
    }
}
