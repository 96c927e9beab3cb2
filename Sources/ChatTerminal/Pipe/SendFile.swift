import ChatClient
import ChatProtocol
import ChatTUI
import Glibc

/// `--upload PATH`: sends a file to each room that was named, with a bar on a terminal.
@MainActor
struct SendFile {
    /// How long no server may answer before this gives up.
    private static let patience = Duration.seconds(60)

    let settings: Settings
    let path: String

    /// Sends it.
    ///
    /// Suspends until every room has it, but those that do not take it.
    func run() async -> CInt {
        let transport = settings.transport
        let files = FileTransfers(over: transport, as: settings.name, patience: Self.patience)
        var ends: [PostFailure?] = []
        for room in settings.rooms where ends.last??.isFinal != true {
            ends.append(await send(to: room, files))
        }
        await transport.shutdown()
        return PostFailure.all(ends)?.code ?? ExitCodes.done
    }

    private func send(to room: RoomName, _ files: FileTransfers) async -> PostFailure? {
        let place = settings.rooms.count > 1 ? "\(room): " : ""
        let hasBar = isatty(STDERR_FILENO) == 1
        let meter = TransferMeter { progress in
            if hasBar { Self.draw(progress) }
        }
        do {
            try FileTransfers.check(path)
            let name = try FileName(path.split(separator: "/").last ?? "")
            let address = try await files.send(
                path,
                as: name,
                to: room,
                keeping: UploadAddress()
            ) { await meter.take($0) }
            if hasBar { StandardError.redraw("") }
            let whole = settings.server.description + address
            return StandardOutput.end(saying: whole).map { PostFailure(code: $0, isFinal: true) }
        } catch let failure as TransferFailure {
            if hasBar { StandardError.endLine() }
            StandardError.say("\(place)\(failure)")
            return PostFailure(failure)
        } catch {
            StandardError.say("\(path): \(error)")
            return PostFailure(code: ExitCodes.refused, isFinal: true)
        }
    }

    /// Draws on the terminal; a bar that does not show is no loss.
    nonisolated private static func draw(_ progress: TransferProgress) {
        switch progress {
        case .moved(let done, let total?) where total > 0:
            let share = Int(min(100, Double(max(0, done)) / Double(total) * 100))
            let bar = String(repeating: "#", count: share * 30 / 100)
            let rest = String(repeating: "-", count: 30 - bar.count)
            StandardError.redraw("[\(bar)\(rest)] \(share) %")
        case .moved: break
        case .waiting(let reason):
            StandardError.redraw("waits: \(reason)")
        }
    }
}
