/// Reads events from a stream of server-sent events.
///
/// The type is the JSON object's own; `event:` is not looked at.
/// Source: WHATWG HTML, section 9.2.6.
package struct SSEDecoder: EventDecoding {
    /// The last `id:`, with which a reconnect resumes; empty when there was none.
    package private(set) var lastEventID = ""
    /// Milliseconds to wait before a reconnect, if the server said so.
    package private(set) var retry: Int?

    private let limit: Int
    private var splitter: LineSplitter
    private var held = HeldFailure()
    private var data: [UInt8] = []
    private var hasData = false
    private var isFirstLine = true
    private var pendingID = ""

    /// Makes a decoder.
    ///
    /// - Parameter limit: bytes of a line, and of an event's data.
    package init(limit: Int = Limits.lineBytes) {
        self.limit = limit
        splitter = LineSplitter(ending: .any, limit: limit)
    }

    /// Takes bytes, and gives the events they complete; as ``EventDecoding/decode(_:)``.
    ///
    /// - Parameter bytes: the next bytes, cut anywhere.
    /// - Throws: why the bytes are no stream of this format.
    package mutating func decode(
        _ bytes: some Collection<UInt8>
    ) throws(DecodingFailure) -> [Event] {
        var held = self.held
        defer { self.held = held }
        var events: [Event] = []
        try held.collect(into: &events) { events throws(DecodingFailure) in
            for line in try splitter.lines(in: bytes) { try take(line, into: &events) }
        }
        return events
    }

    /// Ends the input; a block without its blank line is no event.
    ///
    /// - Throws: the failure that was not given yet.
    package mutating func finish() throws(DecodingFailure) -> [Event] {
        var events: [Event] = []
        try held.collect(into: &events) { _ throws(DecodingFailure) in
            _ = try splitter.finish()
        }
        return events
    }

    private mutating func take(
        _ line: ArraySlice<UInt8>,
        into events: inout [Event]
    ) throws(DecodingFailure) {
        var line = line
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xef, 0xbb, 0xbf]) { line = line.dropFirst(3) }
        }
        guard !line.isEmpty else { return try dispatch(into: &events) }
        let name = line.prefix { $0 != UInt8(ascii: ":") }
        var value = line[name.endIndex...].dropFirst()
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        try set(name, to: value)
    }

    private mutating func set(
        _ name: ArraySlice<UInt8>,
        to value: ArraySlice<UInt8>
    ) throws(DecodingFailure) {
        if name.elementsEqual("data".utf8) {
            guard data.count + value.count < limit else { throw .lineTooLong(limit: limit) }
            if hasData { data.append(UInt8(ascii: "\n")) }
            data.append(contentsOf: value)
            hasData = true
        } else if name.elementsEqual("id".utf8) {
            if !value.contains(0) { pendingID = String(decoding: value, as: UTF8.self) }
        } else if name.elementsEqual("retry".utf8) {
            let number = WireNumber(String(decoding: value, as: UTF8.self))
            retry = number.map { Int($0.value) } ?? retry
        }
    }

    private mutating func dispatch(into events: inout [Event]) throws(DecodingFailure) {
        lastEventID = pendingID
        guard hasData else { return }
        defer {
            data.removeAll(keepingCapacity: data.count <= 64 * 1024)
            hasData = false
        }
        if let event = try Event(json: data[...]) { events.append(event) }
    }
}
