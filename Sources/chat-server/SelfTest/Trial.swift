import ChatProtocol
import ChatServer
import Foundation
import NIOCore
import NIOHTTP1

/// A server tried hard: publishers and readers on it, which is killed, stopped and paused at
/// random, and at the end a look at everything that was said and heard.
struct Trial: Sendable {
    private static let rooms = (1...4).map { "trial-\($0)" }
    private static let publishers = 4
    /// Milliseconds between two faults, and of a pause.
    private static let pauses = 200...1200
    private static let stillness = Duration.milliseconds(300)
    /// How long the readers may take at the end to hear what is left.
    private static let patience = Duration.seconds(60)
    private static let step = Duration.milliseconds(50)

    let seed: UInt64
    let time: Duration
    let folder: String
    let record = TrialRecord()

    /// Makes one.
    ///
    /// - Parameters:
    ///   - seed: what is random comes again with it, but for how the machine plays along.
    ///   - time: how long the server is tried.
    ///   - folder: an empty one, for the server.
    init(seed: UInt64, time: Duration, folder: String) {
        self.seed = seed
        self.time = time
        self.folder = folder
    }

    /// Tries the server.
    ///
    /// Suspends for as long, and until everyone has heard everything.
    ///
    /// - Parameter progress: told how far it is, a line.
    /// - Returns: what was found in the server's folder at the end.
    /// - Throws: ``TransferFailure`` when the trial itself comes to nothing.
    func run(_ progress: @escaping @Sendable (String) -> Void) async throws -> CareReport {
        let server = TrialServer(folder: folder)
        try await server.start()
        let link = try ServerLink(server.address, trusting: nil)
        try await withThrowingTaskGroup(of: Void.self) { readers in
            for reader in self.readers(link) {
                readers.addTask { try await reader.run(seed: seed) }
            }
            try await publish(on: server, link, progress)
            try await readLog(link)
            try await untilHeard(link, progress)
            readers.cancelAll()
            try await readers.waitForAll()
        }
        guard try await server.end(by: SIGTERM) == 0 else {
            throw TransferFailure(.failure, "the server left with a fault")
        }
        progress("the data folder is checked")
        return try DataFolderCheck(folder: folder + "/data", fileDays: 0).run { _ in }
    }

    private func readers(_ link: ServerLink) -> [TrialReader] {
        let formats: [Format] = [.ndjson, .sse]
        let all = formats.map { (name: "all-\($0)", rooms: Self.rooms, format: $0) }
        let single = Self.rooms.enumerated().map { index, room in
            (name: "\(room)-\(formats[index % 2])", rooms: [room], format: formats[index % 2])
        }
        return (all + single).enumerated().map { index, reader in
            TrialReader(
                name: reader.name,
                number: index,
                link: link,
                rooms: reader.rooms,
                format: reader.format,
                record: record
            )
        }
    }

    // MARK: - Saying, and what is done to the server meanwhile

    private func publish(
        on server: TrialServer,
        _ link: ServerLink,
        _ progress: @escaping @Sendable (String) -> Void
    ) async throws {
        let clock = ContinuousClock()
        let end = clock.now + time
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...Self.publishers {
                let publisher = TrialPublisher(
                    number: number,
                    link: link,
                    rooms: Self.rooms,
                    record: record
                )
                group.addTask {
                    try await publisher.run(seed: seed) { ContinuousClock.now >= end }
                }
            }
            group.addTask { try await harm(server, until: end) }
            group.addTask {
                while clock.now < end {
                    progress(told(left: end - clock.now))
                    try await Task.sleep(for: Self.step)
                }
            }
            try await group.waitForAll()
        }
    }

    private func told(left: Duration) -> String {
        let counts = record.counts
        return "\(left.components.seconds) s left  \(record.acknowledged) messages  "
            + "\(counts.kills) kills  \(counts.stops) stops  \(counts.pauses) pauses"
    }

    private func harm(_ server: TrialServer, until end: ContinuousClock.Instant) async throws {
        var generator = SeededGenerator(seed: seed, stream: 0)
        while ContinuousClock.now < end {
            let pause = Int.random(in: Self.pauses, using: &generator)
            try await Task.sleep(for: .milliseconds(pause))
            switch Int.random(in: 1...10, using: &generator) {
            case 1...6:
                try await server.end(by: SIGKILL)
                record.count { $0.kills += 1 }
                try await server.start()
            case 7...8:
                guard try await server.end(by: SIGTERM) == 0 else {
                    throw TransferFailure(.failure, "the server did not stop as it should")
                }
                record.count { $0.stops += 1 }
                try await server.start()
            default:
                await server.send(SIGSTOP)
                try await Task.sleep(for: Self.stillness)
                await server.send(SIGCONT)
                record.count { $0.pauses += 1 }
            }
        }
    }

    // MARK: - The end

    private func readLog(_ link: ServerLink) async throws {
        for format in [Format.ndjson, .csv] {
            var log: [TestHistory.Said] = []
            for room in Self.rooms { log += try await export(room, as: format, link) }
            let told = log
            record.write { history in
                if format == .ndjson { history.log = told } else { history.exports["csv"] = told }
            }
        }
    }

    private func export(
        _ room: String,
        as format: Format,
        _ link: ServerLink
    ) async throws -> [TestHistory.Said] {
        guard var decoder = EventDecoder(format: format) else { return [] }
        var events: [Event] = []
        do {
            try await link.ask(.GET, "/rooms/\(room)/events?format=\(format)", headers: []) {
                events += try decoder.decode($0.readableBytesView)
            }
            events += try decoder.finish()
        } catch let failure as TransferFailure where failure.exit == .noInput {
            // Nobody came to say anything there.
            return []
        }
        return events.compactMap(TestHistory.Said.init)
    }

    /// Waits until each reader has heard as much as there is, or for as long as that may take.
    private func untilHeard(_ link: ServerLink, _ progress: (String) -> Void) async throws {
        let counts = Dictionary(grouping: record.history.log, by: \.room).mapValues(\.count)
        let names = readers(link).map { ($0.name, $0.rooms) }
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end {
            let isHeard = names.allSatisfy { name, rooms in
                rooms.allSatisfy { record.heard(by: name, in: $0) >= counts[$0] ?? 0 }
            }
            if isHeard { return }
            progress("the readers hear what is left")
            try await Task.sleep(for: Self.step)
        }
    }
}

extension TestHistory.Said {
    /// Takes a message; `nil` for any other event.
    ///
    /// - Parameter event: of a stream or an export.
    init?(_ event: Event) {
        guard case .durable(let event) = event, case .message(let message) = event.content else {
            return nil
        }
        self.init(room: event.room.description, seq: event.seq, text: message.text)
    }
}
