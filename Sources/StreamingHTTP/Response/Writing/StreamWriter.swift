public import HTTPTypes
public import NIOCore
import Synchronization

/// What a generator writes its stream with.
///
/// Every write is whole: heartbeats and other tasks' writes fall between two, never into one. May
/// be used by several tasks at once. A write suspends while too much waits for the reader, and
/// throws `CancellationError` once the stream has ended.
public struct StreamWriter: Sendable {
    let buffer: StreamBuffer
    let trailers: StreamTrailers

    /// Writes bytes.
    ///
    /// Suspends while half of what the reader is allowed waits (``StreamOptions/bufferBytes``).
    ///
    /// - Parameter bytes: any number.
    /// - Throws: `CancellationError` when the stream has ended.
    public func write(_ bytes: ByteBuffer) async throws {
        try await buffer.write { $0.writeImmutableBuffer(bytes) }
    }

    /// Writes text as UTF-8.
    ///
    /// Suspends while half of what the reader is allowed waits (``StreamOptions/bufferBytes``).
    ///
    /// - Parameter text: any.
    /// - Throws: `CancellationError` when the stream has ended.
    public func write(_ text: String) async throws {
        try await buffer.write { $0.writeString(text) }
    }

    /// Writes bytes unless others wait for the reader already: for what is soon out of date.
    ///
    /// Does not suspend.
    ///
    /// - Parameter bytes: any number, whole records.
    public func writeIfIdle(_ bytes: ByteBuffer) {
        buffer.writeIfIdle(bytes)
    }

    /// Sets a field that follows the body.
    ///
    /// Does not suspend. HTTP/1.1 sends it behind the last chunk, HTTP/2 as a last block of fields;
    /// a client that knows no trailers drops it.
    ///
    /// - Parameters:
    ///   - name: one that may follow a body: none that frames, routes or describes it.
    ///   - value: without a line break; a field whose value has one is dropped.
    /// - Returns: false if the name is none that may follow; the field is not sent then.
    @discardableResult
    public func setTrailer(_ name: HTTPField.Name, _ value: String) -> Bool {
        trailers.set(name, value)
    }
}

/// The fields that follow a body.
final class StreamTrailers: Sendable {
    /// Source: RFC 9110, section 6.5.1.
    private static let forbidden: Set<HTTPField.Name> = [
        .transferEncoding, .contentLength, .contentEncoding, .contentType, .contentRange,
        .contentLanguage, .contentDisposition, .trailer, .cacheControl, .age, .expires, .vary,
        .authorization, .wwwAuthenticate, .proxyAuthenticate, .setCookie, .location, .retryAfter,
        .connection, .te, .upgrade,
    ]

    private let fields = Mutex<HTTPFields>([:])

    /// Those that were set; `nil` if none was.
    var all: HTTPFields? {
        let set = fields.withLock { $0 }
        return set.isEmpty ? nil : set
    }

    func set(_ name: HTTPField.Name, _ value: String) -> Bool {
        guard !Self.forbidden.contains(name), HTTPField.isValidValue(value) else { return false }
        fields.withLock { $0[name] = value }
        return true
    }
}
