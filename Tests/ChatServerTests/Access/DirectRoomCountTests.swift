import ChatProtocol
import Testing

@testable import ChatServer

/// A direct room has the members that its list of members tells.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct DirectRoomCountTests {
    // It had none, since its two have no role there.
    @Test(
        "A direct room counts its two, and notes to oneself the one",
        arguments: [("@bob", 2), ("@ann", 1)]
    )
    func count(room: String, members: Int) async throws {
        try await AccessWorld.run("accounts") { world in
            let ann = try await world.token("ann", TokenWish())
            let path = "/rooms/\(room)/messages"
            #expect(try await world.ask("POST", path, by: ann, body: "x").status == 201)
            let list = try await world.ask("GET", "/rooms/\(room)/members", by: ann).body
            #expect(list.matches(of: /"name":/).count == members, "\(list)")
            let counted = try Regex(#""name":"\#(room)"[^}]*"members":\#(members),"#)
            for place in ["/rooms", "/rooms/\(room)"] {
                let told = try await world.ask("GET", place, by: ann).body
                #expect(told.contains(counted), "\(told)")
            }
        }
    }
}
