import Synchronization

/// The one who is told of news; may be said late, and anew.
///
/// Its closure is a struct's field. One that is the whole value of a `Mutex` is wrapped twice more
/// with each look at it, since the lock hands the value out to be changed: calls get slower and
/// slower, and some ten thousands of them overflow the stack.
package final class HeldListener<News>: Sendable {
    private struct Held {
        var call: (@Sendable (News) -> Void)?
    }

    private let held = Mutex(Held())

    /// Makes one that tells nobody.
    package init() {}

    /// Says who is told from now on, in place of whoever was.
    ///
    /// Does not suspend.
    ///
    /// - Parameter call: called outside of the lock, on the threads of those who tell.
    package func set(_ call: @escaping @Sendable (News) -> Void) {
        held.withLock { $0.call = call }
    }

    /// Tells the news, if there is somebody to tell.
    ///
    /// Does not suspend, as far as who is told does not.
    package func tell(_ news: News) {
        let call = held.withLock { $0.call }
        call?(news)
    }
}
