import ArgumentParser
import ChatProtocol
import ChatServer
import Foundation
import Synchronization

/// `chat-server selftest`: whether a server on this machine keeps what it promises.
struct SelfTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Put a server under stress on this machine, and check what it promises.",
        discussion: """
            It starts a server of its own on a new folder, with publishers and readers on it whose \
            connections are cut and stalled at random, and kills (kill -9), stops and pauses it \
            again and again. They post, edit, delete, react and mark as read in several rooms, and \
            read in all formats. All that was acknowledged and heard is written down, and at the \
            end compared with the log:
              durable  what was acknowledged is in the log, at its number
              numbers  each room counts 1, 2, 3 … without a hole
              once     each act is there once, and none that nobody did
              readers  each reader heard all of it, once, in order
              text     so did the readers of text
              exports  the formats tell the same
              pages    the messages as they are now are what the events make
              unread   what is unread is what a recount gives
              folder   what `chat-server check` finds
            Each says how much it looked at. One that saw nothing, or lacks a reader, a room, a \
            page, a count or an export, does not hold.
            With --server it tries one that runs already, and does no harm to it: that is up to \
            you. It must be open to guests and have no rate limit (--auth open --rate-limit 0), \
            and keeps the rooms of the test. The operator's token is found as by import.
            It cannot show what a power cut takes, or a disk that says too early that all is on it.
            Memory: some hundred bytes for each message and reader. The folder is removed, also \
            when a signal ends the test, and kept when something is wrong.
            What is refused for the time being is asked for again. If it still is when the time \
            and --patience are over, the test ends with the refusal.
            Exit codes: 0 all holds, 1 something does not, 64 usage, 66 no such certificate, 69 no \
            server, 73 no folder can be made, 75 refused or broken off: repeat it, 76 no Burble \
            server's answer, 77 no token or not allowed, 128 and a signal's number.

            EXAMPLES
              chat-server selftest
              chat-server selftest --seconds 600 --seed 42 --folder /srv/chat-disk
              chat-server selftest --seconds 3600 --publishers 16
              chat-server selftest --server http://proxy:80 --operator-token-file token
            """
    )

    @Option(help: .of("seconds", "How long, 1 to 86400."))
    var seconds = 30

    @Option(
        help: .of(
            "seconds",
            "How long it waits after that for what is refused or not heard, 1 to 3600."
        )
    )
    var patience = 60

    @Option(help: .of("number", "A seed: the same one repeats a run."))
    var seed: UInt64?

    @Option(help: .of("number", "How many post at a time, 1 to 64."))
    var publishers = 4

    @Option(
        help: .of(
            "folder",
            "A folder on the disk to test (default: the folder for temporary files)."
        ),
        completion: .directory
    )
    var folder: String?

    @Option(
        help: .of(
            "address",
            "A running server instead of one of its own: http://HOST:PORT or unix:PATH."
        )
    )
    var server: String?

    @Option(
        help: .of("file", "A file with the token of that server's operator."),
        completion: .file()
    )
    var operatorTokenFile: String?

    /// It reads the options that are not of a subcommand, `--data` too.
    @ParentCommand var parent: ChatServerCommand

    mutating func run() async throws {
        await Subcommand.run {
            try checkNumbers()
            let seed = seed ?? .random(in: 0...999_999)
            let signals = await TrialSignals()
            let (place, name, folder) = try self.place()
            let trial = Trial(
                seed: seed,
                time: .seconds(seconds),
                patience: .seconds(patience),
                publishers: publishers,
                place: place
            )
            StandardOutput.say(
                "selftest: seed \(seed), \(seconds) s, \(publishers) publishers, \(name)"
            )
            let line = Mutex(ProgressLine())
            let progress = { @Sendable (part: Double, words: String) -> Void in
                line.withLock { $0.show(part: part, words) }
            }
            let report = try await signals.during(place.server, in: folder) {
                defer {
                    line.withLock { $0.clear() }
                    // What lies in the folder itself is kept if that fails.
                    folder?.removeSocket()
                }
                return try await Self.run(trial, in: folder, progress)
            }
            let isSound = show(trial.record, report)
            guard isSound else {
                throw CommandFailure(
                    .failure,
                    "a promise was not kept\(folder.map { ": see \($0.path)" } ?? "")"
                )
            }
            folder?.remove()
        }
    }

    private func checkNumbers() throws(CommandFailure) {
        for (name, value, bounds) in [
            ("seconds", seconds, 1...86_400), ("publishers", publishers, 1...64),
            ("patience", patience, 1...3600),
        ] where !bounds.contains(value) {
            let words = "--\(name) is \(bounds.lowerBound) to \(bounds.upperBound)"
            throw CommandFailure(.usage, words)
        }
    }

    /// Runs a trial; what ends it names the folder that is kept.
    private static func run(
        _ trial: Trial,
        in folder: TrialFolder?,
        _ progress: @escaping @Sendable (Double, String) -> Void
    ) async throws -> CareReport? {
        do {
            return try await trial.run(progress)
        } catch let failure as CommandFailure {
            guard let folder else { throw failure }
            throw CommandFailure(failure.exit, "\(failure); \(folder.path) is kept")
        }
    }

    /// Whose server is tried, how that is said, and the folder that is made for it.
    private func place() throws(CommandFailure) -> (Trial.Place, name: String, TrialFolder?) {
        guard let server else {
            umask(0o077)
            let folder = try TrialFolder(in: folder ?? NSTemporaryDirectory())
            return (.own(try TrialServer(in: folder)), "in \(folder.path)", folder)
        }
        let sources = SettingsSources(options: parent.options)
        let link = try ServerLink(server, sources, silence: .seconds(15))
        let credential = OperatorCredential(file: operatorTokenFile, sources: sources)
        let token = try credential.token(for: link)
        return (.running(link, operatorToken: token), "on \(server)", nil)
    }

    /// Tells what was done and found; true when all holds.
    private func show(_ record: TrialRecord, _ report: CareReport?) -> Bool {
        let (history, counts) = (record.history, record.counts)
        let heard =
            history.heard.values.reduce(0) { $0 + $1.count }
            + history.lines.values.joined().reduce(0) { $0 + $1.value.count }
        StandardOutput.say(
            "done to it: kills \(counts.kills), stops \(counts.stops), pauses \(counts.pauses)"
        )
        // What was sent again after that was acknowledged twice.
        let messages = Set(history.acknowledged).count
        let changes = Set(history.changed).count
        StandardOutput.say(
            "acknowledged: messages \(messages), changes \(changes); sent again: \(counts.repeats); "
                + "heard: \(heard), over connections \(counts.connections)"
        )
        let findings = HistoryCheck(history).findings()
        for finding in findings {
            let verdict = finding.faults.isEmpty ? "ok   " : "FAULT"
            StandardOutput.say("\(verdict)  \(finding.rule): \(finding.words) (\(finding.count))")
            for fault in finding.faults { StandardOutput.say("         \(fault)") }
        }
        for line in report?.lines ?? [] { StandardOutput.say("\(line) (folder)") }
        let isSound = report?.isSound ?? true && findings.allSatisfy(\.faults.isEmpty)
        StandardOutput.say(
            isSound
                ? "It held on this machine and disk. What a power cut takes cannot be shown so."
                : "It did not hold. The log, and what the server said, are kept."
        )
        return isSound
    }
}
