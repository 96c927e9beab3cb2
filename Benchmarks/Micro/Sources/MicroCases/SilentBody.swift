import NIOCore
import StreamingHTTP

/// A stream's body that counts what it is given, and always takes more.
final class SilentBody: StreamBody {
    let framing = Framing.chunked
    let isWritable = true
    let waitingBytes = 0
    let unsentBytes = 0
    let closed: EventLoopFuture<Void>? = nil
    /// Bytes of all parts.
    private(set) var byteCount = 0
    private var observer: (any StreamObserver)?

    func start(observer: any StreamObserver) -> Bool {
        self.observer = observer
        return true
    }

    func write(framed: ByteBuffer) { byteCount += framed.readableBytes }

    func flush() {}

    func finish() { observer = nil }

    func abort() { observer = nil }
}
