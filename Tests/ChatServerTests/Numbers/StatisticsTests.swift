import ChatProtocol
import Testing

@testable import ChatServer

@Suite struct StatisticsTests {
    /// A minute of a server, with a number in every place.
    private func statistics() throws -> Statistics {
        var earlier = Sample()
        earlier.uptime = .seconds(60)
        earlier.tally.messages = 10
        earlier.delivery.deliveries = 100
        var now = earlier
        now.at = Timestamp(milliseconds: 1_000_000)
        now.uptime = .seconds(64)
        now.tally.messages = 20
        now.tally.commitTime.add(.milliseconds(3))
        now.delivery = DeliveryCount(
            streams: 5,
            behind: 2,
            lag: 7,
            deliveries: 1100,
            opened: 6,
            slow: 1,
            delay: .microseconds(250)
        )
        now.rooms = 3
        now.members = 4
        now.process.memory = 64 << 20
        now.process.processor = .seconds(2)
        now.busiest = [BusyRoom(name: try RoomName("general"), messages: 12)]
        return Statistics(now: now, earlier: earlier)
    }

    @Test("Rates are told over the time between two samples, and none over no time")
    func rates() throws {
        let statistics = try statistics()
        #expect(statistics.messagesPerSecond == 2.5)
        #expect(statistics.deliveriesPerSecond == 250)
        #expect(statistics.processor == 0.5)
        #expect(statistics.commitMilliseconds == 3)
        let still = Statistics(now: statistics.now, earlier: statistics.now)
        #expect(still.messagesPerSecond == 0 && still.processor == 0)
        #expect(still.commitMilliseconds == 0)
    }

    @Test("A row is one JSON object, and one line of text")
    func row() throws {
        var bytes: [UInt8] = []
        try statistics().appendJSON(to: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"type":"stats","at":"1970-01-01T00:16:40.000Z","uptime":64,"#
                + #""streams":5,"behind":2,"lag":7,"rooms":3,"members":4,"deliveries":1100,"#
                + #""deliveriesPerSecond":250,"loopDelayMilliseconds":0.25,"messages":20,"#
                + #""messagesPerSecond":2.5,"commits":0,"waiting":0,"commitMilliseconds":3,"#
                + #""postMilliseconds":0,"memory":67108864,"descriptors":0,"processor":0.5,"#
                + #""disk":{"data":0,"free":0},"#
                + #""busiest":[{"room":"general","messagesPerMinute":12}]}"#
        )
        #expect(
            try statistics().line
                == "00:16:40 5 streams, 4 members, 3 rooms; 2.5 messages/s, 250 deliveries/s; "
                + "2 behind by 7 events; commit 3 ms; 64 MiB, 0 descriptors; general 12/min"
        )
    }

    @Test("The busiest rooms are told of as far as they may be seen, and so many")
    func naming() throws {
        let rooms = try (0..<100).map { number in
            BusyRoom(name: try RoomName("r\(number)"), messages: 100 - number)
        }
        var now = Sample()
        now.busiest = rooms
        let statistics = Statistics(now: now, earlier: Sample())
        #expect(statistics.naming { _ in true }.now.busiest == Array(rooms.prefix(20)))
        let last = rooms[99]
        #expect(statistics.naming { $0 == last.name }.now.busiest == [last])
        #expect(statistics.naming { _ in false }.now.busiest.isEmpty)
    }

    @Test("A histogram's classes add up, and the two formats name a counter in their own way")
    func prometheus() throws {
        var page = PrometheusText(.text)
        var times = Histogram()
        times.add(.microseconds(90))
        times.add(.milliseconds(3))
        page.histogram("took_seconds", times, "Long.")
        page.counter("did", 3, "Done.")
        let lines = page.page.split(separator: "\n").map(String.init)
        #expect(lines.contains(#"took_seconds_bucket{le="0.0001"} 1"#))
        #expect(lines.contains(#"took_seconds_bucket{le="0.005"} 2"#))
        #expect(lines.contains(#"took_seconds_bucket{le="+Inf"} 2"#))
        #expect(lines.contains("took_seconds_sum 0.00309"))
        #expect(
            lines.suffix(3) == [
                "# HELP did_total Done.", "# TYPE did_total counter", "did_total 3",
            ]
        )
        var open = PrometheusText(.openMetrics)
        open.counter("did", 3, "Done.")
        #expect(open.page == "# HELP did Done.\n# TYPE did counter\ndid_total 3\n# EOF\n")
    }
}
