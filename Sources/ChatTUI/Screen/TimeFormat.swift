import ChatProtocol

/// How times are written; the words are the configuration's.
package enum TimeFormat: String, Hashable, Sendable, CaseIterable {
    /// `07:40`.
    case minutes = "24h"
    /// ` 7:40a`.
    case twelve = "12h"
    /// `07:40:09`.
    case seconds
    /// No times; room is left for the sign of a message that is on its way.
    case none

    /// Cells of a time with the blank behind it.
    var width: Int {
        switch self {
        case .minutes: 6
        case .twelve: 7
        case .seconds: 9
        case .none: 2
        }
    }

    /// A time with the blank behind it.
    ///
    /// - Returns: text of exactly ``width`` cells.
    func text(of time: LocalTime) -> String {
        switch self {
        case .minutes: "\(time.hourAndMinute) "
        case .twelve: "\(time.twelveHours) "
        case .seconds: "\(time.hourMinuteAndSecond) "
        case .none: "  "
        }
    }

    /// A time among other words: there is one also where messages stand without.
    ///
    /// - Parameter hasSeconds: whether it has them in any format.
    /// - Returns: text without a blank around it.
    func clock(of time: LocalTime, hasSeconds: Bool = false) -> String {
        switch (self, hasSeconds) {
        case (.twelve, false): String(time.twelveHours.drop { $0 == " " })
        case (.twelve, true): String(time.twelveHoursAndSecond.drop { $0 == " " })
        case (.seconds, _), (_, true): time.hourMinuteAndSecond
        case (.minutes, false), (.none, false): time.hourAndMinute
        }
    }
}
