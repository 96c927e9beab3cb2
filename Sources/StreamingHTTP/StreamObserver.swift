/// What is told of a stream's channel, always on its event loop.
public protocol StreamObserver: AnyObject {
    /// Tells that what was written has drained far enough for more.
    ///
    /// Does not suspend.
    func streamBecameWritable()

    /// Tells that the client went, half-closed or was closed; nothing more can be written.
    ///
    /// Called once, and never after ``StreamHandler/finish()``.
    func streamClosed()
}
