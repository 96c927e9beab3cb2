import ChatProtocol
import NIOCore
import StreamingHTTP
import TestConnections

/// A stream's body that keeps what it was given, and is writable at will.
final class TestBody: StreamBody {
    let framing: Framing
    var isWritable = true
    let waitingBytes = 0
    let unsentBytes = 0
    let closed: EventLoopFuture<Void>? = nil
    /// Every part since the last ``take()``, in order.
    private(set) var parts: [ByteBuffer] = []
    private(set) var isFinished = false
    private(set) var isAborted = false
    /// Told of each part.
    var whenWritten: () -> Void = {}
    private var observer: (any StreamObserver)?

    init(framing: Framing = .codec) {
        self.framing = framing
    }

    func start(observer: any StreamObserver) -> Bool {
        self.observer = observer
        return true
    }

    func write(framed: ByteBuffer) {
        parts.append(framed)
        whenWritten()
    }

    func flush() {}

    func finish() {
        isFinished = true
        observer = nil
    }

    func abort() {
        isAborted = true
        observer = nil
    }

    /// Takes more from now on, and says so.
    func drain() {
        isWritable = true
        observer?.streamBecameWritable()
    }

    /// Tells that the client has gone.
    func leave() {
        let gone = observer
        observer = nil
        gone?.streamClosed()
    }

    /// What was written, without what was put around it, since the last time.
    func take() throws -> [UInt8] {
        let bytes = parts.flatMap { Array($0.readableBytesView) }
        parts = []
        return framing == .chunked ? try Chunks.content(of: bytes) : bytes
    }
}
