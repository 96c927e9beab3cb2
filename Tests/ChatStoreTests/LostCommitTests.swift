import Testing

@testable import ChatStore

struct LostCommitTests {
    @Test(
        "The event at its place tells what became of a commit that broke off",
        arguments: [
            (9, nil, LostCommit.Fate.undone), (10, 3, .committed), (12, 3, .committed),
            (10, 4, .undone), (12, 0, .undone), (12, nil, .unknown),
        ] as [(Int64, Int64?, LostCommit.Fate)]
    )
    func fate(head: Int64, writer: Int64?, fate: LostCommit.Fate) {
        let commit = LostCommit(first: 10, writer: NodeNumber(3))
        #expect(commit.fate(head: head, writtenBy: writer.map(NodeNumber.init)) == fate)
    }
}
