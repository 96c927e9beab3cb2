"""What schemathesis does not know how to send."""
import schemathesis


@schemathesis.serializer("application/partial-upload")
def partial_upload(context, value):
    return {"data": value if isinstance(value, bytes) else str(value).encode()}
