import ChatProtocol

/// What two samples say: the numbers of the later, and what happened between them.
///
/// Pure.
struct Statistics: Hashable, Sendable {
    let now: Sample
    let earlier: Sample

    /// Messages committed and events delivered a second.
    var messagesPerSecond: Double { rate(\.tally.messages) }
    var deliveriesPerSecond: Double { rate(\.delivery.deliveries) }

    /// Processor time by time: 1 is one core.
    var processor: Double {
        let span = span
        guard span > 0 else { return 0 }
        return (now.process.processor - earlier.process.processor).inSeconds / span
    }

    /// The mean of a transaction and of a post, in milliseconds; 0 if there was none.
    var commitMilliseconds: Double {
        now.tally.commitTime.mean(since: earlier.tally.commitTime).inMilliseconds
    }
    var postMilliseconds: Double {
        now.tally.postTime.mean(since: earlier.tally.postTime).inMilliseconds
    }

    /// Leaves the busiest of those rooms that somebody may read.
    ///
    /// - Parameter isSeen: whether a room is there for whoever is told.
    /// - Returns: the same numbers, with ``Sampler/busiest`` rooms at the most.
    func naming(_ isSeen: (RoomName) -> Bool) -> Statistics {
        var shown = now
        shown.busiest = []
        for room in now.busiest where isSeen(room.name) {
            shown.busiest.append(room)
            if shown.busiest.count == Sampler.busiest { break }
        }
        return Statistics(now: shown, earlier: earlier)
    }

    private var span: Double { (now.uptime - earlier.uptime).inSeconds }

    private func rate(_ count: (Sample) -> Int) -> Double {
        let span = span
        guard span > 0 else { return 0 }
        return Double(count(now) - count(earlier)) / span
    }
}

// MARK: - As it goes out

extension Statistics {
    /// Writes the object of `GET /stats` and of the stream's rows.
    ///
    /// - Parameter bytes: what it is appended to, without a newline.
    func appendJSON(to bytes: inout [UInt8]) {
        JSONWriter.append(to: &bytes) { json in
            json.object { json in
                json.key("type")
                json.string("stats")
                json.key("at")
                json.moment(now.at)
                json.key("uptime")
                json.int(now.uptime.components.seconds)
                writeStreams(to: &json)
                writeLog(to: &json)
                writeProcess(to: &json)
                json.key("busiest")
                json.array { json in
                    for room in now.busiest { room.write(to: &json) }
                }
            }
        }
    }

    private func writeStreams(to json: inout JSONWriter) {
        let delivery = now.delivery
        json.write([
            ("streams", delivery.streams), ("behind", delivery.behind), ("lag", Int(delivery.lag)),
            ("rooms", now.rooms), ("members", now.members), ("deliveries", delivery.deliveries),
        ])
        json.key("deliveriesPerSecond")
        json.decimal(deliveriesPerSecond)
        json.key("loopDelayMilliseconds")
        json.decimal(delivery.delay.inMilliseconds)
    }

    private func writeLog(to json: inout JSONWriter) {
        json.write([("messages", now.tally.messages)])
        json.key("messagesPerSecond")
        json.decimal(messagesPerSecond)
        json.write([("commits", now.tally.commits), ("waiting", now.waiting)])
        json.key("commitMilliseconds")
        json.decimal(commitMilliseconds)
        json.key("postMilliseconds")
        json.decimal(postMilliseconds)
    }

    private func writeProcess(to json: inout JSONWriter) {
        let process = now.process
        json.write([("memory", Int(process.memory)), ("descriptors", process.descriptors)])
        json.key("processor")
        json.decimal(processor)
        json.key("disk")
        json.object { json in
            json.write([("data", Int(process.data)), ("free", Int(process.free))])
        }
    }

    /// The line of the text format.
    var line: String {
        let delivery = now.delivery
        let busiest = now.busiest.prefix(3).map { " \($0.name) \($0.messages)/min" }
        return now.at.timeOfDay + " \(delivery.streams) streams, \(now.members) members, "
            + "\(now.rooms) rooms; \(messagesPerSecond.decimal(1)) messages/s, "
            + "\(deliveriesPerSecond.decimal(1)) deliveries/s; \(delivery.behind) behind by "
            + "\(delivery.lag) events; commit \(commitMilliseconds.decimal(1)) ms; "
            + "\(now.process.memory / 1_048_576) MiB, \(now.process.descriptors) descriptors"
            + (busiest.isEmpty ? "" : ";" + busiest.joined(separator: ","))
    }
}

extension BusyRoom {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("room")
            json.string(name.description)
            json.key("messagesPerMinute")
            json.int(Int64(messages))
        }
    }
}

extension JSONWriter {
    /// Writes several whole numbers.
    fileprivate mutating func write(_ fields: [(StaticString, Int)]) {
        for (name, number) in fields {
            key(name)
            int(Int64(number))
        }
    }
}

extension Timestamp {
    /// The hour, minute and second, as text lines begin with.
    var timeOfDay: String { String(description.dropFirst(11).prefix(8)) }
}
