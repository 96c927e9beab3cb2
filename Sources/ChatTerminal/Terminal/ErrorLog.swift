import ChatClient
import Glibc

/// Where standard error goes while the screen is drawn on the same terminal: into a file, so that
/// what the runtime says at its end neither spoils the picture nor is lost with it.
@MainActor
final class ErrorLog {
    /// The name of the file in the state folder; written anew at each start.
    private static let name = "chat-tui.log"

    /// The file's path; `nil` if standard error stays where it is.
    private(set) var path: String?
    private var kept: CInt = -1

    /// Sends standard error to a file, unless it goes elsewhere than to a terminal already.
    ///
    /// - Parameter folder: where the file lies; without one nothing changes.
    init(in folder: StateFolder?) {
        guard let folder, isatty(STDERR_FILENO) == 1 else { return }
        // A folder that cannot be made has its file not opened, which is looked at.
        try? folder.make()
        let path = folder.file(Self.name)
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW
        // The path is copied by the call.
        let file = unsafe open(path, flags, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        kept = dup(STDERR_FILENO)
        guard kept >= 0, dup2(file, STDERR_FILENO) >= 0 else { return }
        _ = fcntl(kept, F_SETFD, FD_CLOEXEC)
        self.path = path
    }

    /// Sends standard error where it went before.
    func end() {
        guard kept >= 0 else { return }
        dup2(kept, STDERR_FILENO)
        close(kept)
        kept = -1
    }
}
