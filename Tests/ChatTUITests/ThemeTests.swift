import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A theme")
struct ThemeTests {
    /// Source: WCAG 2.2, relative luminance.
    private func luminance(_ color: Color) throws -> Double {
        let (red, green, blue) = try #require(color.parts)
        let parts = [red, green, blue].map { part in
            let value = Double(part) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    /// The 2.4th power, near enough: the square times the fifth root of the square.
    private func pow(_ value: Double) -> Double {
        var root = value
        for _ in 0..<60 { root = (4 * root + value * value / (root * root * root * root)) / 5 }
        return value * value * root
    }

    @Test("can be read: every colour has a contrast of 4.5 to 1 on its ground")
    func contrast() throws {
        for (set, ground) in [(ThemeColors.dark, 0.0), (.light, 1.0)] {
            for choice in Array(set.roles.values) + set.names {
                let light = try luminance(.palette(choice.many))
                let (high, low) = (max(light, ground), min(light, ground))
                #expect((high + 0.05) / (low + 0.05) >= 4.5, "\(choice.many) on \(ground)")
                // As xterm has them; other terminals have brighter blues.
                let eight = try luminance(try #require(set.color(of: choice, in: .eight)))
                let (more, less) = (max(eight, ground), min(eight, ground))
                #expect((more + 0.05) / (less + 0.05) >= 4.4, "\(choice.few) on \(ground)")
            }
            #expect(Set(set.names.map(\.many)).count == set.names.count)
            #expect(Set(set.roles.keys) == Set(ColorRole.allCases))
        }
    }

    @Test("is the ground's that the terminal has, unless one is set")
    func grounds() {
        func shown(_ ground: Theme.Ground, light: Bool) -> Color? {
            Theme(ground).shown(.role(.link), depth: .many, isGroundLight: light)
        }
        #expect(shown(.auto, light: false) == .palette(75))
        #expect(shown(.auto, light: true) == .palette(25))
        #expect(shown(.dark, light: true) == .palette(75))
        #expect(shown(.light, light: false) == .palette(25))
        #expect(shown(.plain, light: false) == nil)
        #expect(Theme().shown(.role(.link), depth: .none, isGroundLight: false) == nil)
    }

    @Test("keeps to what a terminal has")
    func depths() {
        for number in UInt32(0)..<100 {
            for isLight in [false, true] {
                func shown(_ depth: Capabilities.ColorDepth) -> Color? {
                    Theme().shown(.name(number), depth: depth, isGroundLight: isLight)
                }
                if case .palette(let index)? = shown(.eight) { #expect(index < 8) }
                if case .palette(let index)? = shown(.sixteen) { #expect(index < 16) }
                if case .rgb? = shown(.direct) {} else { Issue.record("no parts") }
                #expect(shown(.none) == nil)
            }
        }
        #expect(Capabilities.ColorDepth(count: 0) == .none)
        #expect(Capabilities.ColorDepth(count: -1) == .none)
        #expect(Capabilities.ColorDepth(count: 8) == .eight)
        #expect(Capabilities.ColorDepth(count: 88) == .sixteen)
        #expect(Capabilities.ColorDepth(count: 256) == .many)
        #expect(Capabilities.ColorDepth(count: 1 << 24) == .direct)
    }

    @Test("takes the nearest of what there is for a colour of the person's own")
    func nearest() {
        let orange = Color.rgb(red: 0xff, green: 0x87, blue: 0)
        let theme = Theme(changes: [.unread: .some(orange), .failed: nil])
        func shown(_ role: ColorRole, _ depth: Capabilities.ColorDepth) -> Color? {
            theme.shown(.role(role), depth: depth, isGroundLight: false)
        }
        #expect(shown(.unread, .direct) == orange)
        #expect(shown(.unread, .many) == .palette(208))
        #expect(shown(.unread, .eight) == .palette(3))
        #expect(shown(.failed, .many) == nil)
        #expect(Color.palette(12).nearest(in: .eight) == .palette(4))
        #expect(Color.palette(3).nearest(in: .direct) == .palette(3))
        #expect(Color.palette(231).nearest(in: .sixteen) == .palette(15))
    }

    @Test(
        "names colours as people write them",
        arguments: [
            ("red", Color.palette(1)), ("Bright-Red", .palette(9)), ("0", .palette(0)),
            ("255", .palette(255)), ("256", nil), ("-1", nil), ("+1", nil), ("", nil),
            ("#0a0B0c", .rgb(red: 10, green: 11, blue: 12)), ("#12345", nil), ("#+12345", nil),
            ("bright-", nil), ("puce", nil),
        ]
    )
    func names(name: String, color: Color?) {
        #expect(Color(named: name) == color)
    }

    @Test("reaches the screen, and changes when the terminal tells its ground")
    func screen() {
        var model = liveModel()
        model.hear(said(1, bob, "hello"))
        func colors(_ theme: Theme) -> Set<Color> {
            let frame = view(model, capabilities: Capabilities(theme: theme))
            return Set(frame.cells.compactMap(\.style.foreground))
        }
        let dark = colors(Theme())
        #expect(dark.count == 1)
        #expect(colors(Theme(.plain)) == [])
        model.take(.ground(isLight: true))
        #expect(colors(Theme()).isDisjoint(with: dark))
        #expect(colors(Theme(.dark)) == dark)
    }

    @Test("leaves the times of messages to the person")
    func times() {
        for (format, row) in [
            (TimeFormat.minutes, "07:41          bob hello"),
            (.seconds, "07:41:00          bob hello"), (.twelve, " 7:41a          bob hello"),
            (.none, "           bob hello"),
        ] {
            var options = ClientOptions()
            options.time = format
            var model = Model(
                name: anna,
                rooms: [general],
                server: "x",
                size: Size(columns: 80, rows: 24),
                now: morning,
                zone: .fixed(0),
                options: options
            )
            model.hear(said(1, bob, "hello"))
            #expect(model.picture.contains(row), "\(format)")
        }
    }
}

@Suite("The clock of the person")
struct ClockTests {
    @Test(
        "is a time also where messages have none, and has no blank around it",
        arguments: [
            (TimeFormat.minutes, "07:40", "07:40:00"), (.twelve, "7:40a", "7:40:00a"),
            (.seconds, "07:40:00", "07:40:00"), (.none, "07:40", "07:40:00"),
        ] as [(TimeFormat, String, String)]
    )
    func clock(format: TimeFormat, minutes: String, seconds: String) {
        let time = LocalTime(morning, in: .fixed(0))
        #expect(format.clock(of: time) == minutes)
        #expect(format.clock(of: time, hasSeconds: true) == seconds)
        let evening = LocalTime(morning.adding(milliseconds: 5 * 3_600_000), in: .fixed(0))
        #expect(TimeFormat.twelve.clock(of: evening) == "12:40p")
    }

    // Lists and details had 24 hours beside messages that had twelve.
    @Test("is heeded in lists, in details and in words as it is beside messages")
    func everywhere() {
        var model = liveModel(100, 24, rooms: [general, random])
        model.options.time = .twelve
        model.hear(said(1, bob, "anna: look", in: random), said(1, bob, "here"))
        let terms = MemberTerms(until: morning.adding(milliseconds: 12 * 3_600_000))
        model.hear(event(2, bob, .member(alice, role: .banned, terms: terms)))
        func shows(_ text: String) -> Bool { model.picture.contains { $0.contains(text) } }
        #expect(shows("bob banned alice until 2026-11-22 7:40p"))
        model.press(Key(.function(2)))
        #expect(shows("#random 7:41a bob: anna: look"))
        model.press(Key(.escape))
        model.type("/whois bob\n")
        #expect(model.notice?.contains("last spoke at 7:41a") == true)
        model.press(.control("s"), Key(.enter))
        #expect(shows("22 November 2026, 7:41a"))
        model.press(Key(.escape), Key(.escape))
        model.take(.stream(.offline(reason: "gone", retryAt: morning)))
        model.type("/status\n")
        #expect(shows("the next try is at 7:40:00a"))
    }
}
