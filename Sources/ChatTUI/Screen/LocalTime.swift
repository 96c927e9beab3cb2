import ChatProtocol

/// A moment as the clock on the wall shows it.
struct LocalTime {
    private static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    private let shifted: Timestamp

    /// Makes a local time.
    init(_ moment: Timestamp, in zone: LocalZone) {
        shifted = moment.adding(milliseconds: Int64(zone.offset(at: moment)) * 1000)
    }

    /// The local day since 1970.
    var day: Int64 { shifted.day }

    /// `07:40`.
    var hourAndMinute: String { String(shifted.timeText.prefix(5)) }

    /// `07:40:09`.
    var hourMinuteAndSecond: String { String(shifted.timeText.prefix(8)) }

    /// ` 7:40a`, six cells.
    var twelveHours: String { halfOfDay(hourAndMinute) }

    /// ` 7:40:09a`, nine cells.
    var twelveHoursAndSecond: String { halfOfDay(hourMinuteAndSecond) }

    private func halfOfDay(_ text: String) -> String {
        guard let hour = Int(text.prefix(2)) else { return "\(text) " }
        let shown = hour % 12 == 0 ? 12 : hour % 12
        let rest = text.dropFirst(2)
        return (shown < 10 ? " " : "") + "\(shown)\(rest)" + (hour < 12 ? "a" : "p")
    }

    /// `2026-11-22`.
    var shortDate: String { shifted.dateText }

    /// `Sunday, 22 November 2026`.
    var longDate: String {
        let parts = shifted.dateText.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]) else { return shortDate }
        // Day 0 was a Thursday.
        let weekday = Self.weekdays[Int((shifted.day % 7 + 10) % 7)]
        return "\(weekday), \(parts[2]) \(Self.months[parts[1] - 1]) \(parts[0])"
    }
}
