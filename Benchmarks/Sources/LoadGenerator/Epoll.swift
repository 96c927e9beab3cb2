import CEvents
import Glibc

/// The kernel's list of sockets that are ready, edge-triggered.
///
/// Edge-triggered, because a socket that was read to its end is then not asked about again at each
/// turn. Source: epoll(7), a short read means that a stream socket is empty.
///
/// Proof of safety: `events` has `eventsAtOnce` places and lives as long as this value; the kernel
/// writes at most that many.
@safe
final class Epoll {
    private static let eventsAtOnce: Int32 = 1024

    private let descriptor: Int32
    private let events: UnsafeMutablePointer<epoll_event>

    /// An empty list.
    ///
    /// - Throws: `LoadError` when the kernel gives none.
    init() throws(LoadError) {
        descriptor = epoll_create1(0)
        unsafe events = .allocate(capacity: Int(Self.eventsAtOnce))
        guard descriptor >= 0 else { throw LoadError.lastCall("epoll_create1") }
    }

    deinit {
        close(descriptor)
        unsafe events.deallocate()
    }

    /// Adds a socket.
    ///
    /// - Parameters:
    ///   - socket: its descriptor.
    ///   - token: what `wait` names it by, from 0.
    func add(_ socket: Int32, token: Int) {
        let interest =
            EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        let data = unsafe epoll_data(u64: UInt64(token))
        var event = unsafe epoll_event(events: interest, data: data)
        unsafe epoll_ctl(descriptor, EPOLL_CTL_ADD, socket, &event)
    }

    /// Takes a socket out.
    ///
    /// - Parameter socket: its descriptor.
    func remove(_ socket: Int32) {
        var event = unsafe epoll_event()
        unsafe epoll_ctl(descriptor, EPOLL_CTL_DEL, socket, &event)
    }

    /// Blocks the thread until a socket is ready or time is up.
    ///
    /// - Parameter milliseconds: at most.
    /// - Returns: how many are ready, to be asked for with `token(at:)`.
    func wait(milliseconds: Int32) -> Int {
        max(0, Int(unsafe epoll_wait(descriptor, events, Self.eventsAtOnce, milliseconds)))
    }

    /// The socket that is ready.
    ///
    /// - Parameter index: from 0, below what `wait` returned.
    /// - Returns: the token it was added with.
    func token(at index: Int) -> Int {
        precondition(index >= 0 && index < Self.eventsAtOnce, "index out of range")
        return Int(unsafe events[index].data.u64)
    }
}
