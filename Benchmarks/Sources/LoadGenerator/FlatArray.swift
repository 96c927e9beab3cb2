/// A fixed number of plain values in one block of memory, owned by one value.
///
/// An `Array` asks on each write whether it is shared; the hot loops write per delivery.
///
/// Proof of safety: the block lives exactly as long as this value, which cannot be copied; it is
/// initialised whole before use, and each access checks its index against the count.
@safe
struct FlatArray<Element: BitwiseCopyable>: ~Copyable {
    private let base: UnsafeMutablePointer<Element>
    let count: Int

    /// Fills `count` places with one value.
    ///
    /// - Parameters:
    ///   - element: what each place holds at first.
    ///   - count: the number of places, fixed from here on.
    init(repeating element: Element, count: Int) {
        self.count = count
        unsafe base = .allocate(capacity: max(count, 1))
        unsafe base.initialize(repeating: element, count: count)
    }

    deinit { unsafe base.deallocate() }

    /// The value in one place.
    ///
    /// - Parameter index: from 0, below `count`; anything else ends the program.
    subscript(index: Int) -> Element {
        get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
            return unsafe base[index]
        }
        set {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
            unsafe base[index] = newValue
        }
    }
}
