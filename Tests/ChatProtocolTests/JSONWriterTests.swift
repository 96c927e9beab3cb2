import ChatProtocol
import Testing

@Suite struct JSONWriterTests {
    @Test("Commas stand between values and nowhere else")
    func commas() {
        var writer = JSONWriter()
        writer.object { object in
            object.field("a", 1)
            object.field("left out", String?.none)
            object.field("no number", Int64?.none)
            object.key("b")
            object.array { array in
                array.bool(true)
                array.bool(false)
                array.object { _ in }
                array.array { $0.string("x") }
            }
            object.object("c") { $0.field("d", true) }
            object.field("e", Int64.min)
        }
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"a":1,"b":[true,false,{},["x"]],"c":{"d":true},"e":-9223372036854775808}"#
        )
    }

    @Test("It appends to what a buffer holds")
    func appends() {
        var bytes = Array("x".utf8)
        JSONWriter.append(to: &bytes) { $0.string("é") }
        #expect(bytes == Array("x\"é\"".utf8))
    }

    @Test("The mandatory escapes are written")
    func escapes() {
        var writer = JSONWriter()
        writer.string("\u{0}\u{1f}\n\r\t\"\\/")
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #""\u0000\u001f\n\r\t\"\\/""#)
    }
}
