import ChatProtocol

/// The screen of `chat-server top`, as rows of single-width characters.
///
/// Pure: the same model and size give the same rows.
package struct TopScreen {
    private let model: TopModel
    private let columns: Int
    private let rows: Int

    /// Takes what is to be shown.
    ///
    /// - Parameters:
    ///   - columns: of the screen; brought into 20 to 300.
    ///   - rows: of the screen; brought into 4 to 100.
    package init(_ model: TopModel, columns: Int, rows: Int) {
        self.model = model
        self.columns = min(max(columns, 20), 300)
        self.rows = min(max(rows, 4), 100)
    }

    /// The rows, as many as the screen has or fewer, none longer than the screen is wide.
    package var lines: [String] {
        let last = model.trouble ?? "q leaves"
        var lines = [heading]
        if let figures = model.figures {
            lines += numbers(of: figures)
            // The rooms only where they have a row beside their heading.
            if lines.count + 4 <= rows { lines += [""] + busiest(figures) }
        } else {
            lines.append("waiting for numbers")
        }
        lines = Array(lines.prefix(rows - 1))
        lines += [last]
        return lines.map { String($0.prefix(columns)) }
    }

    private var heading: String {
        guard let figures = model.figures else { return "burble \(model.server)" }
        let time = String(TopModel.safe(figures.at).dropFirst(11).prefix(8))
        return "burble \(model.server)  \(time)  up \(Self.span(figures.uptime))"
    }

    // MARK: - Numbers

    private func numbers(of figures: TopFigures) -> [String] {
        let behind =
            figures.behind > 0 ? ", \(figures.behind) behind by \(figures.lag) events" : ""
        return [
            course("messages", "\(figures.messagesPerSecond.decimal(1))/s", model.messages),
            course("deliveries", "\(figures.deliveriesPerSecond.decimal(1))/s", model.deliveries),
            row("streams", "\(figures.streams)\(behind)"),
            row("members", "\(figures.members) here, \(figures.rooms) rooms"),
            row(
                "latency",
                "commit \(figures.commitMilliseconds.decimal(1)) ms, "
                    + "post \(figures.postMilliseconds.decimal(1)) ms, "
                    + "loop \(figures.loopDelayMilliseconds.decimal(1)) ms, "
                    + "\(figures.waiting) waiting"
            ),
            course("memory", Self.size(figures.memory), model.memory),
            row(
                "process",
                "\((figures.processor * 100).decimal(0)) % of a core, "
                    + "\(figures.descriptors) descriptors"
            ),
            row("disk", "\(Self.size(figures.disk.data)), \(Self.size(figures.disk.free)) free"),
        ]
    }

    private func row(_ name: String, _ value: String) -> String {
        Self.padded(name, 11) + value
    }

    /// A number and how it went.
    private func course(_ name: String, _ value: String, _ values: [Double]) -> String {
        let start = row(name, Self.padded(value, 12))
        return start + Sparkline.of(values.suffix(max(0, columns - start.count)))
    }

    // MARK: - Rooms

    private func busiest(_ figures: TopFigures) -> [String] {
        let most = figures.busiest.map(\.messagesPerMinute).max() ?? 0
        let heading = row("messages/min", "  room")
        let room = max(0, columns - 40)
        return [heading]
            + figures.busiest.map { entry in
                let share = most > 0 ? Double(entry.messagesPerMinute) / Double(most) : 0
                let cells = Int((max(0, share) * Double(room)).rounded())
                let bar = String(repeating: "█", count: cells)
                let number = "\(entry.messagesPerMinute)"
                let start = String(repeating: " ", count: max(0, 12 - number.count)) + number
                let name = TopModel.safe(entry.room)
                guard room > 0, !bar.isEmpty else { return start + "  " + name }
                return start + "  " + Self.padded(name, 25) + " " + bar
            }
    }

    // MARK: - Words

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func span(_ seconds: Int) -> String {
        switch seconds {
        case ..<60: "\(max(0, seconds)) s"
        case ..<3600: "\(seconds / 60) min"
        case ..<86_400: "\(seconds / 3600) h \(seconds / 60 % 60) min"
        default: "\(seconds / 86_400) d \(seconds / 3600 % 24) h"
        }
    }

    private static func size(_ bytes: Int) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return "\(value.decimal(value < 10 && unit > 0 ? 1 : 0)) \(units[unit])"
    }
}

/// A course of values in one row.
enum Sparkline {
    private static let heights: [Character] = Array("▁▂▃▄▅▆▇█")

    /// Draws values, one character each.
    ///
    /// - Parameter values: 0 or more each; the largest is the full height.
    static func of(_ values: some Collection<Double>) -> String {
        let most = values.max() ?? 0
        return String(
            values.map { value in
                guard most > 0, value > 0 else { return heights[0] }
                let index = Int((value / most * Double(heights.count - 1)).rounded())
                return heights[min(max(index, 0), heights.count - 1)]
            }
        )
    }
}
