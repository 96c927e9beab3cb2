import ChatProtocol
import Testing

/// What is posted as JSON, and the grammar of every other body.
@Suite struct MessageFieldsTests {
    private func read(_ json: String) throws(MessageFields.Failure) -> MessageFields {
        try MessageFields(json: Array(json.utf8).span)
    }

    private func isJSON(_ bytes: [UInt8]) -> Bool { JSONGrammar.allows(bytes.span) }

    @Test("A message's fields are read, and no others")
    func fields() throws {
        let whole = try read(#"{"text":"a\nb","replyTo":3,"kind":"action","x":{"text":1}}"#)
        #expect(whole.text == "a\nb" && whole.replyTo?.value == 3 && whole.kind == "action")
        let least = try read("\u{feff} {\"text\":\"\",\"replyTo\":null,\"kind\":null} \n")
        #expect(least.text.isEmpty && least.replyTo == nil && least.kind == nil)
        #expect(try read(#"{"text":"a","replyTo":1e2}"#).replyTo?.value == 100)
    }

    @Test(
        "A number that is none of the wire's is told apart from what is no number",
        arguments: [
            ("-1", true), ("1.5", true), ("9007199254740992", true), ("1e400", true),
            ("99999999999999999999", true), (#""1""#, false), ("true", false), ("[1]", false),
        ]
    )
    func numbers(value: String, isNumber: Bool) {
        do throws(MessageFields.Failure) {
            _ = try read(#"{"text":"a","replyTo":\#(value)}"#)
            Issue.record("\(value) was taken")
        } catch {
            guard case .number(let number) = error else { return #expect(!isNumber) }
            #expect(isNumber && number.field == "replyTo")
        }
    }

    // Foundation's decoder took a comma behind the last field.
    @Test(
        "What is no JSON is refused, wherever it stands",
        arguments: [
            "", " ", #"{"text":"a",}"#, #"{"text":"a"}{"#, #"{"text":"a","x":[1,]}"#,
            #"{"text":"a","x":"\q"}"#, "{'text':'a'}", #"{text:"a"}"#, #"{"text":"a" "x":1}"#,
            "{\"text\":\"\u{0}\"}", #"{"text":"a","x":01}"#, "nul",
        ]
    )
    func noJSON(text: String) {
        #expect(throws: MessageFields.Failure.self) { try read(text) }
        #expect(!isJSON(Array(text.utf8)))
    }

    // The first one was taken, and many readers take the last.
    @Test(
        "A field that stands twice is refused, however it is spelled and wherever it stands",
        arguments: [
            (#"{"text":"a","text":"b"}"#, "text"), (#"{"text":"a","te\u0078t":"a"}"#, "text"),
            (#"{"text":"a","kind":null,"kind":"action"}"#, "kind"),
            (#"{"x":1,"text":"a","x":1}"#, "x"), (#"{"":1,"text":"a","":2}"#, ""),
        ]
    )
    func repeated(text: String, name: String) {
        do throws(MessageFields.Failure) {
            _ = try read(text)
            Issue.record("\(text) was taken")
        } catch {
            guard case .repeated(let found) = error else { return #expect(Bool(false), "\(error)") }
            #expect(found == name)
        }
        for whole in [text, "[1,\(text)]", "{\"a\":{\"b\":[\(text)]},\"c\":1}"] {
            #expect(JSONGrammar.repeatedName(in: Array(whole.utf8).span) == name)
        }
    }

    @Test("Many fields are compared as few are, and one in another object is no repeat")
    func once() throws {
        let many = (0..<40).map { "\"x\($0)\":{\"text\":\($0)}" }.joined(separator: ",")
        #expect(try read("{\(many),\"text\":\"a\"}").text == "a")
        #expect(JSONGrammar.repeatedName(in: Array("{\(many)}".utf8).span) == nil)
        let twice = "{\(many),\"text\":\"a\",\"x39\":1}"
        #expect(JSONGrammar.repeatedName(in: Array(twice.utf8).span) == "x39")
        #expect(throws: MessageFields.Failure.self) { try read(twice) }
    }

    @Test("No other value is a message", arguments: ["1", "[]", "null", "{}", #"{"text":1}"#])
    func noMessage(text: String) {
        #expect(throws: MessageFields.Failure.self) { try read(text) }
        #expect(isJSON(Array(text.utf8)))
    }

    @Test("What is no UTF-8 is no JSON")
    func notUTF8() {
        #expect(!isJSON([0x22, 0xff, 0x22]))
    }
}
