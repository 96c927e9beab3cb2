import Glibc
public import NIOCore
import NIOPosix

/// Lets work on an event loop go on behind the loop's next look at its sockets.
///
/// A loop runs every task that is due before it looks again, and so also the task that a task has
/// just put in line: work cut into such slices is not cut at all for who waits at a socket. Here
/// the next slice comes in by a pipe, among the other sockets, which is closed with it. Confined to
/// its event loop.
public final class LoopYield {
    /// Reads a byte for each slice.
    ///
    /// The loop keeps it, and it does not keep the yield: that would live as long as the loop.
    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private weak var yield: LoopYield?

        init(for yield: LoopYield) {
            self.yield = yield
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            yield?.work.take()?()
        }
    }

    private static let mark = ByteBuffer(bytes: [0])

    private let eventLoop: any EventLoop
    private var channel: (any Channel)?
    private var work: (() -> Void)?

    /// Makes one that has no pipe, for a loop that has no sockets.
    ///
    /// - Parameter eventLoop: the loop it is confined to.
    public init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    deinit {
        channel?.close(promise: nil)
    }

    /// Makes the pipe.
    ///
    /// Does not suspend; on the event loop.
    ///
    /// - Returns: succeeds when the loop looks at the pipe; fails when there is none to be had.
    public func open() -> EventLoopFuture<Void> {
        var ends: [CInt] = [0, 0]
        guard Self.makePipe(&ends) else {
            return eventLoop.makeFailedFuture(IOError(errnoCode: errno, reason: "pipe"))
        }
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        return NIOPipeBootstrap(group: eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Reader(for: bound.value))
                }
            }
            .takingOwnershipOfDescriptors(input: ends[0], output: ends[1])
            .map { bound.value.channel = $0 }
    }

    /// Makes two descriptors that programs do not inherit; false if there are none to be had.
    ///
    /// Swift does not import `pipe2`, which would leave no moment in between.
    private static func makePipe(_ ends: inout [CInt]) -> Bool {
        // Writes two descriptors into an array of two.
        guard unsafe pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return true
    }

    /// Runs a piece of work once, after the loop has looked at its sockets.
    ///
    /// - Parameter work: one piece at a time waits here; a later one takes its place.
    public func afterLook(_ work: @escaping () -> Void) {
        guard let channel else { return eventLoop.assumeIsolated().execute(work) }
        self.work = work
        channel.writeAndFlush(Self.mark, promise: nil)
    }
}

@available(*, unavailable)
extension LoopYield: Sendable {}
