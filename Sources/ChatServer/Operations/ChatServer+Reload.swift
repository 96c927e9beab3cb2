import ChatStore
import Logging

/// Settings that change while the server runs.
extension ChatServer {
    /// Reads the settings, and the certificate with its key, again.
    ///
    /// What can change holds from now on; the log names that, and what waits for the next start. If
    /// one setting cannot be, all stay as they were; a pair that cannot be used leaves the old one.
    ///
    /// Suspends to read the settings; blocks for as long as the disk takes.
    ///
    /// - Parameter read: gives the settings as they are set now.
    package func reload(_ read: @Sendable () async throws -> ServerSettings) async {
        if services.lifecycle.isServing { systemd.notifications?.tellReloading() }
        // The manager waits for an answer to each reload.
        defer { tellReady() }
        do {
            change(to: try await read())
        } catch {
            logger.error("the settings stay as they were", metadata: ["reason": "\(error)"])
            if let certificate, let files = live.tls { certificate.reload(files, logger) }
        }
    }

    /// Tells the service manager that connections are taken, if they are: of one that starts or
    /// drains it would end the start, or the stop.
    func tellReady() {
        guard services.lifecycle.isServing else { return }
        systemd.notifications?.tellReady(status)
    }

    private func change(to new: ServerSettings) {
        var changes = live.change(to: new)
        if let certificate, let files = live.tls, !certificate.reload(files, logger) {
            // The old pair holds on.
            changes.taken.removeAll { ["tls-certificate", "tls-key"].contains($0) }
        }
        services.gate.rates.change()
        services.files.space.change(
            floor: new.limits.diskFloor,
            quota: services.store.disk == nil ? 0 : Int64(new.limits.logBytes)
        )
        tell(changes)
    }

    private func tell(_ changes: (taken: [String], waiting: [String])) {
        logger.notice(
            "the settings were read again",
            metadata: ["changed": "\(changes.taken.joined(separator: ","))"]
        )
        guard !changes.waiting.isEmpty else { return }
        logger.warning(
            "settings that have changed hold from the next start on",
            metadata: ["settings": "\(changes.waiting.joined(separator: ","))"]
        )
    }
}
