import ChatProtocol
import Hummingbird
import Logging
import NIOCore
import Serialization
import StreamingHTTP
import Tracing

/// What a request's handler knows of its connection.
struct ChatContext: StreamingRequestContext {
    var coreContext: CoreRequestContextStorage
    /// The connection, for responses that become streams.
    let channel: any Channel
    /// The request's place in a trace, which ends with the answer; `nil` where there are none.
    var span: (any Tracing.Span)?

    /// Whether the channel is a part of a connection, as with HTTP/2.
    var isMultiplexed: Bool { channel.parent?.parent != nil }

    init(source: Source) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Reads the room in the path.
    ///
    /// - Throws: `400 bad_name`.
    func room() throws(Problem) -> RoomName {
        try Self.name(ofRoom: parameter("room"))
    }

    /// Reads a room's name from a request.
    ///
    /// - Parameter text: from a path or a parameter, decoded.
    /// - Throws: `400 bad_name`.
    static func name(ofRoom text: some StringProtocol) throws(Problem) -> RoomName {
        do {
            return try RoomName(text)
        } catch {
            throw .badName(error, of: "room")
        }
    }

    /// Reads the member in the path.
    ///
    /// - Throws: `400 bad_name`.
    func member() throws(Problem) -> MemberName {
        do {
            return try MemberName(parameter("name"))
        } catch {
            throw .badName(error, of: "member")
        }
    }

    /// Reads the file's name in the path, decoded once.
    ///
    /// - Throws: `400 bad_name`.
    func fileName() throws(Problem) -> FileName {
        let raw = parameters.get("file") ?? ""
        guard let text = PercentText.decoded(raw) else {
            throw .badParameter("the file's name", "percent-encoded UTF-8")
        }
        do {
            return try FileName(text)
        } catch {
            throw .badName(error, of: "file")
        }
    }

    /// Reads a `seq` in the path.
    ///
    /// - Returns: 1 or more.
    /// - Throws: `400 bad_parameter`, and `404 message_not_found` for 0, which no event has.
    func seq() throws(Problem) -> Int64 {
        guard let seq = WireNumber(parameter("seq"))?.value else {
            throw .badParameter("seq", "a whole number, 1 to \(WireNumber.maximum)")
        }
        guard seq > 0 else { throw .noSuchMessage(seq) }
        return seq
    }

    /// Reads the emoji in the path, decoded once.
    ///
    /// - Parameter isNew: whether it is to be put on a message, and not taken off.
    /// - Throws: `400 bad_name`.
    func emoji(isNew: Bool) throws(Problem) -> Emoji {
        let raw = parameters.get("emoji") ?? ""
        guard let text = PercentText.decoded(raw) else {
            throw .badParameter("emoji", "percent-encoded UTF-8")
        }
        do {
            if isNew { try PathPart.check(text) }
            return try Emoji(text)
        } catch {
            throw .badName(error, of: "emoji")
        }
    }

    /// Reads a part of the path, decoded once.
    ///
    /// - Returns: the text, maybe empty.
    func decoded(_ name: String) -> String { parameter(name) }

    private func parameter(_ name: String) -> String {
        let raw = parameters.get(name) ?? ""
        return PercentText.decoded(raw) ?? raw
    }
}
