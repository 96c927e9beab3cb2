import ChatProtocol
import Foundation
import Testing

/// Numbers of JSON as they are given to a decoder that goes by way of `Double`.
struct PlainNumbersTests {
    private struct Holder: Decodable {
        let n: WireNumber
    }

    private func written(_ text: String) -> String {
        String(decoding: PlainNumbers.written(Array(text.utf8)), as: UTF8.self)
    }

    @Test(
        "A number is the one that it says, however it is written",
        arguments: [
            ("0", 0), ("-0", 0), ("-0.0", 0), ("0e9", 0), ("1.0", 1), ("10e-1", 1), ("1.5E+1", 15),
            ("9007199254740991", 9_007_199_254_740_991),
            ("9007199254740991.000", 9_007_199_254_740_991),
        ]
    )
    func whole(text: String, value: Int64) throws {
        let json = PlainNumbers.written(Array("{\"n\":\(text)}".utf8))
        #expect(try JSONDecoder().decode(Holder.self, from: Data(json)).n.value == value)
    }

    // The nearest Double of each of them is a whole number within the bounds.
    @Test(
        "A number that is near a whole one is none",
        arguments: [
            "-1e-400", "1e-400", "1.0000000000000000000000001", "0.99999999999999999999999",
            "9007199254740991.4", "-0.00000000000000000000000000000000000000000000000001e-300",
            "1.\(String(repeating: "0", count: 300))1", "1e400", "9007199254740992.0",
        ]
    )
    func near(text: String) {
        let json = PlainNumbers.written(Array("{\"n\":\(text)}".utf8))
        #expect(throws: WireNumber.OutOfBounds.self) {
            try JSONDecoder().decode(Holder.self, from: Data(json))
        }
    }

    @Test(
        "Whatever is no such number stays as it is",
        arguments: [
            "{}", "[ 1 , -2,3]", #"{"a 1.5":"-1e-400","b\"1.5":"\\","c":true,"d":null}"#, "\"1.5\"",
            #"["\\",12,"\"1.0"]"#, "\u{feff}[false]", "123456789012345678901234567890",
        ]
    )
    func kept(text: String) {
        #expect(written(text) == text)
    }

    @Test("Numbers are found wherever they stand")
    func everywhere() {
        #expect(written(#"[1.0,{"a":-1.5e0},"1.0",[2e1]]"#) == #"[1,{"a":-1},"1.0",[20]]"#)
    }
}
