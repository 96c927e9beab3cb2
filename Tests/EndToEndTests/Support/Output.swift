import Foundation
import Glibc
import Synchronization

/// What a child writes to one pipe, as it comes.
final class Output: Sendable {
    /// What has come, and how far the test has read.
    private struct Bytes: Sendable {
        var all: [UInt8] = []
        var read = 0
        var hasEnded = false
    }

    /// The line did not come; says what came instead.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// How long a line may take on a machine with much else to do: a program that starves beside
    /// others takes a hundred times as long as alone, and only what hangs is to be found.
    static let patience = Duration.seconds(300)

    /// The reading end of a pipe, and what came through it.
    private final class Source: Sendable {
        let bytes = Watched(Bytes())
        private let descriptor: Int32
        private let turn = Mutex(())

        init(_ descriptor: Int32) {
            self.descriptor = descriptor
        }

        /// Whether something is there, or the end.
        ///
        /// - Parameter wait: milliseconds at most; -1 is for ever.
        /// - Returns: false when the time is over.
        private func isReady(_ wait: Int32) -> Bool {
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            // The call fills in the value that it is given.
            return unsafe poll(&polled, 1, wait) == 1
        }

        /// Takes what is there now, if anything is.
        ///
        /// - Returns: how many bytes; `nil` at the end.
        private func take() -> Int? {
            turn.withLock { _ -> Int? in
                guard !bytes.value.hasEnded, isReady(0) else { return 0 }
                var buffer = [UInt8](repeating: 0, count: 64 * 1024)
                // `buffer` is as long as the count says, and only this function uses it.
                let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
                guard count > 0 else { return nil }
                bytes.change { $0.all += buffer[..<count] }
                return count
            }
        }

        /// Takes all that is there now, and waits for nothing.
        func takeAll() {
            while let count = take(), count > 0 {}
        }

        /// Takes what comes until the end, and closes it.
        func run() {
            repeat { _ = isReady(-1) } while take() != nil
            // From then on the number may be another file's.
            turn.withLock { _ in bytes.change { $0.hasEnded = true } }
            close(descriptor)
        }
    }

    private let source: Source
    private let separator: UInt8

    /// Reads a pipe on a thread of its own until it ends, and closes it.
    ///
    /// - Parameter descriptor: the reading end; it is taken over.
    init(reading descriptor: Int32, separator: UInt8) {
        self.separator = separator
        source = Source(descriptor)
        Thread.detachNewThread { [source] in source.run() }
    }

    private var bytes: Watched<Bytes> { source.bytes }

    /// Takes all that was written until now, also where the thread that reads is behind.
    func takeAll() { source.takeAll() }

    /// Everything that has come.
    var text: String { String(decoding: bytes.value.all, as: UTF8.self) }

    /// The bytes that have come.
    var count: Int { bytes.value.all.count }

    /// Waits for the next line that is as wanted, and passes over those before it.
    ///
    /// - Parameters:
    ///   - limit: how long at most.
    ///   - wanted: what it is, for the failure.
    ///   - isWanted: looks at a line, without its end.
    /// - Throws: ``Missing``.
    @discardableResult
    func line(
        within limit: Duration = patience,
        wanted: String = "line",
        where isWanted: (String) -> Bool = { _ in true }
    ) async throws -> String {
        let line = try await bytes.wait(within: limit) { bytes in
            while let line = next(in: &bytes) {
                if isWanted(line) { return line }
            }
            if bytes.hasEnded { throw missing("no \(wanted) before the end", bytes) }
            return nil
        }
        guard let line else { throw missing("no \(wanted) within \(limit)", bytes.value) }
        return line
    }

    /// Waits for some text, also where no line ends behind it, and passes over all up to its end.
    ///
    /// - Throws: ``Missing`` if it does not.
    func passage(_ part: String) async throws {
        let wanted = Array(part.utf8)
        let found: Bool? = try await bytes.wait(within: Self.patience) { bytes in
            if let range = bytes.all[bytes.read...].firstRange(of: wanted) {
                bytes.read = range.upperBound
                return true
            }
            if bytes.hasEnded { throw missing("no \(part) before the end", bytes) }
            return nil
        }
        guard found == nil else { return }
        throw missing("no \(part) within \(Self.patience)", bytes.value)
    }

    /// Waits until everything that has come is as wanted.
    ///
    /// - Parameter isWanted: looks at all of it.
    /// - Returns: false if it does not become so in time.
    func becomes(_ isWanted: (String) -> Bool) async -> Bool {
        let isSo: Bool? = await bytes.wait(within: Self.patience) { bytes in
            isWanted(String(decoding: bytes.all, as: UTF8.self)) ? true : nil
        }
        return isSo ?? false
    }

    /// Waits for the next line that contains some text.
    @discardableResult
    func line(containing part: String, within limit: Duration = patience) async throws -> String {
        try await line(within: limit, wanted: part) { $0.contains(part) }
    }

    /// Waits for a number of lines, the next ones.
    func lines(
        _ count: Int,
        where isWanted: (String) -> Bool = { _ in true }
    ) async throws
        -> [String]
    {
        var lines: [String] = []
        while lines.count < count { lines.append(try await line(where: isWanted)) }
        return lines
    }

    /// Waits for the end.
    ///
    /// - Throws: ``Missing`` if it does not come.
    @discardableResult
    func end(within limit: Duration = patience) async throws -> String {
        let ended: Bool? = await bytes.wait(within: limit) { $0.hasEnded ? true : nil }
        guard ended != nil else { throw missing("it did not end within \(limit)", bytes.value) }
        return text
    }

    private func next(in bytes: inout Bytes) -> String? {
        guard let end = bytes.all[bytes.read...].firstIndex(of: separator) else { return nil }
        defer { bytes.read = end + 1 }
        return String(decoding: bytes.all[bytes.read..<end], as: UTF8.self)
    }

    private func missing(_ reason: String, _ bytes: Bytes) -> Missing {
        let tail = bytes.all.suffix(2000).map { $0 == separator ? 0x0a : $0 }
        let shown = String(decoding: tail, as: UTF8.self)
        return Missing(description: "\(reason); what came ends with:\n\(shown)")
    }
}
