import ChatClient
import ChatProtocol
import Glibc

/// Prints what is said in the rooms as lines of text, until it is stopped or nobody reads on.
@MainActor
final class PrintLines {
    /// How many of the newest messages come first, as for curl.
    private static let tail = 20

    private let settings: Settings
    private let encoder: EventEncoder
    private var isOffline = false

    /// Makes one.
    ///
    /// - Parameter settings: where from, and as whom.
    init(_ settings: Settings) {
        self.settings = settings
        encoder = EventEncoder(format: .text, namesRooms: settings.rooms.count > 1)
    }

    /// Prints until the reader of standard output is gone.
    ///
    /// Suspends throughout.
    ///
    /// - Returns: the exit code.
    func run() async -> CInt {
        let transport = Transport(to: settings.server)
        let stream = EventStream(
            over: transport,
            rooms: settings.rooms,
            as: settings.name,
            tail: Self.tail,
            clock: ContinuousClock()
        )
        let code = await withTaskGroup(of: CInt.self) { group in
            let (ends, end) = AsyncStream.makeStream(
                of: CInt.self,
                bufferingPolicy: .bufferingOldest(1)
            )
            group.addTask {
                await stream.run(using: SystemRandomNumberGenerator()) { report in
                    if let code = await self.take(report) { end.yield(code) }
                }
                return ExitCodes.done
            }
            var code = ExitCodes.done
            for await told in ends.prefix(1) { code = told }
            group.cancelAll()
            return code
        }
        await transport.shutdown()
        return code
    }

    /// Prints what a stream tells; the exit code if that is no longer possible.
    ///
    /// Blocks the main thread while standard output is full, and so slows the stream.
    private func take(_ report: StreamReport) -> CInt? {
        switch report {
        case .connecting, .opened, .quiet:
            return nil
        case .event(let event):
            isOffline = false
            var bytes: [UInt8] = []
            encoder.append(event, to: &bytes)
            return print(bytes)
        case .disconnected(let end, let wait):
            // One word for each time that it is away, not for each try.
            if !isOffline { Program.say("\(end); \(wait == nil ? "that is all" : "trying on")") }
            isOffline = true
            return wait == nil ? ExitCodes.done : nil
        }
    }

    private func print(_ bytes: [UInt8]) -> CInt? {
        var done = 0
        while done < bytes.count {
            // The rest of `bytes`, and its count.
            let put = unsafe bytes[done...].withUnsafeBytes { rest in
                unsafe write(STDOUT_FILENO, rest.baseAddress, rest.count)
            }
            if put < 0, errno == EINTR { continue }
            if put < 0, errno == EPIPE { return ExitCodes.done }
            guard put > 0 else {
                // The text is a constant of the C library, copied at once.
                unsafe Program.say(
                    "the output cannot be written: \(String(cString: strerror(errno)))"
                )
                return ExitCodes.broken
            }
            done += put
        }
        return nil
    }
}
