import Dispatch

/// Leaving the process to another program.
extension ChatApp {
    /// How long what was said last may take to come to the disk.
    private static let patience = DispatchTimeInterval.seconds(1)

    /// Waits until what was said last is on the disk: this process ends as another one begins.
    func awaitHandover() {
        for net in nets { net.stop() }
        let end = DispatchTime.now() + Self.patience
        for net in nets { _ = net.handedOver.wait(timeout: end) }
    }
}
