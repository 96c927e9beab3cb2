public import NIOCore

extension Channel {
    /// Whether it is a stream of HTTP/2, and so a part of a connection.
    public var isMultiplexed: Bool { parent?.parent != nil }
}
