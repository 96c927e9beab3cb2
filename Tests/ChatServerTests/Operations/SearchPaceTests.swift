import Testing

@testable import ChatServer

@Suite struct SearchPaceTests {
    @Test("The index takes half of a core, and a tenth from a thousand posts a second on")
    func givesWay() {
        var pace = SearchPace(givesWay: 1000)
        let work = Duration.milliseconds(20)
        #expect(pace.pause(after: work) == work)
        pace.note(40, in: work * 2)
        #expect(pace.pause(after: work) == work)
        pace.note(41, in: work * 2)
        #expect(pace.pause(after: work) == work * 9)
        // Over the longer pause it is the same rate.
        pace.note(201, in: work * 10)
        #expect(pace.pause(after: work) == work * 9)
        pace.note(200, in: work * 10)
        #expect(pace.pause(after: work) == work)
    }

    @Test("A time of nothing and a log that went back are no flood")
    func bounds() {
        var pace = SearchPace(givesWay: 1000)
        pace.note(0, in: .zero)
        #expect(pace.pause(after: .seconds(1)) == .seconds(1))
        pace.note(-5, in: .zero)
        #expect(pace.pause(after: .seconds(1)) == .seconds(1))
    }
}
