using System.Net.WebSockets;
using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Operations;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Realtime;

/// <summary>Answers <c>realtime</c>: one session for each WebSocket.</summary>
/// <param name="composer">Makes the answers.</param>
/// <param name="script">The faults; they meet each <c>response.create</c>.</param>
/// <param name="open">Begins the exchange of one client event, which is recorded like a request.</param>
internal sealed class RealtimeOperation(
    AnswerComposer composer, FaultScript script, Func<Exchange, byte[], Exchange> open)
{
    private const string Protocol = "realtime";

    public async Task AnswerAsync(Exchange connection)
    {
        WebSocketAcceptContext accept = new(connection.Http);
        string model = connection.Http.Request.Query["model"].ToString();
        ProviderError? error = !accept.IsUpgrade
                ? new(ErrorReason.WrongMethod, "GET is only taken here to upgrade to a WebSocket.")
            : model.Length == 0 ? ProviderError.Missing("model")
            : ModelsOperation.CheckModel(connection.Provider, model);
        if (error is not null)
        {
            await connection.RefuseAsync(error);
            return;
        }

        ResponseHeaders.Write(connection);
        using WebSocket socket = await accept.AcceptAsync(Protocol);
        RealtimeEvents events = new(socket, connection);
        RealtimeSession session = new(model, composer, script, events);
        await session.BeginAsync();
        while (await SocketMessages.ReceiveAsync(socket, connection.Ending) is { } message)
        {
            using Exchange turn = open(connection, message);
            try
            {
                await TakeAsync(session, events, turn, message);
            }
            catch (InvalidOperationException) when (socket.State == WebSocketState.Open)
            {
                await events.FailAsync(null, "invalid_event", SocketMessages.NotText.Message);
            }

            turn.Record.Status = 200;
            turn.Record.Ended = true;
        }
    }

    private static async ValueTask TakeAsync(
        RealtimeSession session, RealtimeEvents events, Exchange turn, byte[] message)
    {
        using JsonDocument? document = JsonBody.TryParse(message);
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
        {
            await events.FailAsync(null, "invalid_event", "The message is no JSON object.");
            return;
        }

        await session.TakeAsync(turn, document.RootElement);
    }
}
