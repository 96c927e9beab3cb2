import ChatProtocol
import ChatTUI
import Testing

/// Pictures of whole screens.
///
/// In the widest, a run of nine or more blanks or strokes is written as one with its count.
@Suite("The screen")
struct ScreenTests {
    /// A room with something of everything, looked at after a while away.
    static func busy(_ columns: Int, _ rows: Int) -> Model {
        var model = liveModel(columns, rows, rooms: [general, random, room("@bob")])
        model.take(.rooms([RoomSummary(name: general, topic: "All", newest: 0, read: 0, here: 3)]))
        model.hear(
            said(1, alice, "good morning"),
            said(
                2,
                bob,
                "日本語のテキスト, and words that go on until they must be wrapped, whatever the width"
            ),
            event(3, alice, .message(Message(text: "waves", kind: .action))),
            said(4, anna, "see https://example.org/a/long/path/that/stays/whole?at=all ok")
        )
        model.take(.focus(false))
        model.hear(
            said(5, bob, "anna: look\nsecond line"),
            event(6, bob, .react(target: 1, emoji: "👍", on: true)),
            event(7, bob, .edit(target: 3, text: "waves again")),
            event(8, bob, .room(RoomChange(topic: "Everything"))),
            event(9, bob, .member(member("carol"), role: .member)),
            event(10, bob, .message(Message(text: "an answer", replyTo: 1)), minutes: 1_200),
            said(1, bob, "hi", in: random),
            said(2, bob, "hi anna", in: random)
        )
        model.take(.event(.ephemeral(.typing(room: general, user: bob))))
        model.type("my own words\ndraft")
        return model
    }

    /// A client that found no server.
    static func offline(_ columns: Int, _ rows: Int) -> Model {
        var model = model(columns, rows)
        _ = start(&model)
        let retryAt = Timestamp(milliseconds: morning.milliseconds + 2_000)
        model.take(.stream(.offline(reason: "connection refused", retryAt: retryAt)))
        return model
    }

    /// A model that has scrolled up a page while more came.
    private static func scrolled(_ columns: Int, _ rows: Int) -> Model {
        var model = busy(columns, rows)
        model.press(Key(.pageUp))
        model.hear(said(11, alice, "later", minutes: 1_201))
        return model
    }

    /// Writes long runs of blanks and strokes as one with its count, and rows that are the same as
    /// one with theirs.
    static func squeezed(_ lines: [String]) -> [String] {
        var rows: [(text: String, count: Int)] = []
        for text in squeezedRows(lines) {
            if rows.last?.text == text {
                rows[rows.count - 1].count += 1
            } else {
                rows.append((text, 1))
            }
        }
        return rows.flatMap { row in
            row.count < 3
                ? Array(repeating: row.text, count: row.count)
                : ["\(row.text) (×\(row.count) rows)"]
        }
    }

    private static func squeezedRows(_ lines: [String]) -> [String] {
        lines.map { line in
            var runs: [(character: Character, count: Int)] = []
            for character in line {
                if let last = runs.last, last.character == character {
                    runs[runs.count - 1].count += 1
                } else {
                    runs.append((character, 1))
                }
            }
            return runs.map { run in
                run.count >= 9 && " ─".contains(run.character)
                    ? "\(run.character)×\(run.count)"
                    : String(repeating: run.character, count: run.count)
            }.joined()
        }
    }

    @Test("of a busy room at 120×36 has the room list and a column of names")
    func busyAt120() {
        #expect(
            Self.squeezed(Self.busy(120, 36).picture) == [
                " #general  Everything ×923 here",
                "›1 general ×10│",
                " 2 random       2 @1│",
                " 3 @bob ×13│",
                " ×20│ (×13 rows)",
                " ×20│─×38 beginning of #general ─×38",
                " ×20│─×36 Sunday, 22 November 2026 ─×37",
                " ×20│07:41        alice good morning",
                " ×20│ ×19[👍 1]",
                " ×20│07:42 ×10bob 日本語のテキスト, and words that go on until they must be wrapped, whatever the",
                " ×20│ ×19width",
                " ×20│07:43 ×12* alice waves again (edited)",
                " ×20│07:44 ×9anna see https://example.org/a/long/path/that/stays/whole?at=all ok",
                " ×20│─×46 2 new ─×46",
                " ×20│07:45 ×10bob anna: look",
                " ×20│ ×19second line",
                " ×20│07:48 ×11-- bob set the topic: \"Everything\"",
                " ×20│07:49 ×11-- bob let carol in",
                " ×20│─×36 Monday, 23 November 2026 ─×37",
                " ×20│03:40 ×10bob ↳ alice: good morning",
                " ×20│ ×19an answer",
                " ×20│  … ×11anna my own words",
                " live · anna · #general · random 2 @1 · bob is typing",
                "[general] › draft",
            ]
        )
    }

    @Test("of a busy room at 80×24 has a narrow room list")
    func busyAt80() {
        #expect(
            Self.busy(80, 24).picture == [
                " #general  Everything                                                    3 here",
                "›1 general  │",
                " 2 random @1│",
                " 3 @bob     │",
                "            │────────────────────── beginning of #general ──────────────────────",
                "            │──────────────────── Sunday, 22 November 2026 ─────────────────────",
                "            │07:41 alice: good morning",
                "            │      [👍 1]",
                "            │07:42 bob: 日本語のテキスト, and words that go on until they must",
                "            │      be wrapped, whatever the width",
                "            │07:43 * alice waves again (edited)",
                "            │07:44 anna: see",
                "            │      https://example.org/a/long/path/that/stays/whole?at=all ok",
                "            │────────────────────────────── 2 new ──────────────────────────────",
                "            │07:45 bob: anna: look",
                "            │      second line",
                "            │07:48 -- bob set the topic: \"Everything\"",
                "            │07:49 -- bob let carol in",
                "            │──────────────────── Monday, 23 November 2026 ─────────────────────",
                "            │03:40 bob: ↳ alice: good morning",
                "            │      an answer",
                "            │  …   anna: my own words",
                " live · anna · #general · random 2 @1 · bob is typing",
                "[general] › draft",
            ]
        )
    }

    @Test("of a busy room at 40×10 has no list")
    func busyAt40() {
        #expect(
            Self.busy(40, 10).picture == [
                " #general  Everything            3 here",
                "      second line",
                "07:48 -- bob set the topic: \"Everything\"",
                "07:49 -- bob let carol in",
                "─────── Monday, 23 November 2026 ───────",
                "03:40 bob: ↳ alice: good morning",
                "      an answer",
                "  …   anna: my own words",
                " live · anna · #general · random 2 @1 ·…",
                "[general] › draft",
            ]
        )
    }

    @Test("of a busy room at 20×4 has the newest, the status and the line")
    func busyAt20() {
        #expect(
            Self.busy(20, 4).picture == [
                " an answer",
                "… anna: my own words",
                " live · anna · #gen…",
                "› draft",
            ]
        )
    }

    @Test("says at once what to do without a server")
    func offlineAt80() {
        #expect(
            Self.squeezed(Self.offline(80, 24).picture) == [
                " #general",
                " (×9 rows)",
                " ×12No stream from http://127.0.0.1:8080: connection refused",
                "   Start one here:  chat-server   (or point elsewhere: chat-tui --server URL)",
                " (×9 rows)",
                "You are anna in #general. Enter sends · Tab completes · F1 keys",
                " offline · connection refused · retry in 2 s (F4 now) · anna · #general",
                "[general] ›",
            ]
        )
    }

    @Test("says at 120×36 what to do without a server")
    func offlineAt120() {
        #expect(
            Self.squeezed(Self.offline(120, 36).picture) == [
                " #general",
                "›1 general ×10│",
                " ×20│ (×14 rows)",
                " ×20│ ×21No stream from http://127.0.0.1:8080: connection refused",
                " ×20│ ×12Start one here:  chat-server   (or point elsewhere: chat-tui --server URL)",
                " ×20│ (×15 rows)",
                "You are anna in #general. Enter sends · Tab completes · Alt-A next unread · F1 keys · /nick changes your name",
                " offline · connection refused · retry in 2 s (F4 now) · anna · #general",
                "[general] ›",
            ]
        )
    }

    @Test("does not offer another name to who is signed in")
    func signedInAt120() {
        var model = Self.offline(120, 36)
        model.take(.signedIn(SignedInAccount(name: anna)))
        model.press(.control("l"))
        let keys = "Enter sends · Tab completes · Alt-A next unread · F1 keys"
        #expect(model.picture.contains("You are anna in #general. \(keys)"), "\(model.picture)")
    }

    @Test("says at 40×10 what to do without a server")
    func offlineAt40() {
        #expect(
            Self.offline(40, 10).picture == [
                " #general",
                "",
                " No stream from http://127.0.0.1:8080:",
                "           connection refused",
                "Start one here:  chat-server   (or point",
                "   elsewhere: chat-tui --server URL)",
                "",
                "You are anna in #general. Enter sends",
                " offline · connection … · retry in 2 s …",
                "[general] ›",
            ]
        )
    }

    @Test("says at 20×4 what to do without a server")
    func offlineAt20() {
        #expect(
            Self.offline(20, 4).picture == [
                "  Start one here:",
                "    chat-server",
                " offline · 2 s · an…",
                "›",
            ]
        )
    }

    @Test("counts at 40×10 what is new below")
    func scrolledAt40() {
        #expect(
            Self.scrolled(40, 10).picture == [
                " #general  Everything            3 here",
                "07:43 * alice waves again (edited)",
                "07:44 anna: see",
                "https://example.org/a/long/path/that/sta",
                "ys/whole?at=all ok",
                "──────────────── 3 new ─────────────────",
                "07:45 bob: anna: look",
                "      second line",
                " live · anna · #gene… 1 new below · Esc",
                "[general] › draft",
            ]
        )
    }

    @Test("counts at 80×24 what is new below")
    func scrolledAt80() {
        #expect(
            Self.scrolled(80, 24).picture == [
                " #general  Everything                                                    3 here",
                "›1 general  │",
                " 2 random @1│",
                " 3 @bob     │────────────────────── beginning of #general ──────────────────────",
                "            │──────────────────── Sunday, 22 November 2026 ─────────────────────",
                "            │07:41 alice: good morning",
                "            │      [👍 1]",
                "            │07:42 bob: 日本語のテキスト, and words that go on until they must",
                "            │      be wrapped, whatever the width",
                "            │07:43 * alice waves again (edited)",
                "            │07:44 anna: see",
                "            │      https://example.org/a/long/path/that/stays/whole?at=all ok",
                "            │────────────────────────────── 3 new ──────────────────────────────",
                "            │07:45 bob: anna: look",
                "            │      second line",
                "            │07:48 -- bob set the topic: \"Everything\"",
                "            │07:49 -- bob let carol in",
                "            │──────────────────── Monday, 23 November 2026 ─────────────────────",
                "            │03:40 bob: ↳ alice: good morning",
                "            │      an answer",
                "            │03:41 alice: later",
                "            │  …   anna: my own words",
                " live · anna · #general · random 2 @1 · bob is typing",
                "[general] › draft",
            ]
        )
    }

    @Test("shows the commands and keys at 40×10")
    func helpAt40() {
        #expect(
            help(40, 10).picture == [
                " #general  Everything            3 here",
                "The keys you need first",
                "Enter: send",
                "Alt-Enter, Ctrl-J: a new line in the",
                "  message",
                "Tab: complete a name, room or command",
                "Up: line above, or what you sent before",
                "263 more below: PageDown · Esc closes",
                " live · anna · #general · random 2 @1 ·…",
                "[general] › draft",
            ]
        )
    }

    @Test("shows the commands and keys at 20×4")
    func helpAt20() {
        var model = help(20, 4)
        let picture = model.picture
        #expect(picture[0] == "The keys you need f…")
        #expect(picture[1].hasSuffix(" more, Esc closes"), "\(picture[1])")
        #expect(Array(picture[2...]) == [" live · anna · #gen…", "› draft"])
        // One page on, nothing was passed over.
        model.press(Key(.pageDown))
        #expect(model.picture[0] == "Enter: send")
    }

    @Test("says nothing by colour alone: b bold, d dim, r reverse, upper case with a colour")
    func stylesAt80() {
        let frame = view(Self.busy(80, 24), capabilities: Capabilities())
        let styles = frame.styleLines.map { line in
            String(line.reversed().drop { $0 == " " }.reversed())
        }
        #expect(
            styles == [
                "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
                "rrrrrrrrrrrrd",
                "bbbbbbbbbbbbd",
                " dd         d",
                "            dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
                "            dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
                "            dddddddCCCCC",
                "            d      dddddd",
                "            dddddddCCC",
                "            d",
                "            ddddddd  CCCCC            ddddddddd",
                "            dddddddBBBB",
                "            d      UUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUU",
                "            dBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB",
                "            dddddddRRR  bbbbbbbbbb",
                "            d      bbbbbbbbbbb",
                "            ddddddddddddddddddddddddddddddddddddddddd",
                "            dddddddddddddddddddddddddd",
                "            dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
                "            dddddddCCC  ddddddddddddddddddddd",
                "            d",
                "            dddddddBBBB",
                "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
                " bbbbbbb",
            ]
        )
    }

    private func help(_ columns: Int, _ rows: Int) -> Model {
        var model = Self.busy(columns, rows)
        model.press(Key(.function(1)))
        return model
    }

    @Test("has the cursor in the line, and the title of the room with what waits")
    func hasACursorAndATitle() {
        let frame = view(Self.busy(80, 24), capabilities: Capabilities())
        #expect(frame.cursor == Frame.Position(row: 23, column: 17))
        #expect(frame.title == "(2) #general - burble")
    }

    @Test(
        "tells the stream's health in words",
        arguments: [
            (.connecting(server: "http://h"), " connecting to http://h · anna"),
            (.catchingUp, " catching up · anna"),
            (.live, " live · anna"), (.stale(seconds: 42), " stale 42 s · anna"),
            (
                .offline(
                    reason: "a\nb",
                    retryAt: Timestamp(milliseconds: morning.milliseconds + 1_001)
                ),
                " offline · a⏎b · retry in 2 s (F4 now) · anna"
            ),
            (
                .offline(reason: "x", retryAt: Timestamp(milliseconds: 0)),
                " offline · x · retry in 0 s (F4 now)"
            ),
        ] as [(StreamHealth, String)]
    )
    func tellsHealth(health: StreamHealth, words: String) {
        var model = liveModel()
        model.take(.stream(health))
        #expect(model.picture[22].hasPrefix(words))
    }

    @Test("shows the times of the place, and its days")
    func showsLocalTimes() {
        var model = Model(
            name: anna,
            rooms: [general],
            server: "s",
            size: Size(columns: 80, rows: 12),
            now: morning,
            zone: .fixed(-8 * 3_600)
        )
        model.take(.key(Key(.escape)))
        model.hear(said(1, bob, "before midnight", minutes: 0), said(2, bob, "after", minutes: 20))
        let picture = Array(model.picture[5...9])
        #expect(picture[1].contains("─ Saturday, 21 November 2026 ─"))
        #expect(picture[2].hasPrefix("23:40"))
        #expect(picture[3].contains("─ Sunday, 22 November 2026 ─"))
        #expect(picture[4].hasPrefix("00:00"))
    }
}
