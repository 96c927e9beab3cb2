import Dispatch
import Foundation
import Logging
import Synchronization
import Testing

@testable import ChatServer

/// The log's lines, of which whoever brings something about again and again gets few.
@Suite struct LogOutputTests {
    /// A log at a time of its own.
    private final class Log: Sendable {
        private let start = ContinuousClock.now
        private let state = Mutex((seconds: 0, isRead: true, lines: [String]()))

        var lines: [String] { state.withLock { $0.lines } }

        func pass(seconds: Int) { state.withLock { $0.seconds += seconds } }

        func setRead(_ isRead: Bool) { state.withLock { $0.isRead = isRead } }

        func output() -> LogOutput {
            LogOutput(
                book: LogBook(),
                now: { [self] in start + .seconds(state.withLock { $0.seconds }) },
                put: { [self] line in
                    state.withLock { state in
                        guard state.isRead else { return false }
                        state.lines.append(line)
                        return true
                    }
                }
            )
        }
    }

    // Seen as: 2,000 streams of rows that could not be read wrote as many lines at once.
    @Test(
        "A message has some lines at once and then one a second, which tells how many are missing"
    )
    func flood() {
        let log = Log()
        let output = log.output()
        for number in 0..<10_000 { output.write(.error, "a", ["n": "\(number)"]) }
        #expect(log.lines.count == LogBudget.lines)
        output.write(.info, "b", [:])
        #expect(log.lines.last?.hasSuffix("b") == true, "another message is told of meanwhile")
        log.pass(seconds: 1)
        for _ in 0..<10 { output.write(.warning, "a", [:]) }
        #expect(log.lines.count == LogBudget.lines + 2)
        #expect(log.lines.last?.hasSuffix("a left-out=\(10_000 - LogBudget.lines)") == true)
        log.pass(seconds: 3600)
        for _ in 0..<100 { output.write(.warning, "a", [:]) }
        #expect(log.lines.count == 2 * LogBudget.lines + 2)
    }

    @Test("Messages of which each is another one have a bound together")
    func messages() {
        let log = Log()
        let output = log.output()
        for number in 0..<10_000 { output.write(.warning, "\(number)", [:]) }
        #expect(log.lines.count == LogBudget.allLines)
        log.pass(seconds: 1)
        output.write(.warning, "new", [:])
        #expect(log.lines.last?.hasSuffix("left-out=\(10_000 - LogBudget.allLines)") == true)
        for number in 0..<10_000 { output.write(.warning, "x\(number)", [:]) }
        #expect(log.lines.count == LogBudget.allLines + LogBudget.linesPerSecond)
    }

    @Test("Details for who looks for a fault are told whole")
    func details() {
        let log = Log()
        let output = log.output()
        for _ in 0..<1000 { output.write(.debug, "a", [:]) }
        #expect(log.lines.count == 1000)
    }

    @Test("The first line that is taken again tells how many were not", arguments: [1, 5000])
    func unread(lines: Int) {
        let log = Log()
        let output = log.output()
        log.setRead(false)
        for _ in 0..<lines { output.write(.debug, "a", [:]) }
        log.setRead(true)
        for _ in 0..<2 { output.write(.debug, "b", [:]) }
        #expect(log.lines.first?.hasSuffix("b left-out=\(lines)") == true)
        #expect(log.lines.last?.hasSuffix("b") == true)
    }

    @Test("Who tells something never waits for a reader who stands still")
    func still() {
        let queue = LogQueue()
        let read = Mutex([String]())
        let hold = DispatchSemaphore(value: 0)
        let lines = (0..<LogQueue.lineLimit + 5).map(String.init)
        let taken = lines.filter { queue.put($0) }
        #expect(taken.count == LogQueue.lineLimit)
        Thread.detachNewThread {
            hold.wait()
            queue.run { line in read.withLock { $0.append(line) } }
        }
        queue.flush(within: .zero)
        #expect(read.withLock { $0.isEmpty }, "the end does not wait for ever")
        hold.signal()
        queue.flush(within: .seconds(600))
        #expect(read.withLock { $0 } == taken)
    }
}
