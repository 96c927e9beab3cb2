/// What the driver of one server is to do.
package struct ServerEffect: Hashable, Sendable {
    /// Which of the servers, from 0; for what is the terminal's it says who asked.
    package var server: Int
    package var effect: Effect
}
