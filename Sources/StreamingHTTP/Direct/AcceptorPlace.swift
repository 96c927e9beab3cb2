import HummingbirdCore
import Logging
public import NIOCore
public import NIOPosix

/// An address of an ``Acceptor``, and how the connections are served that come in there.
public struct AcceptorPlace: Sendable {
    let bind: @Sendable (ServerBootstrap) -> EventLoopFuture<any Channel>
    let makeRoom: @Sendable () -> Void
    let setUp:
        @Sendable (any Channel, Logger, AsyncStream<ConnectionWork>.Continuation)
            -> EventLoopFuture<Void>

    /// Makes a place.
    ///
    /// - Parameters:
    ///   - kind: how connections are served.
    ///   - bind: listens where the server is to be found.
    public init(
        _ kind: some ConnectionKind,
        bind: @escaping @Sendable (ServerBootstrap) -> EventLoopFuture<any Channel>
    ) {
        self.bind = bind
        makeRoom = { kind.makeRoom() }
        setUp = { channel, logger, asked in
            kind.setup(channel: channel, logger: logger).map { value in
                kind.work(for: value, logger: logger).whenComplete { result in
                    switch result {
                    case .success(nil): break
                    case .success(let work?):
                        // The server has ended: nobody is there to do it.
                        if case .enqueued = asked.yield(work) { return }
                        channel.close(promise: nil)
                    case .failure(let error):
                        logger.debug(
                            "a connection came to nothing",
                            metadata: ["error": "\(error)"]
                        )
                    }
                }
            }
        }
    }
}
