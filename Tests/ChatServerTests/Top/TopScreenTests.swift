import Testing

@testable import ChatServer

@Suite struct TopScreenTests {
    private func figures(_ messages: Double = 2.5, behind: Int = 0) throws -> TopFigures {
        let row = """
            {"type":"stats","at":"2026-11-22T07:40:00.123Z","uptime":3725,"streams":1000,
            "behind":\(behind),"lag":7,"rooms":3,"members":4,"deliveries":1100,
            "deliveriesPerSecond":2500,"loopDelayMilliseconds":0.25,"messages":20,
            "messagesPerSecond":\(messages),"commits":1,"waiting":2,"commitMilliseconds":1.24,
            "postMilliseconds":3,"memory":49283072,"descriptors":1033,"processor":0.5,
            "disk":{"data":2048,"free":66571993088},"busiest":[
            {"room":"general","messagesPerMinute":120},{"room":"random","messagesPerMinute":30}]}
            """
        return try #require(TopFigures.read(row.utf8))
    }

    @Test("A screen of sixty columns shows it all")
    func whole() throws {
        var model = TopModel(server: "http://127.0.0.1:8080")
        for messages in [0, 1, 2, 4, 2.5] { model.take(try figures(messages, behind: 2)) }
        #expect(
            TopScreen(model, columns: 60, rows: 14).lines == [
                "burble http://127.0.0.1:8080  07:40:00  up 1 h 2 min",
                "messages   2.5/s       ▁▃▅█▅",
                "deliveries 2500/s      █████",
                "streams    1000, 2 behind by 7 events",
                "members    4 here, 3 rooms",
                "latency    commit 1.2 ms, post 3 ms, loop 0.3 ms, 2 waiting",
                "memory     47 MiB      █████",
                "process    50 % of a core, 1033 descriptors",
                "disk       2 KiB, 62 GiB free",
                "",
                "messages/min  room",
                "         120  general                   ████████████████████",
                "          30  random                    █████",
                "q leaves",
            ]
        )
    }

    @Test("Numbers of a server that is none of ours end nothing")
    func extremes() throws {
        let text = """
            {"at":"x","uptime":\(Int.min),"streams":\(Int.max),"behind":\(Int.min),"lag":-1,
            "rooms":-1,"members":\(Int.max),"deliveriesPerSecond":-1e308,"waiting":-1,
            "loopDelayMilliseconds":1e308,"messagesPerSecond":5e-324,"commitMilliseconds":-1,
            "postMilliseconds":1e300,"memory":\(Int.min),"descriptors":-1,"processor":1e308,
            "disk":{"data":\(Int.max),"free":\(Int.min)},"busiest":[
            {"room":"a","messagesPerMinute":\(Int.min)},{"room":"b","messagesPerMinute":1}]}
            """
        var model = TopModel(server: "http://127.0.0.1:8080")
        model.take(try #require(TopFigures.read(text.utf8)))
        let lines = TopScreen(model, columns: 90, rows: 20).lines
        #expect(lines.contains { $0.contains("\(Int.min)  a") })
    }

    @Test("The smallest screen shows the rates, and why there is no connection")
    func small() throws {
        var model = TopModel(server: "http://127.0.0.1:8080")
        #expect(
            TopScreen(model, columns: 1, rows: 1).lines
                == ["burble http://127.0.", "waiting for numbers", "q leaves"]
        )
        model.take(try figures())
        model.lose("no server is reached \u{1b}[2J")
        #expect(
            TopScreen(model, columns: 20, rows: 4).lines == [
                "burble http://127.0.", "messages   2.5/s    ", "deliveries 2500/s   ",
                "no server is reached",
            ]
        )
        model.take(try figures())
        #expect(TopScreen(model, columns: 20, rows: 4).lines.last == "q leaves")
    }

    @Test("No size is overrun, and no name can move the cursor", arguments: [1, 20, 79, 300, 999])
    func sizes(columns: Int) throws {
        var model = TopModel(server: "\u{1b}]0;x\u{7}")
        var figures = try figures()
        figures.at = "\u{1b}[1;1H\n\n\n\n\n\n\n\n\n"
        figures.busiest = (0..<200).map { .init(room: "\u{1b}[3\($0)m", messagesPerMinute: $0) }
        for _ in 0..<TopModel.kept + 5 { model.take(figures) }
        #expect(model.messages.count == TopModel.kept)
        for rows in [1, 4, 11, 12, 13, 100, 500] {
            let lines = TopScreen(model, columns: columns, rows: rows).lines
            #expect(lines.count <= min(max(rows, 4), 100))
            for line in lines {
                #expect(line.count <= min(max(columns, 20), 300))
                #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f })
            }
        }
    }

    @Test("Rows that are no numbers are passed over")
    func others() {
        for row in ["", "{}", "nonsense", #"{"type":"bye","reason":"shutdown"}"#] {
            #expect(TopFigures.read(row.utf8) == nil)
        }
    }
}
