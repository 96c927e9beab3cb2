import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("The rows that are kept")
struct RowMemoTests {
    private static func setting(width: Int) -> RowMemo.Setting {
        let model = liveModel(width, 20)
        let pane = Pane(model, layout: ScreenLayout(model), memo: RowMemo())
        return RowMemo.Setting(
            width: width,
            room: pane.room.name,
            name: pane.name,
            server: pane.server,
            time: pane.time,
            isClean: false,
            hidesSigns: false,
            search: nil,
            preferences: pane.preferences
        )
    }

    @Test("are laid out once for an event, and anew for another with its number")
    func anotherEvent() {
        let memo = RowMemo()
        memo.prepare(for: Self.setting(width: 80))
        #expect(memo.rows(of: said(1, bob, "one")) { [Line("one")] } == [Line("one")])
        #expect(memo.rows(of: said(1, bob, "one")) { [Line("again")] } == [Line("one")])
        #expect(memo.rows(of: said(1, bob, "two")) { [Line("two")] } == [Line("two")])
    }

    @Test("are forgotten when what they depend on is another")
    func anotherSetting() {
        let memo = RowMemo()
        memo.prepare(for: Self.setting(width: 80))
        _ = memo.rows(of: said(1, bob, "one")) { [Line("wide")] }
        memo.prepare(for: Self.setting(width: 80))
        #expect(memo.rows(of: said(1, bob, "one")) { [Line("narrow")] } == [Line("wide")])
        memo.prepare(for: Self.setting(width: 40))
        #expect(memo.rows(of: said(1, bob, "one")) { [Line("narrow")] } == [Line("narrow")])
    }
}
