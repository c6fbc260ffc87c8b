namespace Godwit.Gateway.Realtime;

/// <summary>What may be wrong with a request for a realtime session; rows as for <see cref="Refusals"/>.</summary>
internal static class RealtimeRefusals
{
    private const string InvalidRequest = "invalid_request_error";

    public static Refusal WebSocketRequired { get; } = new()
    {
        Status = 426, Code = "websocket_required", Type = InvalidRequest, Upgrade = "websocket",
        Message = "A realtime session is a WebSocket: connect with ws:// or wss://.",
    };
}
