import Testing

@testable import ChatProtocol

@Suite struct ImportDecoderTests {
    private func lines(_ text: String, piece: Int = 1024) -> [ImportLine] {
        var decoder = ImportDecoder()
        let bytes = Array(text.utf8)
        var lines: [ImportLine] = []
        for start in stride(from: 0, to: bytes.count, by: piece) {
            lines += decoder.rows(in: bytes[start..<min(start + piece, bytes.count)])
        }
        return lines + decoder.finish()
    }

    private func texts(_ lines: [ImportLine]) throws -> [String] {
        try lines.map { line in
            guard case .message(let message) = try line.row.get().content else { return "" }
            return message.text
        }
    }

    private let table = """
        \u{FEFF}TEXT,extra,at,User\r
        "two\r\nlines, a ""quote"" x",x,2004-12-25T09:14:00.000Z,|QuaD-\r
        plain,,2004-12-25,b\n\n
        "last",y,2004-12-25T09:14:01+01:00,c
        """

    @Test("A table is the same rows in any split, with the lines on which they began")
    func splits() throws {
        let whole = lines(table)
        #expect(try texts(whole) == ["two\r\nlines, a \"quote\" x", "plain", "last"])
        #expect(whole.map(\.line) == [2, 4, 7])
        for piece in 1...40 { #expect(lines(table, piece: piece) == whole) }
    }

    @Test("A bad row is told of with its line, and the next one is read")
    func badRows() throws {
        let read = lines(
            """
            at,user,text
            2004-12-25,a,one
            never,a,two
            2004-12-25,no one,three
            2004-12-25,a
            2004-12-25,a,fo"ur
            2004-12-25,a,"five"x
            2004-12-25,a,
            2004-12-25,a,\(String(repeating: "x", count: Limits.messageBytes + 1))
            2004-12-25,a,six

            """
        )
        #expect(read.filter { (try? $0.row.get()) == nil }.map(\.line) == [3, 4, 5, 6, 7, 8, 9])
        #expect(try texts(read.filter { (try? $0.row.get()) != nil }) == ["one", "six"])
    }

    // Seen as S34: an import kept a file whose address was a script.
    @Test(
        "A file of an import is at a server's own place, whatever the row says",
        arguments: [
            ("/files/ab/x", true), ("javascript:alert(1)", false), ("//evil.example/x", false),
            ("https://evil.example/files/x", false), ("/files/a b", false), ("", false),
            ("/files/\\u001b", false), ("/rooms/a", false),
        ]
    )
    func fileAddress(url: String, isTaken: Bool) {
        let hash = String(repeating: "ab", count: 32)
        let file = #"{"name":"x","size":1,"type":"text/plain","sha256":"\#(hash)","url":"\#(url)"}"#
        let row = #"{"type":"message","at":"2024-01-02","user":"a","text":"x","file":\#(file)}"#
        let read = lines(row + "\n")
        #expect(read.count == 1 && ((try? read[0].row.get()) != nil) == isTaken)
    }

    // Days beyond a bound ended the server at each look at what is old.
    @Test(
        "What no request may ask of a room, no import may",
        arguments: [
            (#""retention":{"days":36500,"events":1}"#, true), (#""retention":{}"#, true),
            (#""slowSeconds":86400"#, true), (#""topic":"x""#, true),
            (#""retention":{"days":36501}"#, false), (#""retention":{"days":0}"#, false),
            (#""retention":{"days":9007199254740991}"#, false),
            (#""retention":{"events":0}"#, false), (#""slowSeconds":86401"#, false),
            (#""slowSeconds":9007199254740991"#, false),
        ]
    )
    func rules(fields: String, isTaken: Bool) {
        let read = lines(#"{"type":"room","at":"2024-01-02","user":"a",\#(fields)}"# + "\n")
        #expect(read.count == 1 && ((try? read[0].row.get()) != nil) == isTaken)
    }

    @Test("A reason is as long as a topic at the most, and a file has a name and a hash")
    func texts() {
        let long = String(repeating: "x", count: ImportRules().topicBytes + 1)
        let hash = String(repeating: "ab", count: 32)
        func isTaken(_ fields: String) -> Bool {
            let read = lines(#"{"at":"2024-01-02","user":"a",\#(fields)}"# + "\n")
            return read.count == 1 && (try? read[0].row.get()) != nil
        }
        func file(_ name: String, _ hash: String) -> String {
            let fields = #""name":"\#(name)","size":1,"type":"text/plain","sha256":"\#(hash)""#
            return #""type":"message","text":"","file":{\#(fields),"url":"/files/a/b"}"#
        }
        for (reason, isRight) in [(String(long.dropLast()), true), (long, false)] {
            #expect(isTaken(#""type":"delete","target":1,"reason":"\#(reason)""#) == isRight)
            let member = #""type":"member","member":"b","role":"member","reason":"\#(reason)""#
            #expect(isTaken(member) == isRight)
        }
        #expect(isTaken(file("a.txt", hash)))
        #expect(!isTaken(file("a/b", hash)) && !isTaken(file("", hash)))
        #expect(!isTaken(file("a.txt", "ab")) && !isTaken(file("a.txt", hash.uppercased())))
    }

    @Test("A topic and a reason of an import that show as nothing are empty")
    func invisible() throws {
        func content(_ fields: String) throws -> DurableEvent.Content {
            let read = lines(#"{"at":"2024-01-02","user":"a",\#(fields)}"# + "\n")
            return try #require(read.first).row.get().content
        }
        let bob = try MemberName("bob")
        for text in ["\u{200B}", " \u{3164}", ""] {
            let room = try content(#""type":"room","topic":"\#(text)""#)
            #expect(room == .room(RoomChange(topic: "")))
            let deletion = try content(#""type":"delete","target":1,"reason":"\#(text)""#)
            #expect(deletion == .delete(target: 1, reason: ""))
            let member = #""type":"member","member":"bob","role":"banned","reason":"\#(text)""#
            let terms = MemberTerms(reason: "")
            #expect(try content(member) == .member(bob, role: .banned, terms: terms))
        }
    }

    // The form of a file was kept, so that the log and its pages did not agree.
    @Test(
        "An emoji of an import is kept in its one form",
        arguments: [
            ("\u{2764}", "\u{2764}\u{FE0F}"), ("e\u{301}", "\u{E9}"), ("\u{1F44D}", "\u{1F44D}"),
        ]
    )
    func emoji(sent: String, kept: String) throws {
        let fields = #""at":"2024-01-02","user":"a","target":1,"emoji":"\#(sent)","on":true"#
        let read = lines(#"{"type":"react",\#(fields)}"# + "\n")
        guard case .react(_, let emoji, _) = try #require(read.first).row.get().content else {
            Issue.record("no reaction")
            return
        }
        // Texts that are equal may have other bytes, which a database tells apart.
        #expect(Array(emoji.utf8) == Array(kept.utf8))
    }

    // Seen as running, first imports: tables of other programs were refused without a reason.
    @Test(
        "A table is taken with each delimiter that programs write, and blanks around its names",
        arguments: [
            "at;user;text\n2004-12-25;a;one, two\n", "at\tuser\ttext\n2004-12-25\ta\tone, two\n",
            "sep=;\nat;user;text\n2004-12-25;a;one, two\n",
            "\u{FEFF}\"sep=|\"\r\nAT|User|text\r\n2004-12-25|a|one, two\r\n",
            "at|user|text\n2004-12-25|a|\"one, two\"", "\n\nat;user;text\n2004-12-25;a;one, two",
            "at, user , text\n2004-12-25 , a ,\"one, two\"\n",
            "at,\tuser\t,text\n2004-12-25\t,\ta,\"one, two\"\n",
            "PK,at,user,text\n1,2004-12-25,a,\"one, two\"\n",
        ]
    )
    func delimiters(_ text: String) throws {
        for piece in [1, 3, 1024] {
            let read = lines(text, piece: piece)
            #expect(try texts(read) == ["one, two"], "in pieces of \(piece)")
        }
    }

    @Test("A delimiter in a first cell begins a quoted cell too")
    func quotedDelimiter() throws {
        let read = lines("at;user;text\n2004-12-25;a;\"one\n; two\"\n2004-12-25;b;three\n")
        #expect(try texts(read) == ["one\n; two", "three"])
        #expect(read.map(\.line) == [2, 4] && read.map(\.lastLine) == [3, 4])
    }

    // Seen as running, first imports: files of other programs were refused without saying what they
    // are.
    @Test(
        "What is no table and no NDJSON is refused with what it is",
        arguments: [
            ("[{\"at\":\"2004-12-25\"}]", "JSON array"), ("PK\u{3}\u{4}...", "workbook"),
            ("at,user,text\r2004-12-25,a,one\r", "carriage return alone"),
            ("AuthorID,Author,Date,Content\n1,a,b,c\n", "it has AuthorID,Author,Date,Content"),
            ("a\0t\0,\0u\0s\0", "UTF-16"), ("BZh91AY&SY\u{1}\n", "bzip2"),
            ("(\u{1}\u{2}\n", "not text"), ("PK\u{5}\u{6}", "archive"), ("%PDF-1.7\n", "PDF"),
            ("SQLite format 3\0", "a database"), ("<!DOCTYPE html>\n<p>", "HTML"),
            ("[12:01] <bob> hi\n", "it has [12:01] <bob> hi"), ("[ \n ]", "JSON array"),
            ("{\n  \"messages\": [\n", "over many lines"), ("{ \r\n\"a\": 1}", "over many lines"),
        ]
    )
    func foreign(_ text: String, words: String) {
        for piece in [1, 1024] {
            let read = lines(text, piece: piece)
            #expect(read.count == 1)
            guard case .failure(let failure)? = read.first?.row else {
                return #expect(Bool(false))
            }
            #expect(failure.description.contains(words))
        }
    }

    @Test("UTF-16 with its mark and gzip are known by their first bytes")
    func marks() {
        let beginnings: [[UInt8]] = [
            [0xff, 0xfe, 0x61, 0x00], [0xfe, 0xff, 0x00, 0x61], [0x1f, 0x8b, 0x08, 0x00],
        ]
        for beginning in beginnings {
            var decoder = ImportDecoder()
            let read = decoder.rows(in: beginning + Array("x,y\n".utf8)) + decoder.finish()
            #expect(read.count == 1 && decoder.isBroken)
        }
    }

    // Seen as running F11: a stray quote took in the rest of a file, and one line was told of.
    @Test("A stray quote is told of with all the lines that it takes in")
    func strayQuote() throws {
        let rows = (1...50).map { "2004-12-25,a,\($0 == 20 ? "\"" : "")row \($0)" }
        let read = lines((["at,user,text"] + rows).joined(separator: "\n"))
        let bad = try #require(read.last)
        #expect(read.count == 20 && (try? bad.row.get()) == nil)
        #expect(bad.line == 21 && bad.lastLine == 51)
    }

    @Test("A row beyond the bound is passed over in constant memory")
    func tooLong() throws {
        let long = "\"" + String(repeating: "x\"\"y", count: Limits.lineBytes)
        let read = lines("at,user,text\n2004-12-25,a,\(long)\n2004-12-25,a,next\n", piece: 65_536)
        #expect(read.map(\.line) == [2, 3])
        #expect(read.first?.row == .failure(.lineTooLong(limit: Limits.lineBytes)))
        #expect(try texts(Array(read.dropFirst())) == ["next"])
    }

    @Test(
        "What is no import is refused once",
        arguments: ["time,name\n1,2\n", "\u{1F}\u{8B}gz\n\n"]
    )
    func noImport(_ text: String) {
        var decoder = ImportDecoder()
        let bytes = text.hasPrefix("\u{1F}") ? [0x1f, 0x8b, 8, 0, 10] : Array(text.utf8)
        let read = decoder.rows(in: bytes) + decoder.finish()
        #expect(decoder.isBroken)
        #expect(read.count == 1 && read.first?.line == 1)
        #expect(decoder.rows(in: bytes).isEmpty)
    }

    @Test("A row of NDJSON has what a row of CSV has: it need not say that it is a message")
    func plainObjects() throws {
        let read = lines(
            """
            {"at":"2004-12-25","user":"a","text":"one"}
            {"text":"waves","type":"action","user":"a","at":"2004-12-25T01:02:03Z","seq":7}
            {"at":"yesterday","user":"a","text":"three"}
            {"user":"a","text":"four"}
            """
        )
        let rows = read.map { try? $0.row.get() }
        #expect(rows[0]?.content == .message(Message(text: "one")))
        #expect(rows[0]?.user.description == "a" && rows[0]?.at == Timestamp("2004-12-25"))
        #expect(rows[1]?.content == .message(Message(text: "waves", kind: .action)))
        #expect(rows[1]?.seq == 7)
        let failures = read.compactMap { line -> DecodingFailure? in
            if case .failure(let failure) = line.row { failure } else { nil }
        }
        #expect(failures.map(\.description).first?.contains("\"yesterday\" is not a time") == true)
        #expect(failures.count == 2)
    }

    @Test("An action is a message of that kind, and of a deleted message nothing else is told")
    func kinds() throws {
        let read = lines("at,user,type,text\n2004-12-25,a,action,waves\n2004-12-25,a,quit,bye\n")
        let action = try read.first?.row.get().content
        #expect(action == .message(Message(text: "waves", kind: .action)))
        #expect(read.last?.row == .failure(.malformed("there is no type quit")))
        let twice = #"{"at":"2004-12-25","user":"a","text":"one","text":"two"}"#
        #expect(lines(twice).first?.row == .failure(.malformed("the field text stands twice")))
        let deep = #"{"type":"room","at":"2004-12-25","user":"a","retention":{"days":1,"days":2}}"#
        #expect(lines(deep).first?.row == .failure(.malformed("the field days stands twice")))
        let cell = #"2004-12-25,a,,room,"{""topic"":""a"",""topic"":""b""}""#
        #expect(
            lines("at,user,text,type,detail\n\(cell)\n").first?.row
                == .failure(.malformed("the field topic stands twice"))
        )
        let gone = #"{"at":"2004-12-25","user":"a","text":"x","replyTo":1,"deleted":true}"#
        let deleted = Message(text: "", state: MessageState(isDeleted: true))
        #expect(try lines(gone).first?.row.get().content == .message(deleted))
        let edit = #"{"type":"edit","at":"2004-12-25","user":"a","target":1,"text":""}"#
        #expect(try lines(edit).first?.row.get().content == .edit(target: 1, text: ""))
    }

    @Test("What the log writes as CSV or NDJSON is read again", arguments: [Format.csv, .ndjson])
    func roundTrip(_ format: Format) throws {
        let at = try #require(Timestamp("2024-01-02T03:04:05.678Z"))
        let file = FileReference(
            name: "a b.txt",
            size: 5,
            type: "text/plain",
            sha256: String(repeating: "0a", count: 32),
            url: "/files/a/b"
        )
        let text = "a, \"b\"\nc\u{1B}[2J"
        let retention = Retention(days: 7, events: 9)
        let terms = MemberTerms(until: at, mutedUntil: at, reason: "r\u{7}", was: .member)
        let contents: [DurableEvent.Content] = [
            .message(Message(text: text, replyTo: 1, file: file, kind: .action, key: "K")),
            .message(Message(text: "x")), .edit(target: 1, text: "y\u{7}"),
            .react(target: 2, emoji: "👍", on: true), .delete(target: 2, reason: "why\n"),
            .delete(target: 1), .room(RoomChange(topic: "t", visibility: .private)),
            .room(RoomChange(topic: "", slowSeconds: 3, retention: retention)),
            .member(try MemberName("bob"), role: .banned, terms: terms),
            .member(try MemberName("bob"), role: .owner),
        ]
        let user = try MemberName("Alice")
        let room = try RoomName("r")
        let encoder = EventEncoder(format: format, namesRooms: false)
        var bytes = encoder.preamble
        for (index, content) in contents.enumerated() {
            let event = DurableEvent(
                room: room,
                seq: Int64(index + 1),
                cursor: nil,
                at: at,
                user: user,
                content: content
            )
            encoder.append(.durable(event), to: &bytes)
        }
        encoder.append(.control(.live), to: &bytes)
        let read = lines(String(decoding: bytes, as: UTF8.self), piece: 7)
        let expected = contents.enumerated().map { index, content in
            ImportRow(seq: Int64(index + 1), at: at, user: user, content: content)
        }
        #expect(try read.map { try $0.row.get() } == expected)
    }

    @Test("A record may be as long as the bound whatever ends it", arguments: ["\n", "\r\n", ""])
    func boundary(ending: String) {
        for (text, isWhole) in [("1234", true), ("12345", false), ("1234567", false)] {
            let bytes = Array((text + ending).utf8)
            for cut in 0...bytes.count {
                var splitter = RecordSplitter(.lines, limit: 4)
                var records: [RecordSplitter.Record] = []
                for piece in [bytes[..<cut], bytes[cut...]] {
                    splitter.add(piece)
                    while let record = splitter.next() { records.append(record) }
                }
                if let record = splitter.last() { records.append(record) }
                let found = records.map { $0.bytes.map { String(decoding: $0, as: UTF8.self) } }
                #expect(found == [isWhole ? text : nil], "\(text), cut at \(cut)")
            }
        }
    }
}
