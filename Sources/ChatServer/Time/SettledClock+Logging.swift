import ChatProtocol
import Logging

extension SettledClock {
    /// Reads the system's clocks.
    ///
    /// - Parameter logger: told when the clock has jumped.
    /// - Returns: the time.
    mutating func now(telling logger: Logger) -> Timestamp {
        let wasWaiting = isWaiting
        let time = time(of: .now())
        if isWaiting, !wasWaiting {
            logger.warning(
                "the clock has jumped ahead: for an hour nothing is old because of that",
                metadata: ["now": "\(Timestamp.now())", "before": "\(time)"]
            )
        }
        return time
    }
}
