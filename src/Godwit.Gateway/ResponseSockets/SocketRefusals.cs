namespace Godwit.Gateway.ResponseSockets;

/// <summary>What may be wrong with responses over a WebSocket; rows as for <see cref="Refusals"/>.</summary>
internal static class SocketRefusals
{
    private const string InvalidRequest = "invalid_request_error";

    public static Refusal WebSocketRequired { get; } = new()
    {
        Status = 426, Code = "websocket_required", Type = InvalidRequest, Upgrade = "websocket",
        Message = "GET opens a WebSocket here: connect with ws:// or wss://, or send each request with POST.",
    };

    public static Refusal ConnectionLimit { get; } = new()
    {
        Status = 400, Code = "websocket_connection_limit_reached", Type = InvalidRequest,
        Message = "Responses websocket connection limit reached (60 minutes). Create a new websocket connection to "
            + "continue.",
    };

    public static Refusal UnsupportedEvent { get; } = Refusals.BadRequest(
        "unsupported_event", "The only event that is taken here is 'response.create'.", param: "type");

    public static Refusal InvalidStreamId { get; } = Refusals.BadRequest(
        "invalid_stream_id",
        "'stream_id' must be a text of 1 to 256 letters, digits, underscores, hyphens and periods. Leave it out for "
        + "the stream without a name.",
        param: "stream_id");

    public static Refusal StreamLimit { get; } = Refusals.BadRequest(
        "websocket_stream_limit_reached",
        $"This connection has had {SocketStreams.Most} different stream ids. Use one of them again, or open another "
        + "connection.",
        param: "stream_id");

    public static Refusal NoBackground { get; } = Refusals.BadRequest(
        "invalid_value", "'background' is not available on a WebSocket; send the request with POST.",
        param: "background");

    public static Refusal WarmUpElsewhere { get; } = Refusals.BadRequest(
        "invalid_value",
        "What goes on with a response that its provider keeps, or with a conversation, can't be warmed up: leave out "
        + "'generate', or send all in 'input'.",
        param: "generate");

    public static Refusal Twice(string name) => Refusals.BadRequest(
        "duplicate_parameter", $"'{name}' is given more than once.", name);

    public static Refusal GenerateNotABoolean { get; } = Refusals.BadRequest(
        "invalid_type", "'generate' must be true or false.", param: "generate");
}
