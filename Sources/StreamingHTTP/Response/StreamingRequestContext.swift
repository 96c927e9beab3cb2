public import Hummingbird
public import NIOCore

/// A request's context that keeps the connection's channel.
///
/// ``StreamingResponse`` and ``StreamingFile`` work with every context. With one of these the bound
/// of what waits is exact, a reader that takes a few bytes a minute counts as one that reads, and a
/// file leaves by `sendfile` where nothing stands between it and the socket.
public protocol StreamingRequestContext: RequestContext {
    /// The connection's channel, or the stream's of HTTP/2.
    var channel: any Channel { get }
}

/// The context for an application that needs nothing else of one.
public struct BasicStreamingContext: StreamingRequestContext {
    /// What Hummingbird keeps of a request.
    public var coreContext: CoreRequestContextStorage
    /// The connection's channel, or the stream's of HTTP/2.
    public let channel: any Channel

    /// Makes a request's context.
    ///
    /// - Parameter source: what the application knows of the request.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
