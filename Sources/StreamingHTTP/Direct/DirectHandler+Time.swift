import NIOCore

// MARK: - Time

extension DirectHandler: TimedConnection {
    /// How long the bytes are taken that a client still sends when it has been answered.
    static let lingeringTime = TimeAmount.seconds(2)

    var lastSign: NIODeadline { clock.lastSign }

    func closeIfLate(now: NIODeadline, limit: TimeAmount, stalled: TimeAmount) {
        guard let context, isLate(context.channel, now, limit, stalled) else { return }
        context.close(promise: nil)
    }

    func isIdle(for time: TimeAmount, _ now: NIODeadline) -> Bool {
        guard case .idle = state else { return false }
        return answers.isEmpty && held.isEmpty && now >= clock.lastSign + time
    }

    func makeRoom() {
        context?.close(promise: nil)
    }

    private func isLate(
        _ channel: any Channel,
        _ now: NIODeadline,
        _ limit: TimeAmount,
        _ stalled: TimeAmount
    ) -> Bool {
        switch state {
        // A stream has its own rules.
        case .handedOver: return false
        case .asking(let asked) where asked.isStream: return false
        default: break
        }
        let waiting = channel.waitingBytes
        guard waiting == 0 else {
            let unsent = waiting + SendQueue.bytes(of: channel)
            return clock.isStalled(unsent: unsent, now, limit: stalled)
        }
        clock.nothingWaits(now)
        switch state {
        case .closing(let since): return now >= since + Self.lingeringTime
        case .body, .streamDue: return clock.isLate(now, limit: limit)
        // While an answer is being made it is the server that takes its time.
        case .asking(let asked):
            return !asked.isWhole && clock.isLate(now, limit: limit, isTalk: asked.isTalk)
        case .idle where answers.isEmpty: return now >= clock.lastSign + limit
        default: return false
        }
    }
}
