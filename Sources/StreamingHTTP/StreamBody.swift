public import NIOCore

/// The body of a response that is a stream, as whoever fills it sees it.
///
/// Confined to its channel's event loop.
public protocol StreamBody: AnyObject {
    /// How bytes become a part of the body; what was framed once can be written to every body that
    /// frames the same way.
    var framing: Framing { get }

    /// True while the channel takes more: less than its high-water mark waits in it.
    var isWritable: Bool { get }

    /// The bytes that wait in the channel, before the kernel.
    var waitingBytes: Int { get }

    /// The bytes that the client's kernel has not yet taken.
    ///
    /// They wait in the channel or in the kernel; for telling a slow client from a stopped one.
    var unsentBytes: Int { get }

    /// Where the client is, as its own connection tells; `nil` where it does not.
    var clientAddress: String? { get }

    /// Succeeds when the connection has closed.
    ///
    /// `nil` outside a pipeline, where it has.
    var closed: EventLoopFuture<Void>? { get }

    /// Makes the response in progress a stream, whose head has been written.
    ///
    /// - Parameter observer: told when there is room to write and when the client goes; held until
    ///   then.
    /// - Returns: false if the client has gone already; the observer is then not kept.
    func start(observer: any StreamObserver) -> Bool

    /// Writes a part of the body; it leaves with the next ``flush()``.
    ///
    /// - Parameter framed: bytes that ``framing`` has framed; shared, not copied.
    func write(framed: ByteBuffer)

    /// Sends what was written.
    func flush()

    /// Ends the body properly and closes the connection when all of it has been sent.
    func finish()

    /// Cuts the body off, so that the client sees a failure and not a short answer.
    func abort()
}

extension StreamBody {
    /// Not known.
    public var clientAddress: String? { nil }

    /// Writes a part of the body that nobody else writes; it leaves with the next ``flush()``.
    ///
    /// - Parameter content: any bytes.
    public func write(_ content: ByteBuffer) {
        write(framed: framing.frame([content]))
    }
}
