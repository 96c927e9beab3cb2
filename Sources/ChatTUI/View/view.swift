/// Draws a model.
///
/// - Parameters:
///   - model: what is known.
///   - capabilities: what the terminal can show.
/// - Returns: the whole screen, at the model's size.
package func view(_ model: Model, capabilities: Capabilities) -> Frame {
    Frame(size: model.size)
}
