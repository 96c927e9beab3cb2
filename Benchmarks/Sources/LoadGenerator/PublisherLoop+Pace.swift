/// How posts are sent at a rate: the publishers take them in turn, each when it is due.
///
/// A post that finds no room in flight is sent as soon as there is, and keeps the time that it was
/// due: a server that stalls is told by the latency of all that had to wait for it.
extension PublisherLoop {
    /// Sends what came due, once all publishers are connected; the rate begins then.
    mutating func postWhatIsDue() {
        guard let pacer, begun == publishers.count else { return }
        let now = progress.clock.now
        let due = pacer.due(now: now)
        // One look at each publisher is enough, however many of its posts are due.
        for turn in due.prefix(publishers.count) {
            let publisher = publishers[Int(turn % UInt64(publishers.count))]
            postWhatIsDue(from: publisher, now: now)
        }
    }

    /// Sends what one publisher owes, as far as there is room in flight.
    ///
    /// - Parameters:
    ///   - publisher: one of the loop's.
    ///   - now: nanoseconds of the run.
    mutating func postWhatIsDue(from publisher: Publisher, now: UInt64) {
        while publisher.hasRoom, let due = nextDue(of: publisher), due <= now {
            post(publisher, due: due)
            if window.contains(due) { result.sendDelay.record(now - due) }
        }
        publisher.flush()
    }

    /// The posts of a publisher that were due before the measured part ended, and are not sent.
    ///
    /// - Parameter publisher: one of the loop's.
    /// - Returns: how many.
    func owed(by publisher: Publisher) -> Int {
        let now = progress.clock.now
        guard let schedule = pacer?.schedule, let due = nextDue(of: publisher), due <= now else {
            return 0
        }
        let all = schedule.count(through: min(now, window.upperBound - 1))
        let before = number(of: publisher, post: publisher.posted)
        return Int(
            (all - min(all, before) + UInt64(publishers.count) - 1) / UInt64(publishers.count)
        )
    }

    /// When a publisher's next post is due; nothing when that is after the measured part.
    private func nextDue(of publisher: Publisher) -> UInt64? {
        guard let schedule = pacer?.schedule else { return nil }
        let due = schedule.time(of: number(of: publisher, post: publisher.posted))
        return due < window.upperBound ? due : nil
    }

    /// Which of all posts is a publisher's own, counted from 0.
    private func number(of publisher: Publisher, post: UInt64) -> UInt64 {
        UInt64(publisher.number) + post * UInt64(publishers.count)
    }
}
