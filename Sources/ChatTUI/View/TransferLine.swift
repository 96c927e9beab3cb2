/// What the status line says of files on their way.
enum TransferLine {
    /// Cells of a bar.
    private static let barWidth = 10
    /// Characters of a name that show.
    private static let nameWidth = 20

    /// A few words for each, the newest first: `sending big.bin [####------] 42 %`.
    ///
    /// - Returns: as many texts as files are on their way.
    static func texts(of model: Model) -> [String] {
        model.transfers.reversed().map(text)
    }

    private static func text(of transfer: Transfer) -> String {
        let isSent = if case .send = transfer.job { true } else { false }
        let safe = ShownText.phrase.of(transfer.name)
        let name = safe.count > nameWidth ? safe.prefix(nameWidth - 1) + "\(Glyph.more)" : safe
        let verb = isSent ? "sending" : "fetching"
        guard transfer.reason == nil else { return "\(verb) \(name) waits for the server" }
        guard let percent = transfer.percent else { return "\(verb) \(name)" }
        let full = percent * barWidth / 100
        let bar =
            String(repeating: "#", count: full)
            + String(repeating: "-", count: barWidth - full)
        return "\(verb) \(name) [\(bar)] \(percent) %"
    }
}
