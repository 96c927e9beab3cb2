import ChatProtocol

/// How the times of messages are written; the words are the configuration's.
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
    /// - Parameter time: the moment.
    /// - Returns: text of exactly ``width`` cells.
    func text(of time: LocalTime) -> String {
        switch self {
        case .minutes: "\(time.hourAndMinute) "
        case .twelve: "\(time.twelveHours) "
        case .seconds: "\(time.hourMinuteAndSecond) "
        case .none: "  "
        }
    }
}
