import ChatProtocol
import Testing

@Suite struct TimeSpanTests {
    @Test(
        "A span is a number and a unit",
        arguments: [
            ("30s", 30_000), ("10m", 600_000), ("2h", 7_200_000), ("1d", 86_400_000), ("5ms", 5),
        ]
    )
    func span(text: String, milliseconds: Int64) {
        #expect(TimeSpan(text)?.milliseconds == milliseconds)
    }

    @Test(
        "Anything else is no span",
        arguments: [
            "", "10", "m", "-5m", "1.5h", "10 m", "9999999999999999999s", "9999999999w", "١٠m",
        ]
    )
    func noSpan(text: String) {
        #expect(TimeSpan(text) == nil)
    }

    @Test("A number alone is one of seconds where that is taken", arguments: ["30", "30s"])
    func seconds(text: String) {
        #expect(TimeSpan(orSeconds: text)?.milliseconds == 30_000)
    }
}
