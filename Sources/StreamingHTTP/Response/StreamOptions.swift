/// The bounds of one streaming response.
public struct StreamOptions: Sendable {
    /// The most bytes that may wait for a reader before the generator is suspended.
    ///
    /// It is suspended as soon as another write like its last would not fit into one half; the
    /// other half is what has been taken and is on its way. A reader that takes less than its half
    /// in a moment has less: down to 2 KiB, and as much in its connection. A single write is never
    /// parted, so one that is larger goes alone.
    public var bufferBytes: Int
    /// How long a stream may be silent before its framing's heartbeat is sent; `nil` for none.
    ///
    /// Sent at most a quarter later. A framing without a heartbeat stays silent.
    public var heartbeat: Duration?
    /// How long a reader may take nothing while something waits for it; then the body is cut off.
    public var deadline: Duration
    /// How long a stream may go on after the server was asked to stop; then the body is cut off.
    ///
    /// A framing with a ``StreamFraming/shutdownRecord`` sends it at once and ends; one without may
    /// come to its own end.
    public var shutdown: Duration
    /// Whether a client that says no more, as it half-closes its connection, has left.
    ///
    /// One that has left is not told apart from it, and a body without an end would be written for
    /// nobody. False for a body that has an end of its own (``finite``): that is sent whole, unless
    /// nothing of it comes for the ``deadline``. A body that is written while the request's is read
    /// is sent whole in either case.
    public var endsWithInput: Bool

    /// Makes the bounds.
    ///
    /// - Parameters:
    ///   - bufferBytes: that may wait for a slow reader, 1 or more.
    ///   - heartbeat: after so much silence, where the framing has one; `nil` for none.
    ///   - deadline: without progress, after which the body is cut off.
    ///   - shutdown: how long a stream may go on after the server was asked to stop.
    ///   - endsWithInput: whether a client that half-closes has left.
    public init(
        bufferBytes: Int = 65_536,
        heartbeat: Duration? = .seconds(15),
        deadline: Duration = .seconds(30),
        shutdown: Duration = .seconds(5),
        endsWithInput: Bool = true
    ) {
        self.bufferBytes = max(1, bufferBytes)
        self.heartbeat = heartbeat
        self.deadline = deadline
        self.shutdown = shutdown
        self.endsWithInput = endsWithInput
    }

    /// The usual bounds of a body that has an end of its own: a client that half-closes gets all.
    ///
    /// Tables and sequences have them by themselves.
    public static let finite = StreamOptions(endsWithInput: false)

    /// How often a stream is looked after.
    var pause: Duration {
        max(.milliseconds(5), min(heartbeat ?? deadline, deadline) / 4)
    }
}
