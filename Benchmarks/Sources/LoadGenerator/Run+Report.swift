import Synchronization

/// How a run's figures are put together.
extension Run {
    /// A report of the plan, without figures.
    var emptyReport: Report {
        Report(
            target: plan.target,
            format: plan.format,
            streams: plan.streams,
            rooms: plan.rooms,
            publishers: plan.publishers,
            pipeline: plan.pipeline,
            rate: plan.rate,
            size: plan.size,
            seconds: plan.seconds
        )
    }

    /// Fills in what the streams found.
    ///
    /// - Parameters:
    ///   - report: what is known so far.
    ///   - readers: all of them, ended.
    func fill(_ report: inout Report, readers: [Reader]) {
        report.read = streamsReport(readers, pace: .eager, streams: plan.streams)
        if plan.returning != nil { fillReturn(&report, readers.compactMap(\.result)) }
        report.stopped = streamsReport(readers, pace: .stopped, streams: plan.stopped)
        report.slow = streamsReport(readers, pace: .slow, streams: plan.slow)
        let churn = Pace.churn(perSecond: plan.churn)
        report.churned = streamsReport(readers, pace: churn, streams: plan.churn)
        report.reopened = readers.reduce(0) {
            $0 + $1.status.reopened.load(ordering: .acquiring)
        }
        report.problems = progress.noted
        let stall = progress.longestStall.load(ordering: .relaxed)
        report.longestStallSeconds = Double(stall) / 1e9
        let streams = plan.streams + plan.stopped + plan.slow + plan.churn
        guard let before = report.memoryBefore, let idle = report.memoryIdle, streams > 0
        else { return }
        let resident = idle.residentKilobytes - before.residentKilobytes
        let proportional = idle.proportionalKilobytes - before.proportionalKilobytes
        report.residentKilobytesPerStream = Double(resident) / Double(streams)
        report.proportionalKilobytesPerStream = Double(proportional) / Double(streams)
    }

    private func fillReturn(_ report: inout Report, _ results: [ReaderResult]) {
        let sum = results.reduce(into: ReaderResult()) { $0.add($1) }
        (report.complete, report.live) = (Latency(sum.complete), Latency(sum.live))
    }

    private func streamsReport(_ readers: [Reader], pace: Pace, streams: Int) -> StreamsReport? {
        let results = readers.filter { $0.plan.pace == pace }
            .compactMap { $0.result }
        guard var sum = results.first else { return nil }
        for result in results.dropFirst() { sum.add(result) }
        return StreamsReport(
            streams: streams,
            delivered: sum.delivered,
            deliveriesPerSecond: Double(sum.deliveredInWindow) / plan.seconds,
            bytesPerSecond: Double(sum.bytesInWindow) / plan.seconds,
            messagesPerRead: Double(sum.deliveredInWindow) / Double(max(sum.readsInWindow, 1)),
            latency: Latency(sum.latency),
            faults: sum.faults
        )
    }
}
