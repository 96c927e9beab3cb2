public import HummingbirdCore
public import NIOCore
public import NIOHTTPTypes

/// What the task of a connection is to do, once that is known.
public enum ConnectionTask: Sendable {
    /// Nothing: the connection has ended, or is answered on its event loop.
    case ended
    /// To prepare a stream, which then goes on without it.
    case task(@Sendable () async -> Void)
    /// To serve requests the framework's way.
    case conversation(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
}

/// A connection and what its task waits for.
public struct DirectConnection: ServerChildChannelValue {
    /// The connection.
    public let channel: any Channel
    let task: EventLoopFuture<ConnectionTask>
}
