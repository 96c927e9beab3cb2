import Foundation

extension TemporaryFolder {
    /// What the outbox holds of the clients whose home this folder is.
    ///
    /// A message shows before it is written there.
    var outbox: String {
        let state = path + "/.local/state/burble"
        // There is none before the first message.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: state)) ?? []
        return names.filter { $0.hasPrefix("outbox-") && !$0.hasSuffix(".lock") }
            .compactMap { FileManager.default.contents(atPath: state + "/" + $0) }
            .map { String(decoding: $0, as: UTF8.self) }.joined()
    }
}
