import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import NIOCore
import StreamingHTTP

/// An answer of rows that are there already: read from the store page by page as the client takes
/// them, in any format, and of any length in the memory of a page.
///
/// The next page is read while the end of the last one is sent, by the same task: when the client
/// goes, both end.
struct RowAnswer<Place: Sendable>: Sendable {
    /// Bytes that are handed to the connection at once; the next page is read with the last ones.
    private let sliceBytes = 32 * 1024

    let encoding: Encoding
    /// Rows after which it ends; `nil` is no limit.
    var limit: Int?
    /// After which no further page is read, and it is cut off; `nil` is never.
    var timeout: TimeSpan?
    let limits: ServerLimits
    /// Where the first page begins; `nil` for an answer without rows.
    let start: Place?
    /// Reads a page; suspends for the store.
    let read: @Sendable (Place) async throws(StoreError) -> RowPage<Place>

    /// Makes the response.
    ///
    /// Suspends to read the first page: a store that cannot answer is told of in place of rows.
    ///
    /// - Parameter context: of its connection, which goes on to the next request afterwards.
    /// - Returns: the response; a later read that fails, and the timeout, cut its body off.
    func response(
        to request: Request,
        _ context: ChatContext,
        headers: HTTPFields = [:]
    ) async throws(Problem) -> Response {
        let deadline = timeout.map { ContinuousClock.now + .milliseconds($0.milliseconds) }
        let first = try await attempt { () async throws(StoreError) -> RowPage<Place>? in
            guard let start else { return nil }
            return try await read(start)
        }
        var fields = HTTPFields.stream(contentType: encoding.format.mediaType)
        fields.append(contentsOf: headers)
        return StreamingResponse(
            contentType: encoding.format.mediaType,
            headers: fields,
            options: StreamOptions(
                bufferBytes: limits.rowQueueBytes,
                heartbeat: nil,
                deadline: .seconds(limits.stalledSeconds),
                shutdown: .seconds(limits.drainSeconds),
                endsWithInput: false
            )
        ) { out in try await write(first, to: out, until: deadline) }.response(
            from: request,
            context: context
        )
    }

    private func write(
        _ first: RowPage<Place>?,
        to out: StreamWriter,
        until deadline: ContinuousClock.Instant?
    ) async throws {
        let preamble = encoding.encoder.preamble
        if !preamble.isEmpty { try await out.write(ByteBuffer(bytes: preamble)) }
        let later = LaterPages(read: read, deadline: deadline)
        var remaining = limit ?? .max
        var page = first
        var place = page?.next
        while let events = page?.events {
            let wanted = events.prefix(remaining)
            remaining -= wanted.count
            if remaining == 0 { place = nil }
            let bytes = encoding.encode(wanted.lazy.map(Event.durable)).buffer
            page = try await send(bytes, to: out, thenRead: &place, of: later)
        }
    }

    /// Sends a page, and reads the next one with its last slice under way.
    private func send(
        _ bytes: ByteBuffer,
        to out: StreamWriter,
        thenRead place: inout Place?,
        of later: LaterPages<Place>
    ) async throws -> RowPage<Place>? {
        var bytes = bytes
        while bytes.readableBytes > sliceBytes, let slice = bytes.readSlice(length: sliceBytes) {
            try await out.write(slice)
        }
        let following = place
        async let next = page(at: following, of: later)
        if bytes.readableBytes > 0 { try await out.write(bytes) }
        let read = try await next
        place = read?.next
        return read
    }

    private func page(
        at place: Place?,
        of later: LaterPages<Place>
    ) async throws -> RowPage<Place>? {
        guard let place else { return nil }
        return try await later.page(at: place)
    }
}
