import ChatProtocol
import ChatTUI
import Glibc
import Testing

@testable import ChatTerminal

@Suite("The time zone of the process", .serialized)
struct LocalZoneTests {
    // Seen as C18 and client F16: times of summer were shown in winter's hour.
    @Test("is that of each moment: summer's in summer, winter's in winter")
    func summer() throws {
        let before = unsafe getenv("TZ").map { unsafe String(cString: $0) }
        // No other test of this process reads the zone, and none runs beside this one.
        unsafe setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1)
        tzset()
        defer {
            if let before { unsafe setenv("TZ", before, 1) } else { unsafe unsetenv("TZ") }
            tzset()
        }
        let zone = LocalZone.ofProcess
        // 1 July and 1 December 2026, 10:00 UTC.
        #expect(zone.offset(at: Timestamp(milliseconds: 1_782_900_000_000)) == 7_200)
        #expect(zone.offset(at: Timestamp(milliseconds: 1_796_119_200_000)) == 3_600)
    }
}
