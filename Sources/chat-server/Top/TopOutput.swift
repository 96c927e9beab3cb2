import ChatProtocol
import Foundation
import Spawning

/// The standard output of `top`.
///
/// Where nobody reads any more, as behind `head`, it leaves the process: what was wanted has been
/// read.
enum TopOutput {
    /// Says lines whole.
    ///
    /// Blocks while the terminal or the pipe is full.
    ///
    /// - Parameter lines: any texts from anyone; each is made safe for a terminal, and ended.
    /// - Throws: ``CommandFailure`` when they cannot be written.
    static func say(_ lines: [String]) throws(CommandFailure) {
        try write(lines.map { SafeText($0).singleLine + "\n" }.joined())
    }

    /// Draws rows below each other, over what stands there.
    ///
    /// Blocks while the terminal is full.
    ///
    /// - Parameters:
    ///   - rows: any texts from anyone; each is made safe for a terminal.
    ///   - start: sequences before them, of the program's own.
    ///   - end: sequences behind them, of the program's own.
    /// - Throws: ``CommandFailure`` when they cannot be written.
    static func draw(
        _ rows: [String] = [],
        from start: String,
        to end: String = ""
    ) throws(CommandFailure) {
        let text = rows.map { SafeText($0).singleLine + "\u{1b}[K" }.joined(separator: "\r\n")
        try write(start + text + end)
    }

    private static func write(_ text: String) throws(CommandFailure) {
        switch WholeOutput.write(Array(text.utf8), to: STDOUT_FILENO) {
        case .written: break
        case .closed: exit(EXIT_SUCCESS)
        case .broken(let code): throw CommandFailure(.inputOutput, WholeOutput.fault(code))
        }
    }
}
