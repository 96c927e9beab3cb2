/// Something that one at a time has, where several servers write, and who has it.
package struct Hold: Sendable, Hashable {
    let name: String
    let holder: String

    /// What the task has: what it has written was judged with that, and is written only as long as
    /// nobody else has come to have it.
    ///
    /// A process that stood still for a while does not know by itself that its time is over.
    @TaskLocal package static var all: [Hold] = []

    /// Makes one.
    ///
    /// - Parameter holder: who has it; no other one is called so.
    package init(_ name: String, by holder: String) {
        self.name = name
        self.holder = holder
    }
}
