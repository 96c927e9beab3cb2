/// Said by the stream handler, as an event of its channel, when the response has become a stream.
struct StreamStarted {}
