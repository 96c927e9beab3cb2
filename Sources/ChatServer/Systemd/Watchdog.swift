import NIOCore
import ServiceLifecycle

/// Tells the service manager that the server lives, for as long as its event loops turn.
///
/// A loop that hangs lets the signs of life end, and the manager starts the server anew.
struct Watchdog: Service {
    let systemd: Systemd
    let group: any EventLoopGroup

    /// Gives a sign twice in each time that the manager allows, until the group has shut down.
    ///
    /// Suspends for as long.
    func run() async {
        guard let socket = systemd.notifications, let time = systemd.watchdog else {
            // The group wants each service to last.
            try? await gracefulShutdown()
            return
        }
        await repeatUntilShutdown(every: time / 2) { await beat(socket) }
    }

    /// Gives one sign, once each loop has come to a question that was put to it now.
    ///
    /// Suspends until then.
    func beat(_ socket: NotifySocket) async {
        for loop in group.makeIterator() {
            // A loop that was shut down does not turn, and ends with the server.
            guard (try? await loop.submit {}.get()) != nil else { return }
        }
        socket.send(NotifySocket.alive)
    }
}
