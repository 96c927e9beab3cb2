import ChatProtocol
import TestTools
import Testing

@Suite struct TimestampTests {
    @Test("A moment survives its text", arguments: 1...20)
    func roundTrip(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let milliseconds = Int64.random(in: Timestamp.bounds, using: &generator)
            let moment = Timestamp(milliseconds: milliseconds)
            #expect(Timestamp(moment.description) == moment, "seed \(seed), \(milliseconds)")
        }
    }

    @Test(
        "Known moments have their known texts",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_795_333_200_123, "2026-11-22T07:40:00.123Z"),
            (Timestamp.bounds.lowerBound, "0001-01-01T00:00:00.000Z"),
            (Timestamp.bounds.upperBound, "9999-12-31T23:59:59.999Z"),
        ]
    )
    func known(milliseconds: Int64, text: String) {
        let moment = Timestamp(milliseconds: milliseconds)
        #expect(moment.description == text)
        #expect(text.hasPrefix(moment.dateText) && text.contains("T\(moment.timeText)."))
    }

    @Test("What lies outside the years of four digits is brought to their edge")
    func bounds() {
        #expect(Timestamp(milliseconds: .max).milliseconds == Timestamp.bounds.upperBound)
        #expect(Timestamp(milliseconds: .min).milliseconds == Timestamp.bounds.lowerBound)
    }

    @Test(
        "Every spelling of RFC 3339 is read",
        arguments: [
            "2026-11-22T07:40:00.123Z", "2026-11-22t07:40:00.123z", "2026-11-22 07:40:00.123Z",
            "2026-11-22T08:40:00.1239+01:00", "2026-11-21T23:10:00.123000-08:30",
        ]
    )
    func spellings(text: String) {
        #expect(Timestamp(text)?.milliseconds == 1_795_333_200_123)
    }

    @Test("A date is its midnight, a short fraction is padded, a leap second is the one before")
    func shortForms() {
        #expect(Timestamp("1970-01-02")?.milliseconds == 86_400_000)
        #expect(Timestamp("1970-01-01T00:00:00.5Z")?.milliseconds == 500)
        #expect(Timestamp("1970-01-01T23:59:60Z")?.milliseconds == 86_399_000)
    }

    @Test(
        "What is no moment is none",
        arguments: [
            "", "now", "2026-02-30", "2026-13-01", "2026-00-01", "2026-1-1", "20261122",
            "2026-11-22T", "2026-11-22T07:40Z", "2026-11-22T07:40:00", "2026-11-22T24:00:00Z",
            "2026-11-22T07:60:00Z", "2026-11-22T07:40:61Z", "2026-11-22T07:40:00.Z",
            "2026-11-22T07:40:00Zx", "2026-11-22T07:40:00+1:00", "9999-12-31T23:59:59-01:00",
            "-001-01-01", "٢٠٢٦-11-22", " 2026-11-22", "2026-11-22\n",
        ]
    )
    func refused(text: String) {
        #expect(Timestamp(text) == nil)
    }
}
