#if Postgres
import ChatProtocol
import Dispatch
import SmallFiles
import Synchronization

/// The file `handed-on` in a data folder: what this server has handed on of a log that is in a
/// database, by which it finds at its next start that the database has lost some of it.
///
/// It is written on a thread of its own, since nobody waits for this disk, and not forced to it: it
/// is a help, and one that is lost is begun anew.
final class MarksFile: Sendable {
    private struct State {
        var content: MarksText
        /// Whether it is going to be written.
        var isDue = false
    }

    /// What comes within it goes with what was first.
    private static let pauseMilliseconds = 200

    private let path: String
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "burble-marks")

    /// Begins to keep what is handed on.
    ///
    /// - Parameter content: the log's name, and marks of what is known of it.
    init(in folder: String, _ content: MarksText) {
        path = "\(folder)/\(MarksText.fileName)"
        state = Mutex(State(content: content))
        writeSoon()
    }

    deinit {
        // Where this fails the file is somewhat older.
        if state.withLock(\.isDue) { write() }
    }

    /// Keeps in mind what is handed on.
    ///
    /// Does not block.
    ///
    /// - Parameter mark: of the last event of a commit.
    func note(_ mark: LogMarks.Mark) {
        state.withLock { $0.content.marks.add(mark) }
        writeSoon()
    }

    /// Keeps in mind how far the changes of access have come.
    ///
    /// Does not block.
    func note(_ access: AccessMark) {
        state.withLock { $0.content.access = access }
        writeSoon()
    }

    private func writeSoon() {
        let wasDue = state.withLock { state in
            defer { state.isDue = true }
            return state.isDue
        }
        guard !wasDue else { return }
        let time = DispatchTime.now() + .milliseconds(Self.pauseMilliseconds)
        queue.asyncAfter(deadline: time) { [weak self] in self?.write() }
    }

    private func write() {
        let text = state.withLock { state in
            state.isDue = false
            return state.content.text
        }
        // A full disk takes it again when there is something new to tell.
        try? SmallFile.replace(path, with: Array(text.utf8), isSynchronized: false)
    }
}
#endif
