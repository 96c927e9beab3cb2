import ChatProtocol
import ChatServer
import Foundation
import Spawning
import Synchronization

/// The standard error of the process, on which the server tells of itself.
enum StandardError {
    private static let queue = LogQueue()
    private static let isQueued = Atomic(false)

    /// Has a thread write all that is said from now on, so that a reader who stands still (a
    /// terminal after Ctrl-S, a pipe that is full) keeps only that thread.
    ///
    /// The end of the process waits a second for what is not written yet.
    static func useQueue() {
        Thread.detachNewThread { queue.run { put($0) } }
        atexit { StandardError.queue.flush(within: .seconds(1)) }
        isQueued.store(true, ordering: .releasing)
    }

    /// Says a line, of whatever a file or a server told.
    ///
    /// - Parameter line: any text from anyone; it is made safe for a terminal.
    /// - Returns: false if too many lines wait already, and this one is left out.
    @discardableResult
    static func say(_ line: String) -> Bool {
        write(SafeText(line).singleLine + "\n")
    }

    /// Says some lines, which may quote the command line.
    ///
    /// - Parameter text: any text from anyone, without the last line's end; all but its line breaks
    ///   is made safe for a terminal.
    static func say(lines text: String) {
        write(SafeText(text).description + "\n")
    }

    /// Writes over the line of the terminal that is not ended yet.
    ///
    /// - Parameter line: any text from anyone; it is made safe for a terminal.
    static func redraw(_ line: String) {
        write("\r" + SafeText(line).singleLine + "\u{1B}[K")
    }

    @discardableResult
    private static func write(_ text: String) -> Bool {
        if isQueued.load(ordering: .acquiring) { return queue.put(text) }
        put(text)
        return true
    }

    /// Writes a text as far as it can be written.
    ///
    /// A log that cannot be written, because its disk is full or its reader gone, must not end the
    /// server, as Foundation's `FileHandle.write` would.
    private static func put(_ text: String) {
        _ = WholeOutput.write(Array(text.utf8), to: STDERR_FILENO)
    }
}
