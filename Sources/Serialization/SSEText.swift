/// Records of server-sent events.
///
/// A record is its fields, one after the other, and then ``end(_:)``. No value can end its field: a
/// line break in the data begins another line of data, which the reader joins again, and one in a
/// name or an id becomes a space.
/// Source: WHATWG HTML, "Server-sent events", sections 9.2.5 and 9.2.6.
@usableFromInline
package enum SSEText {
    /// A field of a record.
    @usableFromInline
    package enum Field: Sendable {
        case event, id, data

        @usableFromInline var prefix: StaticString {
            @inlinable get {
                switch self {
                case .event: "event: "
                case .id: "id: "
                case .data: "data: "
                }
            }
        }
    }

    /// Appends a field whose value is written in its place.
    ///
    /// - Parameter write: appends the value, without a line break.
    @inlinable
    package static func append<Sink: ByteSink>(
        _ field: Field,
        to sink: inout Sink,
        _ write: (inout Sink) -> Void
    ) {
        sink.append(literal: field.prefix)
        write(&sink)
        sink.append(UInt8(ascii: "\n"))
    }

    /// Appends the event's name or its id.
    ///
    /// - Parameter text: any text; a line break becomes a space, and a NUL is left out.
    @inlinable
    package static func append(_ field: Field, _ text: String, to sink: inout some ByteSink) {
        append(field, to: &sink) { $0.append(text: OneLine.of(text)) }
    }

    /// Appends data.
    ///
    /// - Parameter text: any number of lines; each of CR LF, LF and CR ends one.
    @inlinable
    package static func append(data text: String, to sink: inout some ByteSink) {
        append(linesOf: text, after: Field.data.prefix, to: &sink)
    }

    /// What a reader is told to wait that is not to come back, in milliseconds: a browser does so
    /// whatever it was sent, and knows no larger number everywhere.
    package static let never = Int64(Int32.max)

    /// Appends how long the reader is to wait before it connects again.
    ///
    /// - Parameter milliseconds: 0 or more.
    @inlinable
    package static func append(retry milliseconds: Int64, to sink: inout some ByteSink) {
        sink.append(literal: "retry: ")
        sink.append(decimal: milliseconds)
        sink.append(UInt8(ascii: "\n"))
    }

    /// Appends a comment, which readers drop.
    @inlinable
    package static func append(comment text: String, to sink: inout some ByteSink) {
        append(linesOf: text, after: ": ", to: &sink)
    }

    /// Ends a record.
    ///
    /// - Parameter sink: what it is appended to.
    @inlinable
    package static func end(_ sink: inout some ByteSink) {
        sink.append(UInt8(ascii: "\n"))
    }

    @usableFromInline
    static func append(
        linesOf text: String,
        after prefix: StaticString,
        to sink: inout some ByteSink
    ) {
        text.withBytes { utf8 in
            var start = 0
            while true {
                let end = utf8.firstIndex(from: start) { $0.marks(of: 10) | $0.marks(of: 13) }
                sink.append(literal: prefix)
                sink.append(copyOf: utf8.extracting(start..<end))
                sink.append(UInt8(ascii: "\n"))
                guard end < utf8.count else { return }
                let isPair = utf8[end] == 13 && end + 1 < utf8.count && utf8[end + 1] == 10
                start = end + (isPair ? 2 : 1)
            }
        }
    }
}
