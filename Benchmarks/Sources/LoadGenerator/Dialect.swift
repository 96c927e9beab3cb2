import FoundationEssentials

/// How one target is spoken to: the bytes that open a stream, and those that post.
///
/// A room is five digits everywhere, and a message is of one size, so each request of a publisher
/// has the same length and is a template in which only digits change.
struct Dialect: Sendable {
    let target: Target
    let format: StreamFormat
    var address: Address
    /// What the names of Burble's rooms begin with.
    var prefix = "bench"

    /// How many digits name a room.
    static let roomDigits = 5

    /// The request that opens a stream of a room.
    ///
    /// - Parameters:
    ///   - room: from 0.
    ///   - since: a cursor of Burble's to begin behind; `nil` begins now.
    ///   - reader: the number of the guest of Burble's who reads; `nil` for nobody.
    /// - Returns: the bytes to send.
    func streamRequest(room: Int, since: String? = nil, reader: Int? = nil) -> [UInt8] {
        let digits = Self.digits(room)
        switch target {
        case .burble:
            let start = since.map { "since=\($0)" } ?? "tail=0"
            return get(
                "/rooms/\(prefix)-\(digits)/stream?format=\(format.rawValue)&\(start)",
                reader.map { Self.authorization("r" + Self.digits($0)) } ?? ""
            )
        case .redis: return Array("*2\r\n$9\r\nSUBSCRIBE\r\n$11\r\nbench-\(digits)\r\n".utf8)
        case .nchan: return get("/chunk/\(digits)", "TE: chunked\r\n")
        case .nchanEventSource:
            return get("/es/\(digits)", "Accept: text/event-stream\r\n")
        case .fastapi, .limit: return get("/sub/\(digits)")
        }
    }

    /// What a stream says first of all when it was not refused.
    var greeting: [UInt8] { Array((target == .redis ? "*3\r\n" : "HTTP/1.1 200 ").utf8) }

    /// What ends the opening: from the next byte on, each message comes.
    ///
    /// Source: docs/API.md, `live` ends the replay; for the others, the subscription's answer.
    var readyMark: [UInt8] {
        switch (target, format) {
        case (.burble, .ndjson), (.burble, .sse): Array("\"live\"}".utf8)
        case (.burble, .text): Array("# live\n".utf8)
        case (.burble, .csv): Array(",live,".utf8)
        case (.redis, _): Array(":1\r\n".utf8)
        default: Array("\r\n\r\n".utf8)
        }
    }

    /// Whether an answer to a post is one line that begins with a colon, and not HTTP.
    var answersInOneLine: Bool { target == .redis }

    /// Whether a stream's body comes in chunks; nchan sends an event source's bare.
    var isChunked: Bool { target != .redis && target != .nchanEventSource }

    /// The post of one publisher, with zeros where room and stamp go.
    ///
    /// - Parameters:
    ///   - publisher: from 0.
    ///   - messageBytes: at least `Stamp.smallestMessage`.
    /// - Returns: the bytes, and where the digits go.
    func postTemplate(publisher: Int, messageBytes: Int) -> PostTemplate {
        let room = Self.digits(0)
        switch target {
        case .burble:
            return post(
                "/rooms/\(prefix)-",
                "/messages",
                Self.authorization("p" + Self.digits(publisher)),
                messageBytes
            )
        case .redis:
            let head = "*3\r\n$7\r\nPUBLISH\r\n$11\r\nbench-"
            return PostTemplate(
                beforeRoom: head,
                room: room,
                beforeMessage: "\r\n$\(messageBytes)\r\n",
                messageBytes: messageBytes,
                end: "\r\n"
            )
        case .nchan, .nchanEventSource, .fastapi, .limit: return post("/pub/", "", "", messageBytes)
        }
    }

    private static func authorization(_ name: String) -> String {
        "Authorization: Basic \(Data("\(name):".utf8).base64EncodedString())\r\n"
    }

    private func get(_ path: String, _ fields: String = "") -> [UInt8] {
        Array("GET \(path) HTTP/1.1\r\nHost: \(address.host)\r\n\(fields)\r\n".utf8)
    }

    private func post(
        _ path: String,
        _ rest: String,
        _ fields: String,
        _ messageBytes: Int
    ) -> PostTemplate {
        PostTemplate(
            beforeRoom: "POST \(path)",
            room: Self.digits(0),
            beforeMessage: "\(rest) HTTP/1.1\r\nHost: \(address.host)\r\n\(fields)"
                + "Content-Type: text/plain\r\nContent-Length: \(messageBytes)\r\n\r\n",
            messageBytes: messageBytes,
            end: ""
        )
    }

    private static func digits(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, roomDigits - text.count)) + text
    }
}
