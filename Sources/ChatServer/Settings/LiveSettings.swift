import Synchronization

/// The settings that hold now: what an operator sets anew while the server runs is taken from here.
final class LiveSettings: Sendable {
    private let current: Mutex<ServerSettings>

    /// Begins with the settings of the start.
    init(_ settings: ServerSettings) {
        current = Mutex(settings)
    }

    /// The bounds.
    var limits: ServerLimits { current.withLock { $0.limits } }

    /// Who is let in.
    var admission: Admission { current.withLock { $0.admission } }

    /// What a password may come over.
    var takesPlainPasswords: Bool { current.withLock { $0.admission.takesPlainPasswords } }

    /// What TLS needs.
    var tls: TLSFiles? { current.withLock { $0.tls } }

    /// Takes over whatever can change.
    ///
    /// - Parameter new: the settings as they were read again.
    /// - Returns: the keys of those that hold now, and of those that wait for the next start.
    func change(to new: ServerSettings) -> (taken: [String], waiting: [String]) {
        current.withLock { current in
            // Of all, before any is taken over: two of them come together.
            let changed = ServerSetting.all.filter { !$0.isSame(current, new) }
            var (taken, waiting): ([String], [String]) = ([], [])
            for setting in changed {
                if setting.take(&current, new) {
                    taken.append(setting.key)
                } else {
                    waiting.append(setting.key)
                }
            }
            return (taken, waiting)
        }
    }
}
