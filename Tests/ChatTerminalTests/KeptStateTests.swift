import ChatClient
import ChatProtocol
import ChatTUI
import Foundation
import Testing

@testable import ChatTerminal

@Suite("What the next start has again")
@MainActor
struct KeptStateTests {
    private let folder = NSTemporaryDirectory() + "burble-kept-\(UUID().uuidString)"

    private func settings() throws -> Settings { try .ofTest(in: folder) }

    /// Sends a line in a run of its own.
    ///
    /// - Returns: what the run had for Up, and what the next one has.
    private func send(
        _ line: String,
        keepsHistory: Bool
    ) throws -> (own: [RoomName: [String]], kept: [RoomName: [String]]) {
        let settings = try settings()
        var model = Model(settings, size: Size(columns: 80, rows: 24))
        let state = KeptState(
            settings,
            restoringInto: &model,
            keepsDrafts: false,
            keepsHistory: keepsHistory
        )
        var workspace = Workspace([model])
        _ = workspace.submit(line)
        state.save(workspace.model)
        let place = StateFolder(path: folder)
        let file = KeptFiles(in: place, for: settings.server, as: settings.name).history
        return (workspace.model.histories, file.load())
    }

    // What a program had piped in stood before what a person had typed.
    @Test("is what somebody typed, and no line of a pipe")
    func history() throws {
        defer { remove() }
        let general = try RoomName("general")
        #expect(try send("by a pipe", keepsHistory: false).kept == [:])
        #expect(try send("by hand", keepsHistory: true).kept == [general: ["by hand"]])
        let last = try send("by a pipe", keepsHistory: false)
        #expect(last.own == [general: ["by a pipe"]])
        #expect(last.kept == [general: ["by hand"]])
    }

    // Who signed in on the screen found none of their rooms at the next start.
    @Test("is of who signed in on the screen, beside what that one had already")
    func joins() throws {
        defer { remove() }
        let place = StateFolder(path: folder)
        var settings = try settings()
        var model = Model(settings, size: Size(columns: 80, rows: 24))
        let before = KeptState(settings, restoringInto: &model)
        before.save(model)
        settings.servers[0].name = try MemberName("carol")
        let earlier = try RoomName("earlier")
        let file = KeptFiles(in: place, for: settings.server, as: settings.name).rooms
        try place.make()
        try file.save([earlier])
        let state = KeptState(joining: settings, beside: Preferences())
        var workspace = Workspace([model])
        _ = workspace.submit("said as carol")
        state.save(workspace.model)
        #expect(file.load() == [try RoomName("general"), earlier])
        let history = KeptFiles(in: place, for: settings.server, as: settings.name).history
        #expect(history.load() == [try RoomName("general"): ["said as carol"]])
    }

    // What one account had said and followed lay in the files of the next one.
    @Test("is of the other account alone what is done for it, where one follows another")
    func secondAccount() throws {
        defer { remove() }
        let place = StateFolder(path: folder)
        var settings = try settings()
        let general = try RoomName("general")
        var model = Model(settings, size: Size(columns: 80, rows: 24))
        let first = KeptState(settings, restoringInto: &model)
        var workspace = Workspace([model])
        _ = workspace.submit("said as anna")
        first.save(workspace.model)
        settings.servers[0].name = try MemberName("carol")
        let second = KeptState(settings, from: workspace.model)
        _ = workspace.submit("said as carol")
        second.save(workspace.model)
        let carol = KeptFiles(in: place, for: settings.server, as: settings.name).history
        #expect(carol.load() == [general: ["said as carol"]])
        #expect(KeptFiles(in: place, for: settings.server, as: settings.name).rooms.load().isEmpty)
        settings.servers[0].name = try MemberName("anna")
        let anna = KeptFiles(in: place, for: settings.server, as: settings.name).history
        #expect(anna.load() == [general: ["said as anna"]])
    }

    @Test("tells which rooms an account has left, and of no other account's")
    func left() throws {
        defer { remove() }
        var settings = try settings()
        let secret = try RoomName("secret")
        let place = StateFolder(path: folder)
        let file = KeptFiles(in: place, for: settings.server, as: settings.name).preferences
        try file.save(["left secret", "left no!pe", "mute general"])
        #expect(KeptState.preferences(of: settings).left == [secret])
        #expect(KeptState.preferences(of: settings).muted == [try RoomName("general")])
        settings.servers[0].name = try MemberName("carol")
        #expect(KeptState.preferences(of: settings) == Preferences())
        settings.state = nil
        #expect(KeptState.preferences(of: settings) == Preferences())
    }

    @Test("is of who signed in what that one wants, beside what the guest wanted")
    func joinsPreferences() throws {
        defer { remove() }
        let place = StateFolder(path: folder)
        var settings = try settings()
        var workspace = Workspace([Model(settings, size: Size(columns: 80, rows: 24))])
        _ = workspace.submit("/mute general")
        settings.servers[0].name = try MemberName("carol")
        let file = KeptFiles(in: place, for: settings.server, as: settings.name).preferences
        try place.make()
        try file.save(["ignore bob", "mute random"])
        let there = KeptState.preferences(of: settings)
        let own = workspace.model.keptPreferences.lines
        let joined = StateJoin.preferences(own, [], there.lines)
        workspace.takeOver(Preferences(lines: joined), at: 0)
        let state = KeptState(joining: settings, beside: there)
        _ = workspace.submit("/unmute random")
        state.save(workspace.model)
        let kept = file.load()
        #expect(kept.contains("ignore bob") && kept.contains("mute general"), "\(kept)")
        #expect(!kept.contains("mute random"))
    }

    @Test("is of the next run that one is away, and what one called unread")
    func places() throws {
        defer { remove() }
        let settings = try settings()
        var model = Model(settings, size: Size(columns: 80, rows: 24))
        let state = KeptState(settings, restoringInto: &model)
        var workspace = Workspace([model])
        _ = workspace.submit("/away lunch")
        state.save(workspace.model)
        let place = StateFolder(path: folder)
        let file = KeptFiles(in: place, for: settings.server, as: settings.name).preferences
        let marked = file.load() + ["unread later 3 9"]
        #expect(marked.contains("away now lunch"))
        try file.save(marked)
        var next = Model(settings, size: Size(columns: 80, rows: 24))
        let again = KeptState(settings, restoringInto: &next)
        #expect(Set(next.keptPreferences.lines) == Set(marked))
        var back = Workspace([next])
        _ = back.submit("/back")
        again.save(back.model)
        #expect(file.load().contains("unread later 3 9") && !file.load().contains("away now lunch"))
    }

    private func remove() {
        #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) }
    }
}
