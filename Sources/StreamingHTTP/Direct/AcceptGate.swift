import Glibc
import Logging
package import NIOCore

/// Decides which connections are taken: at most so many at a time, and so many of one address, at
/// all places of a server together.
///
/// Stands in the listening channel's pipeline, confined to its event loop.
final class AcceptGate: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never

    /// How long nothing is accepted when the system has no more descriptors or memory.
    static let pause = TimeAmount.milliseconds(500)
    /// How long there may be fewer connections after that.
    static let recovery = TimeAmount.seconds(60)
    /// How often it is told that connections are not taken.
    private static let silence = TimeAmount.seconds(60)

    /// The most connections that are accepted before anything else is looked after.
    private static let portion = 4
    /// How often room is made while there is none.
    private static let roomPause = TimeAmount.milliseconds(250)

    private let options: AcceptorOptions
    private let makeRoom: () -> Void
    private let logger: Logger
    private let counts: AcceptCounts
    /// Of how many the channel was told; 0 before.
    private var portion = 0
    private var isReadHeld = false
    private var isPaused = false
    /// Whether the channel is not told of connections that wait.
    private var isDeaf = false
    private var isMakingRoom = false
    private var told: [String: NIODeadline] = [:]

    /// Makes the gate of one listening channel.
    ///
    /// - Parameters:
    ///   - counts: of all places, on the channel's event loop.
    ///   - logger: told when connections are not taken.
    ///   - makeRoom: closes some connections that nobody would miss.
    init(
        options: AcceptorOptions,
        counts: AcceptCounts,
        logger: Logger,
        makeRoom: @escaping () -> Void
    ) {
        self.options = options
        self.counts = counts
        self.makeRoom = makeRoom
        self.logger = logger
    }

    /// Takes a connection, or turns it away when its address has too many.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = unwrapInboundIn(data)
        // A Unix socket's other side has no address.
        let peer = channel.remoteAddress.flatMap { IPAddress($0) }
        let isTaken = peer.map(hasRoom) ?? true
        counts.add(peer)
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        channel.closeFuture.hop(to: context.eventLoop).whenComplete { _ in
            bound.value.handler.counts.remove(peer)
        }
        if isTaken { return context.fireChannelRead(data) }
        tell(
            "an address has too many connections",
            ["address": "\(channel.remoteAddress?.ipAddress ?? "")"]
        )
        channel.close(promise: nil)
    }

    private func hasRoom(_ peer: IPAddress) -> Bool {
        let limit = peer.isLoopback ? options.connectionsOfLoopback : options.connectionsOfAddress
        return counts.count(of: peer) < limit
    }

    /// How many more there may be.
    private var room: Int { min(options.connections, counts.bound) - counts.all }
    private var isFull: Bool { room <= 0 }

    /// Lets the channel accept no more at a time than there is room for.
    private func measure(_ context: ChannelHandlerContext) {
        let now = max(1, min(Self.portion, room))
        guard now != portion else { return }
        portion = now
        // A channel that is closing accepts none anyway.
        try? context.channel.syncOptions?.setOption(.maxMessagesPerRead, value: UInt(now))
    }

    /// Reads on if that was held back, and there is room by now.
    private func goOn(_ context: ChannelHandlerContext) {
        guard isReadHeld, !isPaused, !isFull else { return }
        isReadHeld = false
        measure(context)
        isDeaf ? listen(context) : context.read()
    }

    /// Has the channel told of connections again, which reads at once and asks nobody before.
    private func listen(_ context: ChannelHandlerContext) {
        isDeaf = false
        // A channel that is closing is not listened to anyway.
        try? context.channel.syncOptions?.setOption(.autoRead, value: true)
    }

    /// From now on hears of every connection that ends.
    func handlerAdded(context: ChannelHandlerContext) {
        counts.hear(ObjectIdentifier(self)) { [weak self] in self?.goOn(context) }
    }

    /// Hears of none any more.
    func handlerRemoved(context: ChannelHandlerContext) {
        counts.forget(ObjectIdentifier(self))
    }

    /// Accepts only while there is room.
    func read(context: ChannelHandlerContext) {
        guard !isFull, !isPaused else {
            isReadHeld = true
            return makeRoomIfFull(context)
        }
        measure(context)
        context.read()
    }

    /// Looks for room again and again until there is some.
    private func makeRoomIfFull(_ context: ChannelHandlerContext) {
        guard isReadHeld, !isMakingRoom, isFull else { return }
        tell("there are as many connections as may be", [:])
        isMakingRoom = true
        makeRoom()
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.roomPause) {
            self.isMakingRoom = false
            if context.channel.isActive { self.makeRoomIfFull(context) }
        }
    }

    /// Accepts nothing for a moment when the system has no more to give, and then fewer than before
    /// for a while: clients that ask for nothing make way for those that come.
    ///
    /// The channel would go on to be told of the connection that waits: it is not listened to until
    /// then, which nothing but its own option does.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? IOError, Self.exhausted.contains(error.errnoCode) else {
            return context.fireErrorCaught(error)
        }
        guard !isPaused else { return }
        isPaused = true
        tell("no more connections can be accepted", ["reason": "\(error.words)"])
        let exhaustion = counts.exhaust()
        isDeaf = true
        // A channel that is closing is not listened to anyway.
        try? context.channel.syncOptions?.setOption(.autoRead, value: false)
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) {
            self.isPaused = false
            self.isReadHeld = true
            self.goOn(context)
            if context.channel.isActive { self.makeRoomIfFull(context) }
        }
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.recovery) {
            self.counts.recover(from: exhaustion)
        }
    }

    private func tell(_ what: Logger.Message, _ metadata: Logger.Metadata) {
        let now = NIODeadline.now()
        if let last = told["\(what)"], now < last + Self.silence { return }
        told["\(what)"] = now
        var metadata = metadata
        metadata["connections"] = "\(counts.all)"
        logger.warning(what, metadata: metadata)
    }

    private static let exhausted: Set<CInt> = [EMFILE, ENFILE, ENOBUFS, ENOMEM]
}

extension IOError {
    /// The system's words for the error.
    package var words: String {
        // The C library's text lives as long as the process.
        unsafe String(cString: strerror(errnoCode))
    }
}

@available(*, unavailable)
extension AcceptGate: Sendable {}
