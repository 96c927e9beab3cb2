import ChatProtocol
import Foundation
import Testing

struct WireNumberTests {
    @Test(
        "A number within the bounds is read",
        arguments: [("0", 0), ("1", 1), ("007", 7), ("9007199254740991", WireNumber.maximum)]
    )
    func within(text: String, value: Int64) throws {
        #expect(WireNumber(text)?.value == value)
        if !text.hasPrefix("00") {
            #expect(try JSONDecoder().decode(WireNumber.self, from: Data(text.utf8)).value == value)
        }
    }

    @Test(
        "Anything else in text is none",
        arguments: [
            "", " ", "-1", "+1", "1 ", " 1", "1.0", "1e3", "0x1", "٣", "9007199254740992",
            "9223372036854775807", "9223372036854775808", "-9223372036854775808",
            "18446744073709551616", String(repeating: "9", count: 400),
        ]
    )
    func textOutside(text: String) {
        #expect(WireNumber(text) == nil)
    }

    @Test(
        "A number of JSON outside the bounds is told apart from what is no number",
        arguments: [
            "-1", "1.5", "9007199254740992", "9223372036854775808", "-9223372036854775809", "1e300",
        ]
    )
    func jsonOutside(text: String) {
        #expect(throws: WireNumber.OutOfBounds.self) {
            try JSONDecoder().decode(WireNumber.self, from: Data(text.utf8))
        }
    }

    @Test("What is no number fails as the decoder says", arguments: ["\"1\"", "true", "[]", "{}"])
    func noNumber(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(WireNumber.self, from: Data(text.utf8))
        }
    }

    @Test("Sums are brought back within the bounds")
    func clamping() {
        #expect(WireNumber(clamping: WireNumber.maximum + 1).value == WireNumber.maximum)
        #expect(WireNumber(clamping: -1).value == 0)
        #expect(WireNumber(clamping: 5).value == 5)
    }

    // Seen as S22: numbers of a hostile server ended the client by an overflow.
    @Test(
        "Every number of an event outside the bounds is refused",
        arguments: ["-1", "9007199254740992", "9223372036854775807"]
    )
    func events(number: String) {
        let events = [
            #"{"type":"message","room":"a","seq":N,"at":"2026-01-01T00:00:00.000Z","user":"u","text":"t"}"#,
            #"{"type":"delete","room":"a","seq":1,"at":"2026-01-01T00:00:00.000Z","user":"u","target":N}"#,
            #"{"type":"open","rooms":[{"room":"a","oldest":0,"newest":N}],"heartbeat":20}"#,
            #"{"type":"open","rooms":[],"heartbeat":N}"#,
            #"{"type":"gap","room":"a","from":1,"to":N,"reason":"ahead"}"#,
            #"{"type":"lag","room":"a","behind":N}"#,
            #"{"type":"read","room":"a","seq":N}"#,
            #"{"type":"ping","at":"2026-01-01T00:00:00.000Z","cursor":"k3f9.N"}"#,
            #"{"type":"bye","reason":"x","reconnect":true,"retryAfter":N,"cursor":"k3f9.1"}"#,
        ]
        for event in events {
            let text = event.replacingOccurrences(of: "N", with: number)
            #expect(throws: DecodingFailure.self, "\(text)") { try Event(json: text.utf8) }
        }
    }
}
