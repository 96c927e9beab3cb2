import ChatTUI
import Testing

@Suite struct MemoryTrimmerTests {
    private typealias Thrift = MemoryTrimmer<ContinuousClock.Instant>
    private let start = ContinuousClock.now

    private func given() -> Thrift {
        var thrift = Thrift()
        thrift.noteWork(at: start)
        thrift.noteGivenBack()
        return thrift
    }

    @Test("After the start, memory is given back in the first pause")
    func first() {
        var thrift = Thrift()
        #expect(thrift.wait(at: start) == nil)
        thrift.noteWork(at: start)
        #expect(thrift.wait(at: start) == Thrift.pause)
        #expect(thrift.wait(at: start.advanced(by: .milliseconds(400))) == .milliseconds(100))
        #expect(thrift.wait(at: start.advanced(by: .seconds(2))) == .zero)
    }

    @Test("What comes in the pause puts it off")
    func putOff() {
        var thrift = Thrift()
        thrift.noteWork(at: start)
        let now = start.advanced(by: .milliseconds(499))
        thrift.noteWork(at: now)
        #expect(thrift.wait(at: now) == Thrift.pause)
    }

    @Test("Nothing wakes a client in which nothing happened since")
    func once() {
        #expect(given().wait(at: start.advanced(by: .seconds(3_600))) == nil)
    }

    @Test("One who types and pauses keeps the code; one who is away for long does not")
    func typing() {
        var thrift = given()
        thrift.noteWork(at: start)
        #expect(thrift.wait(at: start.advanced(by: .seconds(5))) == .seconds(25))
        #expect(thrift.wait(at: start.advanced(by: .seconds(30))) == .zero)
    }

    @Test("After a flood memory is given back in the first pause, also if a little came behind it")
    func flood() {
        var thrift = given()
        thrift.noteWork(at: start, isMuch: true)
        thrift.noteWork(at: start)
        #expect(thrift.wait(at: start) == Thrift.pause)
        thrift.noteGivenBack()
        thrift.noteWork(at: start)
        #expect(thrift.wait(at: start) == Thrift.rest)
    }

    @Test("A clock that went back makes nothing wait longer than the rest")
    func backwards() {
        var thrift = given()
        thrift.noteWork(at: start)
        #expect(thrift.wait(at: start.advanced(by: .seconds(-60))) == Thrift.rest)
    }
}
