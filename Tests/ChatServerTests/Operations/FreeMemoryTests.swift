import Testing

@testable import ChatServer

@Suite struct FreeMemoryTests {
    private static let mega: Int64 = 1024 * 1024

    /// Looks at a process of so many megabytes, of which so many are free.
    private func look(_ memory: inout FreeMemory, _ resident: Int64, free: Int64) -> Bool {
        memory.isDue(resident: resident * Self.mega, free: free * Self.mega)
    }

    @Test("What a burst left is given back once it is over, and once")
    func burst() {
        var memory = FreeMemory(resident: 50 * Self.mega)
        // It grows.
        #expect(!look(&memory, 120, free: 20))
        #expect(!look(&memory, 200, free: 60))
        // It is over.
        #expect(look(&memory, 200, free: 60))
        memory.gaveBack(resident: 100 * Self.mega)
        // The allocator counts what it gave back as free, for it may use it again.
        #expect(!look(&memory, 100, free: 60))
        #expect(!look(&memory, 110, free: 60))
        #expect(!look(&memory, 110, free: 60))
        // The next burst.
        #expect(!look(&memory, 130, free: 60))
        #expect(look(&memory, 130, free: 60))
    }

    @Test("Little is kept, and so is what is in use")
    func little() {
        var memory = FreeMemory(resident: 50 * Self.mega)
        _ = look(&memory, 200, free: 15)
        #expect(!look(&memory, 200, free: 15))
        var other = FreeMemory(resident: 50 * Self.mega)
        _ = look(&other, 65, free: 60)
        #expect(!look(&other, 65, free: 60))
    }

    @Test("The allocator is asked only when all else speaks for giving back")
    func asksLast() {
        var memory = FreeMemory(resident: 50 * Self.mega)
        var asked = 0
        let free = {
            asked += 1
            return 60 * Self.mega
        }
        var isDue = memory.isDue(resident: 50 * Self.mega, free: free())
        #expect(!isDue && asked == 0, "nothing came")
        isDue = memory.isDue(resident: 200 * Self.mega, free: free())
        #expect(!isDue && asked == 0, "it is not over")
        isDue = memory.isDue(resident: 200 * Self.mega, free: free())
        #expect(isDue && asked == 1)
    }

    @Test("A process that became smaller by itself is measured from there")
    func smaller() {
        var memory = FreeMemory(resident: 200 * Self.mega)
        _ = look(&memory, 60, free: 20)
        _ = look(&memory, 80, free: 20)
        #expect(look(&memory, 80, free: 20))
    }
}
