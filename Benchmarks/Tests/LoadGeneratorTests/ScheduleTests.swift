import Testing

@testable import LoadGenerator

@Suite("When posts are due")
struct ScheduleTests {
    @Test(
        "A post is due at its time, and not a nanosecond before",
        arguments: [1, 3, 7, 1000, 4001, 999_983, 10_000_000]
    )
    func isExact(rate: Int) {
        let schedule = Schedule(rate: rate, start: 5_000)
        for post in [0, 1, 2, 3, 999, 1_000_003, 3600 * UInt64(rate)] as [UInt64] {
            let time = schedule.time(of: post)
            #expect(schedule.count(through: time) == post + 1)
            #expect(schedule.count(through: time - 1) == post)
        }
    }

    @Test("After an hour the rate is still kept")
    func keepsItsRate() {
        let schedule = Schedule(rate: 3, start: 100)
        #expect(schedule.time(of: 3 * 3600) == 100 + 3_600_000_000_000)
        #expect(schedule.count(through: 0) == 0)
    }
}
