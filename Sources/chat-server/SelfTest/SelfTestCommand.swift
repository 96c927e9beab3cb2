import ArgumentParser
import ChatProtocol
import ChatServer
import Foundation
import Synchronization

/// `chat-server selftest`: whether a server on this machine keeps what it promises.
struct SelfTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Try a server hard on this machine, and check what it promises.",
        discussion: """
            It starts a server of its own on a new folder, with publishers and readers on it whose \
            connections are cut and stalled at random, and kills (kill -9), stops and pauses it \
            again and again. All that was acknowledged and heard is written down, and at the end \
            compared with the log:
              durable  what was acknowledged is in the log, at its number
              numbers  each room counts 1, 2, 3 … without a hole
              once     each message is there once, and nothing that nobody said
              readers  each reader heard all of it, once, in order
              exports  the formats tell the same
              folder   what `chat-server check` finds
            It cannot show what a power cut takes, or a disk that says too early that all is on it.
            Memory: some hundred bytes for each message and reader. The folder is removed, and \
            kept when something is wrong.
            Exit codes: 0 all holds, 1 something does not, 64 usage.

            EXAMPLES
              chat-server selftest
              chat-server selftest --seconds 600 --seed 42 --folder /srv/chat-disk
            """
    )

    @Option(help: ArgumentHelp("How long, 1 to 86400.", valueName: "seconds"))
    var seconds = 30

    @Option(help: ArgumentHelp("What is random comes again with it.", valueName: "number"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "On whose disk (default: the folder for temporary files).",
            valueName: "folder"
        )
    )
    var folder: String?

    mutating func run() async throws {
        await TransferOptions.run {
            guard (1...86_400).contains(seconds) else {
                throw TransferFailure(.usage, "--seconds is 1 to 86400")
            }
            let seed = seed ?? .random(in: 0...999_999)
            let place = try makeFolder()
            let trial = Trial(seed: seed, time: .seconds(seconds), folder: place)
            print("selftest: seed \(seed), \(seconds) s, in \(place)")
            let line = Mutex(ProgressLine())
            let report = try await trial.run { words in line.withLock { $0.show(words) } }
            line.withLock { $0.clear() }
            let isSound = show(trial.record, report)
            guard isSound else { throw TransferFailure(.failure, "see \(place)") }
            // What is left lies in the folder for temporary files.
            try? FileManager.default.removeItem(atPath: place)
        }
    }

    private func makeFolder() throws(TransferFailure) -> String {
        umask(0o077)
        let above = folder ?? NSTemporaryDirectory()
        // A socket's path has a hundred characters at the most.
        let place = (above.hasSuffix("/") ? above : above + "/") + "burble-\(getpid())"
        guard place.utf8.count < 90 else {
            throw TransferFailure(.usage, "--folder: the path is too long for a socket in it")
        }
        do {
            try FileManager.default.createDirectory(
                atPath: place,
                withIntermediateDirectories: false
            )
        } catch {
            throw TransferFailure(.cannotCreate, "cannot make \(place)")
        }
        return place
    }

    /// Tells what was done and found; true when all holds.
    private func show(_ record: TrialRecord, _ report: CareReport) -> Bool {
        let (history, counts) = (record.history, record.counts)
        let heard = history.heard.values.reduce(0) { $0 + $1.count }
        print("done to it: kills \(counts.kills), stops \(counts.stops), pauses \(counts.pauses)")
        print(
            "said: \(history.acknowledged.count), of which sent again \(counts.repeats); "
                + "heard: \(heard), over connections \(counts.connections)"
        )
        let findings = HistoryCheck(history).findings()
        for finding in findings {
            let verdict = finding.faults.isEmpty ? "ok   " : "FAULT"
            print("\(verdict)  \(finding.rule): \(finding.words)")
            for fault in finding.faults { print("         \(SafeText(fault).singleLine)") }
        }
        for line in report.lines { print("\(line) (folder)") }
        return report.isSound && findings.allSatisfy(\.faults.isEmpty)
    }
}
